"""Lists that were read a moment ago, shared by all concurrent calls."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from .clock import Clock

LIST_CACHE_S = 5.0
"""Seconds for which a list that was read is returned again."""


@dataclass
class _CachedList:
    lock: asyncio.Lock
    read_at: float = 0.0
    writes: int = -1
    """The number of writes of the client when it was read."""
    body: Any = None


class ListCache:
    """The last response for each name of a list."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lists: dict[str, _CachedList] = defaultdict(lambda: _CachedList(asyncio.Lock()))

    async def get(
        self,
        name: str,
        not_before: float,
        writes: Callable[[], int],
        read: Callable[[], Awaitable[Any]],
    ) -> Any:
        """
        Return the response, read at most LIST_CACHE_S seconds ago and after the last write.

        It is not read before *not_before*.
        """
        cached = self._lists[name]
        async with cached.lock:
            expired = self._clock.now() - cached.read_at > LIST_CACHE_S
            expired |= cached.read_at < not_before
            if cached.body is None or expired or cached.writes != writes():
                now, before = self._clock.now(), writes()
                cached.body = await read()
                cached.writes, cached.read_at = before, now
            return cached.body
