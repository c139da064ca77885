"""What both doors do alike: settings, secrets that must not be shown, one clock, one client."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from ..api import Client, Redactor, SystemClock
from .config import ConfigError, Settings
from .context import Context, EngineLog, RedactedLog, Verb
from .create_log import CreateLog, CreateLogFile, NullCreateLog, folder
from .fields import Props
from .replacement import Replacements
from .resource import Diff, Resource
from .validation import Failure

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """One call of the engine's about one resource."""

    engine_log: EngineLog
    urn: str = ""
    """Empty where it is not known."""
    timeout_s: float = 0.0
    """What `custom_timeouts` allow; 0 where they say nothing."""
    id: str = ""
    """What the state knows it by; empty where it is in no state yet."""


class Shared:
    """What all resources of one provider share; `run` and `stop_waiting` are for one loop only."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self.redactor = Redactor()
        self.replacing = Replacements()
        self._settings = settings
        self._clients: dict[Settings, Client] = {}
        self._clock: SystemClock | None = None

    def check(
        self,
        kind: type[Resource],
        news: Props,
        olds: Props,
        urn: str,
        hidden: frozenset[str] = frozenset(),
    ) -> tuple[Props, list[Failure]]:
        """
        Return checked inputs and all that is wrong, a missing key included; sends nothing.

        *hidden* are the inputs that the program itself calls secret.
        """
        self._learn(kind.secrets_in(news))
        try:
            policy = self._settings().immutable_changes
        except ConfigError as error:
            return news, [Failure("", str(error))]
        inputs, found = kind.check(news, olds, policy, hidden)
        self.replacing.checked(urn, olds)
        if inputs.get("immutable_changes", policy) != "replace":
            found = [*found, *self.replacing.left_behind(kind, inputs, olds)]
        return inputs, found

    def diff(self, kind: type[Resource], state: Props, inputs: Props, call: Call) -> Diff:
        """Return what would change; sends nothing."""
        settings = self._settings()
        self._intents(settings, call.urn).settle(call.id)
        found = kind.diff(state, inputs, settings.immutable_changes)
        self.replacing.compared(kind, call.urn, call.id, found)
        return found

    async def run(self, verb: Verb[T], call: Call, secrets: Iterable[str] = ()) -> T:
        """Do *verb*; *secrets* are never shown from now on."""
        self._learn(secrets)
        settings = self._settings()
        intents = self._intents(settings, call.urn)
        intents.settle(call.id)
        client = self._client(settings)
        policy = settings.immutable_changes
        talk = RedactedLog(call.engine_log, self.redactor)
        return await verb(Context(client, talk, policy, call.timeout_s, intents))

    def stop_waiting(self) -> None:
        """End all waits, now and from now on."""
        self._time().interrupt()

    def _learn(self, secrets: Iterable[str]) -> None:
        for secret in secrets:
            self.redactor.add_secret(secret)

    def _intents(self, settings: Settings, urn: str) -> CreateLog:
        if not urn:
            return NullCreateLog()
        account = f"{settings.api_url} {settings.api_key}"
        return CreateLogFile(folder(os.environ), account, urn)

    def _time(self) -> SystemClock:
        # Only ever asked for in the loop, as the client, so there is nothing to lock.
        if self._clock is None:
            self._clock = SystemClock()
        return self._clock

    def _client(self, settings: Settings) -> Client:
        if settings not in self._clients:
            self._clients[settings] = settings.client(self._time(), self.redactor)
        return self._clients[settings]


class Host(Shared):
    """
    What all resources share, with a loop on a thread of its own, for callers that have none.

    The thread is a daemon: the engine ends this process when it has no more work.
    """

    def __init__(self, settings: Callable[[], Settings]) -> None:
        super().__init__(settings)
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, verb: Verb[T], call: Call, secrets: Iterable[str] = ()) -> Future[T]:
        """Have *verb* done in the loop; *secrets* are never shown from now on."""
        self._learn(secrets)
        return asyncio.run_coroutine_threadsafe(self.run(verb, call), self._running())

    def interrupt(self) -> None:
        """End all waits, as soon as the loop gets to it."""
        self._running().call_soon_threadsafe(self.stop_waiting)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                name = "pulumi-runsite"
                threading.Thread(target=self._loop.run_forever, name=name, daemon=True).start()
            return self._loop
