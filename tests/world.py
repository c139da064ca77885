"""An emulator in this process with a fake clock, and calls of the core, as fixture `world`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest

from pulumi_runsite.api import Client
from pulumi_runsite.emulator import Emulator
from pulumi_runsite.provider import drift
from pulumi_runsite.provider.account import Account, ResourceAccount
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.fields import ImmutableChanges, Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.testing import Runsite, serve
from tests.api.clocks import FakeClock

T = TypeVar("T")


class EmulatedClock(FakeClock):
    """A fake clock whose sleeps advance the clock of the emulator."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__()
        self._emulator = emulator

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self._emulator.clock.advance(seconds)


class RecordedMessages:
    """An engine log that records every message."""

    def __init__(self) -> None:
        self.progresses: list[str] = []
        self.infos: list[str] = []
        self.warnings: list[str] = []

    def progress(self, text: str) -> None:
        self.progresses.append(text)

    def info(self, text: str) -> None:
        self.infos.append(text)

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def debug(self, text: str) -> None:
        self.infos.append(text)

    def is_debugging(self) -> bool:
        return False

    def is_connected(self) -> bool:
        return True


class World(Runsite):
    """A local Runsite, the recorded messages, and the creation logs of the resources."""

    def __init__(self, runsite: Runsite, folder: Path) -> None:
        super().__init__(runsite.emulator, runsite.url)
        self.messages = RecordedMessages()
        self.folder = folder
        self.clock = EmulatedClock(self.emulator)
        self.policy: ImmutableChanges = "error"
        self.secrets: list[str] = []
        self.known_paths: set[str] = set()
        """The paths of what a run finds in the state before a create."""

    def client(self) -> Client:
        """Return a client as a new process would create it."""
        return Client(self.emulator.api_key, self.url, "/api", clock=self.clock)

    def account(self) -> ResourceAccount:
        """Return the account of the client, as for a resource whose state has none."""
        return ResourceAccount(Account(self.url, self.emulator.api_key))

    def run(self, call: Callable[[Context], Awaitable[T]], urn: str = "it") -> T:
        """Return the result of *call*, as in a new process, for the resource *urn*."""

        async def go() -> T:
            client = self.client()
            for secret in self.secrets:
                client.redactor.add_secret(secret)
            create_log = CreateLogFile(self.folder, self.url, urn)
            context = Context(
                client,
                self.messages,
                self.account(),
                self.policy,
                create_log=create_log,
                known_paths=set(self.known_paths),
            )
            try:
                return await call(context)
            finally:
                await client.close()

        return anyio.run(go)

    def create(
        self, resource_type: type[Resource], urn: str = "it", **inputs: Any
    ) -> tuple[str, Props]:
        checked, failures = resource_type.check(inputs)
        assert failures == []
        self.secrets += resource_type.secret_values(inputs)
        return self.run(lambda ctx: resource_type.create(ctx, checked), urn)

    def read(self, resource_type: type[Resource], id: str, state: Props) -> Props | None:
        return self.run(lambda ctx: resource_type.read(ctx, id, state))

    def update(self, resource_type: type[Resource], id: str, state: Props, **inputs: Any) -> Props:
        checked, _ = resource_type.check(inputs)
        known = drift.expanded(state)  # it may be a stored one
        return self.run(lambda ctx: resource_type.update(ctx, id, known, checked))

    def delete(self, resource_type: type[Resource], id: str, state: Props) -> None:
        self.run(lambda ctx: resource_type.delete(ctx, id, state))

    def store(self, id: str, urn: str = "it") -> None:
        """Have the next run find *id* in the state, as by a diff."""

        async def store(ctx: Context) -> None:
            ctx.create_log.stored(id)

        self.run(store, urn)

    by_hand = Runsite.post

    def mark(self) -> int:
        return self.last_seq()

    def requests(self, since: int = 0) -> list[str]:
        """Return `METHOD path` of every request after number *since*, without the prefix."""
        return [each.replace("/api", "", 1) for each in super().requests(since)]

    def fault(self, **fault: Any) -> None:
        """Schedule a fault for the next matching request."""
        self.schedule_fault(**fault)


@pytest.fixture(scope="session")
def runsite() -> Iterator[Runsite]:
    """One emulator for all tests: building its API takes longer than a test."""
    with serve(scale=0, seed=7) as serving:
        yield serving


@pytest.fixture
def world(runsite: Runsite, tmp_path: Path) -> Iterator[World]:
    """An empty emulator; every scheduled fault must have occurred at the end."""
    runsite.emulator.reset()
    world = World(runsite, tmp_path)
    yield world
    world.close()
    assert world.unused_faults() == 0, "a scheduled fault did not occur"
