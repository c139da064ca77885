"""The only place that knows what time it is, and the only one that sleeps."""

from __future__ import annotations

import time
from typing import Protocol

import anyio

from .errors import RunsiteError


class Interrupted(RunsiteError):
    """The user asked to stop while we were waiting."""


class Clock(Protocol):
    """Time as the client and the waits see it; tests bring their own."""

    def now(self) -> float:
        """Return seconds on a clock that never jumps."""

    async def sleep(self, seconds: float) -> None:
        """
        Wait *seconds*.

        Raises:
            Interrupted: at once, when the user asks to stop.
        """


class SystemClock:
    """Real time; `interrupt` ends every sleep, now and from now on."""

    def __init__(self) -> None:
        self._stop = anyio.Event()

    def now(self) -> float:
        """Return seconds on a clock that never jumps."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait *seconds*, or raise Interrupted as soon as `interrupt` is called."""
        with anyio.move_on_after(seconds):
            await self._stop.wait()
            raise Interrupted("interrupted")

    def interrupt(self) -> None:
        """End all sleeps; call it in the loop's own thread."""
        self._stop.set()
