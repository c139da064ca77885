"""The clock: the only module that reads the time and sleeps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from .errors import RunsiteError
from .messages import waits


class Interrupted(RunsiteError):
    """The user interrupted a wait."""


class Clock(Protocol):
    """The time, in seconds, for the client and for waits; tests pass their own."""

    def now(self) -> float:
        """Return the seconds of a monotonic clock."""

    async def sleep(self, seconds: float) -> None:
        """
        Wait *seconds*.

        Raises:
            Interrupted: as soon as the user interrupts.
        """

    def is_interrupted(self) -> bool:
        """Return whether the user has interrupted."""

    def call_later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call *call* in *seconds*; return what cancels that."""


class SystemClock:
    """Real time; `interrupt` ends every current and future sleep."""

    def __init__(self) -> None:
        self._interrupted = asyncio.Event()

    def now(self) -> float:
        """Return the seconds of a monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait *seconds*, or raise Interrupted as soon as `interrupt` is called."""
        if not self._interrupted.is_set():
            try:
                await asyncio.wait_for(self._interrupted.wait(), seconds)
            except asyncio.TimeoutError:
                return
        raise Interrupted(waits.interrupted())

    def is_interrupted(self) -> bool:
        """Return whether `interrupt` was called."""
        return self._interrupted.is_set()

    def call_later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call *call* in *seconds*, in the event loop; return what cancels that."""
        return asyncio.get_running_loop().call_later(seconds, call).cancel

    def interrupt(self) -> None:
        """End all sleeps; to be called in the thread of the event loop."""
        self._interrupted.set()
