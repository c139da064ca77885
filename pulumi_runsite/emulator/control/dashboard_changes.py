"""Control API calls for the changes that only Runsite's dashboard can make."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import TypeAdapter, ValidationError

from ..api.dependencies import CurrentEmulator
from ..api.errors import ApiError, not_found, validation_error
from ..api.responses import json_response
from ..world import lifecycle
from ..world.emulator import Emulator
from ..world.store import Table
from .token import require_control_token

router = APIRouter(prefix="/dashboard", dependencies=[Depends(require_control_token)])

ResourceType = Literal["projects", "web-services", "variables", "secrets", "deployments"]


def _table(emulator: Emulator, kind: ResourceType) -> Table[Any]:
    tables: dict[ResourceType, Table[Any]] = {
        "projects": emulator.store.projects,
        "web-services": emulator.store.web_services,
        "variables": emulator.store.variables,
        "secrets": emulator.store.secrets,
        "deployments": emulator.store.deployments,
    }
    return tables[kind]


def _row(emulator: Emulator, kind: ResourceType, id: str) -> Any:
    row = _table(emulator, kind).get(id)
    if row is None:
        raise not_found(kind)
    return row


@router.patch("/{kind}/{id}")
async def change_resource(
    emulator: CurrentEmulator, kind: ResourceType, id: str, body: dict[str, Any]
) -> Response:
    """Set the given fields of a resource, which a client of the API sees as drift."""
    row = _row(emulator, kind, id)
    for name in body.keys() - {field.name for field in fields(row)} | body.keys() & {"id"}:
        raise validation_error([name], "There is no such field to change", "extra_forbidden")
    touched = {"updated_at": emulator.clock.now()} if hasattr(row, "updated_at") else {}
    try:
        row = TypeAdapter(type(row)).validate_python(asdict(row) | touched | body)
    except ValidationError as error:
        first = error.errors()[0]
        raise validation_error([*first["loc"]], first["msg"], first["type"]) from error
    _table(emulator, kind).put(row)
    return json_response({k: v for k, v in asdict(row).items() if k != "value"})


@router.delete("/{kind}/{id}")
async def delete_resource(emulator: CurrentEmulator, kind: ResourceType, id: str) -> Response:
    """Delete a resource and all resources that belong to it."""
    _row(emulator, kind, id)
    _remove(emulator, kind, id)
    return Response(status_code=204)


@router.post("/deployments/{id}/prune")
async def prune_deployment(emulator: CurrentEmulator, id: str) -> Response:
    """Delete a deployment, as Runsite does with old ones."""
    _row(emulator, "deployments", id)
    _remove(emulator, "deployments", id)
    return Response(status_code=204)


@router.post("/deployments/{id}/{end}")
async def end_deployment(
    emulator: CurrentEmulator, id: str, end: Literal["fail", "cancel"]
) -> Response:
    """End a deployment in progress as `failed` or `cancelled`."""
    deployment = _row(emulator, "deployments", id)
    if deployment.status not in lifecycle.IN_PROGRESS:
        raise ApiError(409, f"Deployment is {deployment.status}")
    status = {"fail": "failed", "cancel": "cancelled"}[end]
    error_message = "Build failed" if end == "fail" else None
    lifecycle.end_deployment(emulator, deployment, status, error_message)
    return json_response({"id": id, "status": deployment.status})


def _remove(emulator: Emulator, kind: ResourceType, id: str) -> None:
    children: dict[ResourceType, tuple[ResourceType, ...]] = {
        "projects": ("web-services", "secrets"),
        "web-services": ("variables", "deployments"),
    }
    for child in children.get(kind, ()):
        for row in _table(emulator, child).children_of(id):
            _remove(emulator, child, row.id)
    emulator.in_transition.pop(id, None)
    _table(emulator, kind).remove(id)
