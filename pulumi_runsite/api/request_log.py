"""Tells the operation that sends a request what came of it, if it wants to know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING

from .clock import Clock
from .errors import NotSent
from .messages import requests

if TYPE_CHECKING:
    from .transport import Response

_display: ContextVar[Callable[[str], None] | None] = ContextVar("request_log", default=None)


def display_requests(display: Callable[[str], None]) -> None:
    """Call *display* with a line for each request of this task, and of those that it starts."""
    _display.set(display)


async def logged(
    method: str, path: str, attempt: int, clock: Clock, sending: Awaitable[Response]
) -> Response:
    """Return the response of *sending*, and display one line without headers and bodies."""
    display = _display.get()
    if display is None:
        return await sending
    started_at = clock.now()
    outcome = "no response"
    try:
        response = await sending
        outcome = f"status {response.status}"
        return response
    except NotSent:
        outcome = "not sent"
        raise
    finally:
        milliseconds = f"{(clock.now() - started_at) * 1000:.0f}"
        display(requests.request_log_line(f"{method} {path}", outcome, str(attempt), milliseconds))
