"""An event loop on a thread of its own, for callers without one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class EventLoopThread:
    """
    Starts with the first call, and ends with the process.

    The thread is a daemon: the engine ends a provider's process when it needs nothing more.
    """

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run *coroutine* in the loop, and return its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._running()).result()

    def call(self, function: Callable[[], object]) -> None:
        """Have the loop call *function* soon, without waiting for it."""
        self._running().call_soon_threadsafe(function)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                name = "pulumi-runsite"
                threading.Thread(target=self._loop.run_forever, name=name, daemon=True).start()
            return self._loop
