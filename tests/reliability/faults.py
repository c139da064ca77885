"""The faults: what the emulator does to a request, and what only the network can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from pulumi_runsite.emulator import Emulator
from pulumi_runsite.emulator.faults import Fault

from .operations import SECOND

_HTML = {"content_type": "text/html", "text": "<!doctype html><h1>Back soon</h1>", "status": 200}
_CUT = {"text": '{"id": "abc', "status": 200}


def _answer(apply: str, **more: Any) -> dict[str, Any]:
    return {"kind": "answer", "apply": apply} | more


EMULATED: dict[str, dict[str, Any]] = {
    "reset before it is read": {"kind": "close", "how": "rst"},
    "reset after the commit": {"kind": "close_after_commit", "how": "rst"},
    "closed after the commit": {"kind": "close_after_commit", "how": "fin"},
    "half a head": {"kind": "partial_head"},
    "half a body": {"kind": "short_body"},
    "applied late": {"kind": "late_commit", "seconds": 4.0},
    "429 with Retry-After": _answer("never", status=429, headers={"retry-after": "1"}),
    "429 without Retry-After": _answer("never", status=429),
    "429 for a day": _answer("never", status=429, headers={"retry-after": "86400"}),
    "500 before the commit": _answer("never", status=500),
    "500 after the commit": _answer("before", status=500),
    "502 after the commit": _answer("before", status=502, text="<html>Bad gateway</html>"),
    "503 before the commit": _answer("never", status=503, headers={"retry-after": "1"}),
    "400": _answer("never", status=400),
    "401": _answer("never", status=401),
    "403": _answer("never", status=403),
    "404": _answer("never", status=404),
    "409": _answer("never", status=409),
    "422": _answer("never", status=422),
    "HTML before the commit": _answer("never", **_HTML),
    "HTML after the commit": _answer("before", **_HTML),
    "empty body after the commit": _answer("before", status=200, text=""),
    "cut JSON after the commit": _answer("before", **_CUT),
    "an empty object after the commit": _answer("before", status=200, body={}),
    "an object without id": _answer("before", status=200, body={"id": None, "name": "shop"}),
    "redirect": {"kind": "redirect"},
    "numbers that are not JSON": {"kind": "nan"},
    "a list that lags": {"kind": "list_lag", "seconds": 60.0},
}
"""What the emulator does to one request; `applied late` is 4 s after the client gave up."""

ECHO = "400 that echoes the value"
ECHOES = {ECHO: _answer("never", status=400, body={"detail": f"no {SECOND}"})}
"""What reveals the second value of a program, unless it is redacted."""

NETWORK = ("connection refused", "timed out before the commit", "timed out after the commit")
"""What happens to a request without the emulator: see `network_fault`."""

FAULTS = (*EMULATED, *NETWORK)

LASTING = (
    "reset after the commit", "500 after the commit", "503 before the commit", "401", "404",
    "HTML after the commit", "connection refused", "timed out after the commit",
    "a list that lags",
)  # fmt: skip
"""The faults that are also tried for every request from one on, until the end of the run."""

MANY = 100_000


@dataclass(frozen=True)
class Failure:
    """A fault, and whether it lasts until the end of the run."""

    fault: str
    lasts: bool = False

    @property
    def count(self) -> int:
        """The number of requests that fail."""
        return MANY if self.lasts else 1

    def __str__(self) -> str:
        return f"{self.fault}, lasting" if self.lasts else self.fault


FAILURES = [*(Failure(fault) for fault in FAULTS), *(Failure(fault, True) for fault in LASTING)]

Handle = Callable[[httpx.AsyncHTTPTransport, httpx.Request], Awaitable[httpx.Response]]


def plan(emulator: Emulator, fault: str, position: int, count: int) -> None:
    """Let *count* requests fail, after *position* others."""
    emulator.faults.add(Fault(**(EMULATED | ECHOES)[fault], skip=position, count=count))


@contextmanager
def network_fault(fault: str, position: int, count: int) -> Iterator[None]:
    """Let *count* requests of this process fail below the client, after *position* others."""
    handle: Handle = httpx.AsyncHTTPTransport.handle_async_request
    numbers = iter(range(MANY))

    async def failing(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        number = next(numbers)
        if not position <= number < position + count:
            return await handle(self, request)
        if fault == "connection refused":
            raise httpx.ConnectError("All connection attempts failed")
        if fault == "timed out after the commit":
            response = await handle(self, request)
            await response.aread()
            await response.aclose()
        raise TimeoutError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", failing)
        yield


@contextmanager
def failing(emulator: Emulator, fault: str, position: int, count: int) -> Iterator[None]:
    """Let *count* requests fail by *fault*, after *position* others; none afterwards."""
    if fault in NETWORK:
        with network_fault(fault, position, count):
            yield
        return
    plan(emulator, fault, position, count)
    try:
        yield
    finally:
        emulator.faults.clear()
