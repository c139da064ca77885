"""Who asks: the calls with which the vendor's client greets (dossier 2.2)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ..openapi.provenance import CLIENT, MADE_UP
from ..openapi.route_responses import answers
from ..world.api_keys import Key
from ..world.clock import MANUAL_START
from ..world.emulator import Here
from ..world.records import stamp
from .auth import GuardedRoute
from .response_models import ApiKeyAnswer, UserAnswer
from .responses import json_answer

router = APIRouter(route_class=GuardedRoute, tags=["account"])


@router.get("/users/me", operation_id="get_user", **answers(200, UserAnswer, known_from=MADE_UP))
async def get_user(here: Here) -> Response:
    """Return the account that the key belongs to."""
    return json_answer(
        {
            "id": here.ids.fixed_uuid("user"),
            "email": "you@example.com",
            "name": "You",
            "active_workspace_name": None,
            "created_at": stamp(MANUAL_START),
        }
    )


@router.get(
    "/users/me/api-key", operation_id="get_api_key", **answers(200, ApiKeyAnswer, known_from=CLIENT)
)
async def get_api_key(request: Request) -> Response:
    """Return what can be told about the key that asks."""
    key: Key = request.scope["emulator.key"]
    return json_answer(key.shown())
