"""Authentication and authorization: the API key, its scope, the account and its limits."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from ..world.api_keys import ApiKey
from ..world.emulator import Emulator
from .errors import ApiError, too_many_requests
from .lookup import caller_account
from .response_variants import respond


class AuthenticatedRoute(APIRoute):
    """
    A route that checks the API key before the body, as a gateway does.

    The switches select the format of the response, see response_variants.py.

    `GET` requires the scope `read`, other methods `write`; for `DELETE` the switch `delete_scope`
    decides (Runsite's API keys page).
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route handler, preceded by the checks."""
        handle = super().get_route_handler()

        async def handle_authenticated(request: Request) -> Response:
            emulator: Emulator = request.scope["emulator"]
            _check_prefix(emulator, request)
            key = _authenticate(emulator, request)
            request.scope["emulator.key"] = key
            caller_account.set(key.account)
            _check_account(emulator)
            _check_rate_limit(emulator, key)
            _check_scope(emulator, key, request.method)
            return await respond(emulator, self.operation_id, request, handle)

        return handle_authenticated


def _check_prefix(emulator: Emulator, request: Request) -> None:
    prefix = "/api/v1" if request.url.path.startswith("/api/v1/") else "/api"
    if emulator.switches.prefixes not in ("both", prefix):
        raise ApiError(404, "Not Found")


def _authenticate(emulator: Emulator, request: Request) -> ApiKey:
    # Runsite's public API page: without a valid, active key the status is 401. The messages are
    # from the tests of Runsite's own CLI.
    header = request.headers.get("authorization")
    key = find_key(emulator, header)
    if key is None:
        detail = "Not authenticated" if header is None else "Invalid API key"
        raise ApiError(401, detail, {"WWW-Authenticate": "Bearer"})
    return key


def find_key(emulator: Emulator, header: str | None) -> ApiKey | None:
    """Return the valid API key in the Authorization *header*, or None."""
    scheme, _, text = (header or "").partition(" ")
    key = emulator.keys.find(text.strip(), emulator.clock.now())
    return key if scheme.lower() == "bearer" else None


def _check_account(emulator: Emulator) -> None:
    # Both objects are from Runsite's own CLI.
    if emulator.switches.account == "blocked":
        raise ApiError(403, {"code": "user_blocked", "reason": "unpaid invoice"})
    if emulator.switches.account == "in_review":
        raise ApiError(403, {"code": "registration_review_required", "status": "pending"})


def _check_rate_limit(emulator: Emulator, key: ApiKey) -> None:
    if limit := emulator.switches.requests_per_minute:
        now = emulator.clock.now()
        wait_s = emulator.rate_limits.count_request(f"all/{key.id}", limit, 60.0, now)
        if wait_s is not None:
            raise too_many_requests(wait_s, now, emulator.switches)


def _check_scope(emulator: Emulator, key: ApiKey, method: str) -> None:
    required = {"GET": "read", "DELETE": emulator.switches.delete_scope}.get(method, "write")
    if not key.allows(required):
        detail = {"code": "insufficient_scope", "required": required, "actual": key.scope}
        raise ApiError(403, detail)
