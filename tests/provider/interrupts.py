"""A Ctrl-C at the moment in which a certain request is sent."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api.transport import Response, Transport
from tests.api.clocks import FakeClock


def interrupt_during(patch: pytest.MonkeyPatch, clock: FakeClock, request: str) -> None:
    """Have the user interrupt while the first request is under way that begins with *request*."""
    send = Transport.send

    async def interrupted(
        self: Transport, method: str, path: str, body: Any, query: dict[str, int], timeout_s: float
    ) -> Response:
        response = await send(self, method, path, body, query, timeout_s)
        if f"{method} {path}".startswith(request):
            clock.interrupt()
        return response

    patch.setattr(Transport, "send", interrupted)
