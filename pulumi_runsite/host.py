"""Runs the core's coroutines for hosts that call from threads: one loop, one client, one clock."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from .api import Client, SystemClock
from .config import Settings
from .context import Context, Talk
from .intents import IntentFile, Intents, NoIntents, folder

T = TypeVar("T")
Verb = Callable[[Context], Coroutine[Any, Any, T]]


class Host:
    """
    A loop on a thread of its own, with what all resources of this process share.

    The thread is a daemon: the engine ends this process when it has no more work.
    """

    def __init__(self, settings: Callable[[], Settings], user_agent: str) -> None:
        self._settings = settings
        self._user_agent = user_agent
        self._clients: dict[Settings, Client] = {}
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._clock: SystemClock | None = None

    def run(self, verb: Verb[T], talk: Talk, urn: str, timeout_s: float = 0.0) -> T:
        """Run *verb* for the resource *urn* to its end; from any thread but the loop's own."""
        running = self._run(verb, talk, urn, timeout_s)
        return asyncio.run_coroutine_threadsafe(running, self._running()).result()

    async def _run(self, verb: Verb[T], talk: Talk, urn: str, timeout_s: float) -> T:
        settings = self._settings()
        client = self._client(settings)
        intents = self.intents(urn)
        return await verb(Context(client, talk, settings.immutable_changes, timeout_s, intents))

    def intents(self, urn: str) -> Intents:
        """Return the unfinished attempts of the resource *urn*; none where it is not known."""
        if not urn:
            return NoIntents()
        return IntentFile(folder(os.environ), self._settings().api_url, urn)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                name = "pulumi-runsite"
                threading.Thread(target=self._loop.run_forever, name=name, daemon=True).start()
            return self._loop

    def _client(self, settings: Settings) -> Client:
        # Only ever called in the loop, so there is nothing to lock.
        if self._clock is None:
            self._clock = SystemClock()
        if settings not in self._clients:
            self._clients[settings] = Client(
                settings.api_key,
                settings.api_url,
                settings.api_prefix,
                clock=self._clock,
                user_agent=self._user_agent,
            )
        return self._clients[settings]

    def interrupt(self) -> None:
        """End all waits, as soon as the loop gets to it."""
        self._running().call_soon_threadsafe(self._interrupt)

    def _interrupt(self) -> None:
        if self._clock is None:
            self._clock = SystemClock()
        self._clock.interrupt()

    def clean(self, text: str) -> str:
        """Return *text* without any secret that a client of ours has handled."""
        for client in list(self._clients.values()):
            text = client.redactor.clean(text)
        return text
