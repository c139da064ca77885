"""Reads the bodies of requests: only as much as the sender may send."""

from __future__ import annotations

from starlette.datastructures import Headers

from .api.auth import find_key
from .control.token import CONTROL_PREFIX, FORM_PATH, TOKEN_HEADER, is_control_token
from .faults.http_exchange import Receive, Scope
from .world.emulator import Emulator

MAX_BODY_BYTES = 8 * 1024 * 1024
MAX_FORM_BYTES = 64 * 1024


class DisconnectedError(Exception):
    """The client disconnected before the request was complete."""


async def read_body(emulator: Emulator, scope: Scope, receive: Receive) -> bytes | None:
    """
    Return the body, or None if it is too large; an empty one of a sender who may send none.

    Raises:
        DisconnectedError: the client disconnected before.
    """
    limit = _max_bytes(emulator, scope)
    # Without a key or the token the request is rejected whatever its body is.
    return b"" if limit == 0 else await _read(scope, receive, limit)


def _max_bytes(emulator: Emulator, scope: Scope) -> int:
    headers, path = Headers(scope=scope), scope["path"]
    if path == FORM_PATH:  # the token is in the form
        return MAX_FORM_BYTES
    if path.startswith(CONTROL_PREFIX):
        is_allowed = is_control_token(emulator, headers.get(TOKEN_HEADER, ""))
    else:
        is_allowed = find_key(emulator, headers.get("authorization")) is not None
    return MAX_BODY_BYTES if is_allowed else 0


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    announced = Headers(scope=scope).get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        return None
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            return None
        if not message.get("more_body"):
            return b"".join(parts)
