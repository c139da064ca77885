"""The account and the API key of the caller, as Runsite's own CLI requests them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ..openapi.provenance import CLIENT, MADE_UP
from ..openapi.route_responses import route_responses
from ..world.api_keys import ApiKey
from ..world.clock import MANUAL_START
from ..world.records import timestamp
from .auth import AuthenticatedRoute
from .cli_response_models import ApiKeyResponse, UserResponse
from .dependencies import CurrentEmulator
from .lookup import name_in_account
from .responses import json_response

router = APIRouter(route_class=AuthenticatedRoute, tags=["account"])


@router.get(
    "/users/me", operation_id="get_user", **route_responses(200, UserResponse, known_from=MADE_UP)
)
async def get_user(emulator: CurrentEmulator) -> Response:
    """Return the account of the API key."""
    return json_response(
        {
            "id": emulator.ids.fixed_uuid(name_in_account("user")),
            "email": "you@example.com",
            "name": "You",
            "active_workspace_name": None,
            "created_at": timestamp(MANUAL_START),
        }
    )


@router.get(
    "/users/me/api-key",
    operation_id="get_api_key",
    **route_responses(200, ApiKeyResponse, known_from=CLIENT),
)
async def get_api_key(request: Request) -> Response:
    """Return the metadata of the API key of the request."""
    key: ApiKey = request.scope["emulator.key"]
    return json_response(key.to_json())
