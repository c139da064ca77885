"""The control API: state, journal, clock, switches, faults and API keys of the emulator."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from ..api.dependencies import CurrentEmulator
from ..api.errors import not_found, validation_error
from ..api.responses import json_response
from ..faults.schedule import Fault
from ..world.api_keys import OWN_ACCOUNT, ApiKey, Scope
from ..world.records import Time
from ..world.store import Table
from ..world.switches import parse_switches
from .clock_change import ClockChange, change_clock
from .token import require_control_token


class NewApiKey(BaseModel):
    """An API key to accept."""

    model_config = ConfigDict(extra="forbid")

    key: str
    scope: Scope = "write"
    account: str = Field(OWN_ACCOUNT, description="The account whose resources the key sees.")


class ApiKeyChange(BaseModel):
    """A change of an API key."""

    model_config = ConfigDict(extra="forbid")

    is_active: bool | None = None
    expires_at: Time | None = Field(None, description="Epoch seconds on the emulator's clock.")


router = APIRouter(dependencies=[Depends(require_control_token)])


@router.get("/state")
async def get_state(emulator: CurrentEmulator) -> Response:
    """Return all records, with the values of variables and secrets redacted like in the journal."""
    tables: dict[str, Table[Any]] = {
        "projects": emulator.store.projects,
        "web_services": emulator.store.web_services,
        "deployments": emulator.store.deployments,
        "variables": emulator.store.variables,
        "secrets": emulator.store.secrets,
    }
    state: dict[str, Any] = {
        name: [asdict(row) for row in table.all()] for name, table in tables.items()
    }
    return json_response(
        emulator.redactor.redact_json(state)
        | {
            "now": emulator.clock.now(),
            "scale": emulator.clock.scale,
            "keys": [_key_json(key) for key in emulator.keys.all()],
        }
    )


@router.get("/journal")
async def get_journal(
    emulator: CurrentEmulator,
    since: int = 0,
    method: str | None = None,
    path: str = "",
    operation: str | None = None,
) -> Response:
    """Return the requests after number *since*, oldest first."""
    entries = emulator.journal.entries(method=method, path=path, operation=operation, since=since)
    return json_response({"entries": entries, "last_seq": emulator.journal.last_seq})


@router.get("/journal/export")
async def export_journal(emulator: CurrentEmulator) -> Response:
    """Return every request as JSON Lines, oldest first."""
    lines = "".join(json.dumps(entry) + "\n" for entry in emulator.journal.entries())
    return Response(lines, media_type="application/x-ndjson")


@router.get("/journal/counts")
async def count_requests(emulator: CurrentEmulator) -> Response:
    """Return the number of requests by method, also of those whose entry was removed."""
    return json_response(emulator.journal.counts())


@router.delete("/journal")
async def clear_journal(emulator: CurrentEmulator) -> Response:
    """Remove all requests from the journal; their numbering continues."""
    emulator.journal.clear()
    return Response(status_code=204)


@router.post("/reset")
async def reset(emulator: CurrentEmulator) -> Response:
    """Return to the initial state: records, journal, faults, switches, keys and clock."""
    emulator.reset()
    return Response(status_code=204)


@router.get("/clock")
async def get_clock(emulator: CurrentEmulator) -> Response:
    """Return the emulated time and the scale of the clock."""
    return json_response({"now": emulator.clock.now(), "scale": emulator.clock.scale})


@router.post("/clock")
async def post_clock(emulator: CurrentEmulator, body: ClockChange) -> Response:
    """Move the clock forward, or change its scale."""
    change_clock(emulator, body)
    return json_response({"now": emulator.clock.now(), "scale": emulator.clock.scale})


@router.get("/switches")
async def get_switches(emulator: CurrentEmulator) -> Response:
    """Return every switch with its value and its description."""
    fields = type(emulator.switches).model_fields
    described = {
        name: {"value": value, "why": fields[name].description}
        for name, value in emulator.switches.model_dump().items()
    }
    return json_response(described)


@router.patch("/switches")
async def set_switches(emulator: CurrentEmulator, body: dict[str, Any]) -> Response:
    """Set the given switches, all or none."""
    current = emulator.switches.model_dump()
    for name in body.keys() - current.keys():
        raise validation_error([name], "There is no such switch", "extra_forbidden")
    try:
        emulator.switches = parse_switches(current | body)
    except ValueError as error:
        raise validation_error([], str(error)) from error
    return json_response(emulator.switches.model_dump())


@router.post("/faults")
async def add_fault(emulator: CurrentEmulator, body: Fault) -> Response:
    """Schedule a fault for the next requests that match."""
    return json_response(emulator.faults.add(body).model_dump(), 201)


@router.get("/faults")
async def get_faults(emulator: CurrentEmulator) -> Response:
    """Return all faults; `remaining` is not 0 if fewer requests matched than `count`."""
    return json_response({"faults": [fault.model_dump() for fault in emulator.faults.all()]})


@router.delete("/faults")
async def clear_faults(emulator: CurrentEmulator) -> Response:
    """Remove all faults."""
    emulator.faults.clear()
    return Response(status_code=204)


@router.post("/keys")
async def add_key(emulator: CurrentEmulator, body: NewApiKey) -> Response:
    """Accept another API key."""
    try:
        return json_response(_key_json(emulator.keys.add(body.key, body.scope, body.account)), 201)
    except ValueError as error:
        raise validation_error(["key"], str(error)) from error


@router.patch("/keys/{id}")
async def change_key(emulator: CurrentEmulator, id: str, body: ApiKeyChange) -> Response:
    """Revoke an API key, or set its expiry."""
    key = next((key for key in emulator.keys.all() if key.id == id), None)
    if key is None:
        raise not_found("Key")
    if body.is_active is not None:
        key.is_active = body.is_active
    key.expires_at = body.expires_at if body.expires_at is not None else key.expires_at
    return json_response(_key_json(key))


def _key_json(key: ApiKey) -> dict[str, Any]:
    return key.to_json() | {"is_active": key.is_active, "account": key.account}
