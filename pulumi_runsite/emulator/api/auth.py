"""The only place that decides whether a request may be made at all."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from ..world.api_keys import Key
from ..world.emulator import Emulator
from .errors import Refusal


class GuardedRoute(APIRoute):
    """
    A route of the API: the key is looked at before the body is, as a gateway would.

    A `GET` needs scope `read`, anything else `write`; `DELETE` is a switch (docs, API keys page).
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the guard before it."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            emulator: Emulator = request.scope["emulator"]
            _refuse_prefix(emulator, request)
            key = _key_of(emulator, request)
            request.scope["emulator.key"] = key
            _refuse_account(emulator)
            _refuse_rate(emulator, key)
            _refuse_scope(emulator, key, request.method)
            return await handle(request)

        return guarded


def _refuse_prefix(emulator: Emulator, request: Request) -> None:
    asked = "/api/v1" if request.url.path.startswith("/api/v1/") else "/api"
    if emulator.switches.prefixes not in ("both", asked):
        raise Refusal(404, "Not Found")


def _key_of(emulator: Emulator, request: Request) -> Key:
    # A request without a valid, active key gets 401 (public-api.txt, read 2026-11-24); the words
    # are from the vendor's tests.
    header = request.headers.get("authorization")
    if header is None:
        raise Refusal(401, "Not authenticated", {"WWW-Authenticate": "Bearer"})
    scheme, _, text = header.partition(" ")
    key = emulator.keys.find(text.strip(), emulator.clock.now())
    if scheme.lower() != "bearer" or key is None:
        raise Refusal(401, "Invalid API key", {"WWW-Authenticate": "Bearer"})
    return key


def _refuse_account(emulator: Emulator) -> None:
    # Both objects are from the vendor's client (dossier section 5).
    if emulator.switches.account == "blocked":
        raise Refusal(403, {"code": "user_blocked", "reason": "unpaid invoice"})
    if emulator.switches.account == "in_review":
        raise Refusal(403, {"code": "registration_review_required", "status": "pending"})


def _refuse_rate(emulator: Emulator, key: Key) -> None:
    if limit := emulator.switches.requests_per_minute:
        now = emulator.clock.now()
        emulator.rates.spend(f"all/{key.id}", limit, 60.0, now, emulator.switches)


def _refuse_scope(emulator: Emulator, key: Key, method: str) -> None:
    needed = {"GET": "read", "DELETE": emulator.switches.delete_scope}.get(method, "write")
    if not key.allows(needed):
        detail = {"code": "insufficient_scope", "required": needed, "actual": key.scope}
        raise Refusal(403, detail)
