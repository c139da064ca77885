"""The only place that finds things by id and decides whether the caller may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from fastapi import Path

from ..world.emulator import Emulator
from ..world.records import Deployment, Project, WebService
from .errors import Refusal, not_found

UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
SERVICE_ID = rf"^({UUID}|srv-[a-z0-9]{{20}})$"

_uuid = {"json_schema_extra": {"format": "uuid"}}
ProjectId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]
WebServiceId = Annotated[str, Path(pattern=SERVICE_ID)]
DeploymentId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]
VariableId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]
SecretId = Annotated[str, Path(pattern=f"^{UUID}$", **_uuid)]

RowT = TypeVar("RowT")


def find_project(emulator: Emulator, id: str) -> Project:
    """
    Return the caller's project with this id.

    Raises:
        Refusal: 404 when there is none; for another account's the switch `foreign` decides.
    """
    project = emulator.store.projects.get(id.lower())
    if project is None:
        raise not_found("Project")
    _refuse_foreign(emulator, project.owner, "Project")
    return project


def find_web_service(emulator: Emulator, id: str) -> WebService:
    """
    Return the caller's web service with this id.

    Raises:
        Refusal: 404 when there is none, or it is being deleted: every endpoint of such a service
            answers 404 (vendor's client, dossier section 4).
    """
    service = emulator.store.web_services.get(id.lower())
    if service is None or service.status == "pending_deletion":
        raise not_found("Web service")
    _refuse_foreign(emulator, service.owner, "Web service")
    return service


def find_deployment(emulator: Emulator, service: WebService, id: str) -> Deployment:
    """
    Return the deployment of *service* with this id.

    Raises:
        Refusal: 404 when *service* has none.
    """
    deployment = emulator.store.deployments.get(id.lower())
    if deployment is None or deployment.web_service_id != service.id:
        raise not_found("Deployment")
    return deployment


def refuse_too_fresh(emulator: Emulator, row: Any, what: str) -> None:
    """Answer 404 for what is younger than the switch `read_lag_seconds` (fault F39)."""
    if row.created_at > emulator.clock.now() - emulator.switches.read_lag_seconds:
        raise not_found(what)


def listed(emulator: Emulator, rows: Iterable[RowT]) -> list[RowT]:
    """Return those of *rows* that a list shows: the caller's, and old enough (fault F37)."""
    newest = emulator.clock.now() - emulator.switches.list_lag_seconds
    return [
        row
        for row in rows
        if getattr(row, "owner", "self") == "self" and getattr(row, "created_at", 0.0) <= newest
    ]


def _refuse_foreign(emulator: Emulator, owner: str, what: str) -> None:
    if owner != "self":
        if emulator.switches.foreign == 403:
            raise Refusal(403, f"You do not have access to this {what.lower()}")
        raise not_found(what)
