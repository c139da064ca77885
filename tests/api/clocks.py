"""A clock that jumps instead of waiting, and records every sleep."""

from __future__ import annotations

from collections.abc import Callable

import anyio
import anyio.lowlevel

from pulumi_runsite.api import Interrupted


class FakeClock:
    def __init__(self) -> None:
        self.slept: list[float] = []
        self.interrupted = False
        """Whether the user interrupts: the next sleep, which it ends, or all from now on."""
        self._has_begun = False
        self._now = 0.0
        self._timers: list[tuple[float, Callable[[], None]]] = []

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if self.interrupted:
            self.interrupt()
            raise Interrupted("interrupted")
        self.slept.append(seconds)
        self._now += seconds
        for timer in [each for each in self._timers if each[0] <= self._now]:
            self._timers.remove(timer)
            timer[1]()
        await anyio.lowlevel.checkpoint()

    def interrupt(self) -> None:
        """Interrupt now, not only with the next sleep."""
        self.interrupted = self._has_begun = True

    def is_interrupted(self) -> bool:
        return self.interrupted and self._has_begun

    def call_later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        timer = (self._now + seconds, call)
        self._timers.append(timer)
        return lambda: self._timers.remove(timer) if timer in self._timers else None
