"""What people do in Runsite's dashboard and no client can do through its public API."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import TypeAdapter, ValidationError

from ..api.errors import Refusal, invalid, not_found
from ..api.responses import json_answer
from ..world import lifecycle
from ..world.emulator import Emulator, Here
from ..world.store import Table
from .routes import guard

router = APIRouter(prefix="/dashboard", dependencies=[Depends(guard)])

Kind = Literal["projects", "web-services", "variables", "secrets", "deployments"]


def _table(here: Emulator, kind: Kind) -> Table[Any]:
    tables: dict[Kind, Table[Any]] = {
        "projects": here.store.projects,
        "web-services": here.store.web_services,
        "variables": here.store.variables,
        "secrets": here.store.secrets,
        "deployments": here.store.deployments,
    }
    return tables[kind]


def _row(here: Emulator, kind: Kind, id: str) -> Any:
    row = _table(here, kind).get(id)
    if row is None:
        raise not_found(kind)
    return row


@router.patch("/{kind}/{id}")
async def change(here: Here, kind: Kind, id: str, body: dict[str, Any]) -> Response:
    """Change the fields that are named, to anything of their type: drift, as a client sees it."""
    row = _row(here, kind, id)
    for name in body.keys() - {field.name for field in fields(row)} | body.keys() & {"id"}:
        raise invalid([name], "There is no such field to change", "extra_forbidden")
    fresh = {"updated_at": here.clock.now()} if hasattr(row, "updated_at") else {}
    try:
        row = TypeAdapter(type(row)).validate_python(asdict(row) | fresh | body)
    except ValidationError as error:
        first = error.errors()[0]
        raise invalid([*first["loc"]], first["msg"], first["type"]) from error
    _table(here, kind).put(row)
    return json_answer({k: v for k, v in asdict(row).items() if k != "value"})


@router.delete("/{kind}/{id}")
async def delete(here: Here, kind: Kind, id: str) -> Response:
    """Delete it, with all that belongs to it."""
    _row(here, kind, id)
    _remove(here, kind, id)
    return Response(status_code=204)


@router.post("/deployments/{id}/prune")
async def prune_deployment(here: Here, id: str) -> Response:
    """Forget a deployment, as Runsite does with old ones."""
    _row(here, "deployments", id)
    _remove(here, "deployments", id)
    return Response(status_code=204)


@router.post("/deployments/{id}/{end}")
async def end_deployment(here: Here, id: str, end: Literal["fail", "cancel"]) -> Response:
    """End a deployment that is in progress."""
    deployment = _row(here, "deployments", id)
    if deployment.status not in lifecycle.IN_PROGRESS:
        raise Refusal(409, f"Deployment is {deployment.status}")
    status = {"fail": "failed", "cancel": "cancelled"}[end]
    lifecycle.end(here, deployment, status, "Build failed" if end == "fail" else None)
    return json_answer({"id": id, "status": deployment.status})


def _remove(here: Emulator, kind: Kind, id: str) -> None:
    children: dict[Kind, tuple[Kind, ...]] = {
        "projects": ("web-services", "secrets"),
        "web-services": ("variables", "deployments"),
    }
    for child in children.get(kind, ()):
        for row in _table(here, child).of(id):
            _remove(here, child, row.id)
    here.moving.pop(id, None)
    _table(here, kind).remove(id)
