"""A clock that jumps instead of waiting, and records every sleep."""

from __future__ import annotations

import anyio
import anyio.lowlevel

from pulumi_runsite.api import Interrupted


class FakeClock:
    def __init__(self) -> None:
        self.slept: list[float] = []
        self.interrupted = False
        self._now = 0.0

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if self.interrupted:
            raise Interrupted("interrupted")
        self.slept.append(seconds)
        self._now += seconds
        await anyio.lowlevel.checkpoint()
