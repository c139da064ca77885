"""The order of what `--write` does; what can be removed is removed in any case."""

from __future__ import annotations

from ..findings import Findings
from ..samples import Samples
from ..session import Session
from .bulk_writes import watch_bulk_writes
from .creation import create_project, create_service
from .deployments import OwnService
from .own_objects import OwnObjects
from .removal import remove_variables
from .service_variables import watch_service_variables
from .variables import OwnVariables, watch_creates


async def run_probe(session: Session, findings: Findings, samples: Samples) -> None:
    """Create a project with a web service, variables and secrets, and add what Runsite does."""
    own = OwnObjects(session, findings, samples)
    try:
        if await create_project(own):
            await _watch_variables(_secrets_of(own))
            if await create_service(own):
                await _watch_service(own)
    finally:
        if own.created:
            own.add_findings()


async def _watch_service(own: OwnObjects) -> None:
    service = OwnService(own)
    try:
        await service.watch_stopping_stopped()
        await watch_service_variables(_variables_of(own))
        await _watch_variables(_variables_of(own))
        await service.watch_deployments()
    finally:
        await service.stop_at_the_end()


async def _watch_variables(variables: OwnVariables) -> None:
    try:
        await watch_creates(variables)
        await watch_bulk_writes(variables)
    finally:
        await remove_variables(variables)


def _secrets_of(own: OwnObjects) -> OwnVariables:
    id = own.ids["project"]
    path, scope = ("projects", id, "secrets"), {"scope": "production"}
    return OwnVariables(own, "secret", path, "secrets", "secrets", {"project_id": id}, scope)


def _variables_of(own: OwnObjects) -> OwnVariables:
    id = own.ids["web service"]
    path, parent = ("web-services", id, "env"), {"web_service_id": id}
    return OwnVariables(own, "variable", path, "environment_variables", "variables", parent)
