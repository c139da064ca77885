"""The control room: what a test may see and turn that a client of Runsite may not."""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from ..api.errors import Refusal, invalid, not_found
from ..api.responses import json_answer
from ..faults.schedule import Fault
from ..world.api_keys import Key, Scope
from ..world.emulator import Emulator, Here
from ..world.store import Table
from ..world.switches import turned


async def guard(here: Here, x_emulator_token: Annotated[str, Header()] = "") -> None:
    if not hmac.compare_digest(x_emulator_token.encode(), here.control_token.encode()):
        raise Refusal(403, "The control room needs its token in the header X-Emulator-Token")


class Turn(BaseModel):
    """What to do with the clock."""

    model_config = ConfigDict(extra="forbid")

    advance: float = Field(0.0, ge=0, description="Emulated seconds to move forward.")
    scale: float | None = Field(None, ge=0, le=1e6, description="How fast time passes from now on.")


class NewKey(BaseModel):
    """A key that is to open the emulator from now on."""

    model_config = ConfigDict(extra="forbid")

    key: str
    scope: Scope = "write"


class KeyChange(BaseModel):
    """What is to become of a key."""

    model_config = ConfigDict(extra="forbid")

    is_active: bool | None = None
    expires_at: float | None = Field(None, description="Epoch seconds on the emulator's clock.")


router = APIRouter(dependencies=[Depends(guard)])


@router.get("/state")
async def get_state(here: Here) -> Response:
    """Return everything there is; values of variables and secrets as the journal shows them."""
    tables: dict[str, Table[Any]] = {
        "projects": here.store.projects,
        "web_services": here.store.web_services,
        "deployments": here.store.deployments,
        "variables": here.store.variables,
        "secrets": here.store.secrets,
    }
    state: dict[str, Any] = {
        name: [asdict(row) for row in table.all()] for name, table in tables.items()
    }
    return json_answer(
        here.veil.tree(state)
        | {
            "now": here.clock.now(),
            "scale": here.clock.scale,
            "keys": [_shown(key) for key in here.keys.all()],
        }
    )


@router.get("/journal")
async def get_journal(
    here: Here,
    since: int = 0,
    method: str | None = None,
    path: str = "",
    operation: str | None = None,
) -> Response:
    """Return the requests after number *since*, oldest first."""
    found = here.journal.entries(method=method, path=path, operation=operation, since=since)
    return json_answer({"entries": found, "last_seq": here.journal.last_seq})


@router.get("/journal/export")
async def export_journal(here: Here) -> Response:
    """Return every request that is kept, oldest first, one line of JSON for each."""
    lines = "".join(json.dumps(entry) + "\n" for entry in here.journal.entries())
    return Response(lines, media_type="application/x-ndjson")


@router.delete("/journal")
async def clear_journal(here: Here) -> Response:
    """Forget all requests; their numbers go on."""
    here.journal.clear()
    return Response(status_code=204)


@router.post("/reset")
async def reset(here: Here) -> Response:
    """Forget all that clients made, the journal, the faults and the switches."""
    here.reset()
    return Response(status_code=204)


@router.get("/clock")
async def get_clock(here: Here) -> Response:
    """Return what time it is, and how fast it passes."""
    return json_answer({"now": here.clock.now(), "scale": here.clock.scale})


@router.post("/clock")
async def turn_clock(here: Here, body: Turn) -> Response:
    """Move time forward, or let it pass at another pace."""
    turn(here, body)
    return json_answer({"now": here.clock.now(), "scale": here.clock.scale})


def turn(here: Emulator, how: Turn) -> None:
    """Turn the clock of *here*."""
    here.clock.advance(how.advance)
    if how.scale is not None:
        here.clock.set_scale(how.scale)
    here.save_clock()


@router.get("/switches")
async def get_switches(here: Here) -> Response:
    """Return every switch, what it says now, and why its default is what it is."""
    fields = type(here.switches).model_fields
    shown = {
        name: {"value": value, "why": fields[name].description}
        for name, value in here.switches.model_dump().items()
    }
    return json_answer(shown)


@router.patch("/switches")
async def change_switches(here: Here, body: dict[str, Any]) -> Response:
    """Turn the switches that are named; all or none."""
    known = here.switches.model_dump()
    for name in body.keys() - known.keys():
        raise invalid([name], "There is no such switch", "extra_forbidden")
    try:
        here.switches = turned(known | body)
    except ValueError as error:
        raise invalid([], str(error)) from error
    return json_answer(here.switches.model_dump())


@router.post("/faults")
async def add_fault(here: Here, body: Fault) -> Response:
    """Schedule a fault for the next requests that match it."""
    return json_answer(here.faults.add(body).model_dump(), 201)


@router.get("/faults")
async def get_faults(here: Here) -> Response:
    """Return all faults; one whose `remaining` is not 0 was not hit as often as planned."""
    return json_answer({"faults": [fault.model_dump() for fault in here.faults.all()]})


@router.delete("/faults")
async def clear_faults(here: Here) -> Response:
    """Take all faults away."""
    here.faults.clear()
    return Response(status_code=204)


@router.post("/keys")
async def add_key(here: Here, body: NewKey) -> Response:
    """Let one more key open the emulator."""
    try:
        return json_answer(_shown(here.keys.add(body.key, body.scope)), 201)
    except ValueError as error:
        raise invalid(["key"], str(error)) from error


@router.patch("/keys/{id}")
async def change_key(here: Here, id: str, body: KeyChange) -> Response:
    """Revoke a key, or let it expire."""
    key = next((key for key in here.keys.all() if key.id == id), None)
    if key is None:
        raise not_found("Key")
    if body.is_active is not None:
        key.is_active = body.is_active
    key.expires_at = body.expires_at if body.expires_at is not None else key.expires_at
    return json_answer(_shown(key))


def _shown(key: Key) -> dict[str, Any]:
    return key.shown() | {"is_active": key.is_active}
