"""Variables that a preview is about to write, and that no deployment of the program follows."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from . import messages
from .dependencies import resources_behind
from .mapped_keys import is_same_id
from .pending_changes import is_about_to_be_created, is_about_to_change
from .per_stack import PerStack


@dataclass(frozen=True)
class _Declared:
    """A resource that the program has declared."""

    resource: pulumi.CustomResource
    name: str
    inputs: Mapping[str, Any]
    depends_on: Any
    has_variables: bool

    @property
    def type(self) -> str:
        return str(self.resource._resource_type.name)  # type: ignore[attr-defined]  # noqa: SLF001

    def is_of(self, service: _Declared) -> bool:
        """Return whether it belongs to a web service of the program."""
        ids = (service.resource.id, service.inputs.get("adopt_id"))
        return any(is_same_id(self.inputs.get("web_service_id"), id) for id in ids)


@dataclass
class _Program:
    """What the program of one stack has declared so far."""

    declared: list[_Declared] = field(default_factory=list)
    unchecked: deque[_Declared] = field(default_factory=deque)
    """The variables that `_check` has not looked at yet."""


_stacks = PerStack(_Program)


def declare(
    resource: pulumi.CustomResource,
    resource_name: str,
    inputs: Mapping[str, Any],
    opts: pulumi.ResourceOptions | None,
    maps: frozenset[str],
) -> None:
    """Have a preview warn if *resource* is about to be written, and no deployment follows."""
    if (program := _stacks.current()) is None or _is_ignored():
        return
    depends_on, has_variables = opts and opts.depends_on, bool(maps & inputs.keys())
    written = _Declared(resource, resource_name, inputs, depends_on, has_variables)
    program.declared.append(written)
    if has_variables or written.type in {"EnvVar", "ProjectSecret"}:
        program.unchecked.append(written)
        if len(program.unchecked) == 1:  # one for all: each task of a program costs time
            _: pulumi.Output[None] = pulumi.Output.from_input(_check(program))  # waited for


def _is_ignored() -> bool:
    setting = pulumi.Config("runsite").get("undeployedChanges")
    return (setting or os.environ.get("RUNSITE_UNDEPLOYED_CHANGES")) == "ignore"


async def _check(program: _Program) -> None:
    while program.unchecked:
        await _warn(program.unchecked[0], program.declared)
        program.unchecked.popleft()


async def _warn(written: _Declared, declared: list[_Declared]) -> None:
    try:
        if not await is_about_to_change(written.resource):
            return
        # The program has declared everything by now: it runs to its end before anything is known.
        for deployment in _deployments(written, declared):
            if not await _is_followed(written, deployment, declared):
                pulumi.log.warn(_warning(written, deployment), written.resource)
                return
    except Exception:  # noqa: BLE001 - a resource that failed has an error of its own
        return


def _deployments(written: _Declared, declared: list[_Declared]) -> Iterator[_Declared]:
    """Yield a deployment of each web service that reads what is written."""
    services: list[Any] = []
    for each in declared:
        service_id = each.inputs.get("web_service_id")
        if each.type != "Deployment" or any(is_same_id(service_id, id) for id in services):
            continue
        if _reads(each, written, declared):
            services.append(service_id)
            yield each


def _reads(deployment: _Declared, written: _Declared, declared: list[_Declared]) -> bool:
    if written.type == "EnvVar":
        ids = (deployment.inputs.get("web_service_id"), written.inputs.get("web_service_id"))
        return is_same_id(*ids)
    if written.type == "WebService":
        return deployment.is_of(written)
    # Runsite documents no other scope for deployments.
    return written.inputs.get("scope") == "production" and any(
        each.type == "WebService"
        and is_same_id(each.inputs.get("project_id"), written.inputs.get("project_id"))
        and deployment.is_of(each)
        for each in declared
    )


async def _is_followed(
    written: _Declared, deployment: _Declared, declared: list[_Declared]
) -> bool:
    """Return whether a deployment or restart of the same web service comes after the write."""
    service_id = deployment.inputs.get("web_service_id")
    for each in declared:
        is_same = is_same_id(each.inputs.get("web_service_id"), service_id)
        if is_same and each.type in {"Deployment", "Restart"}:
            is_requested = await is_about_to_be_created(each.resource)
            if is_requested and written.resource in await resources_behind(
                each.inputs, each.depends_on
            ):
                return True
    return False


def _warning(written: _Declared, deployment: _Declared) -> str:
    output = "env_vars_revision" if written.type == "WebService" else "revision"
    trigger = f"{re.sub(r'[^0-9A-Za-z_]', '_', written.name)}.{output}"
    resource, target = f"{written.type} {written.name!r}", f"Deployment {deployment.name!r}"
    has_triggers = bool(deployment.inputs.get("triggers"))
    add = messages.add_to_triggers(trigger) if has_triggers else messages.add_triggers(trigger)
    if written.type == "WebService":
        return messages.map_may_not_be_deployed(resource, target, add)
    return messages.write_is_not_deployed(resource, target, add)
