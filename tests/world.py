"""An emulator in this process with a fake clock, and calls of the core, as fixture `world`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import anyio
import httpx
import pytest

from pulumi_runsite.api import Client
from pulumi_runsite.emulator import Emulator, Running, running
from pulumi_runsite.provider.account import Account, ResourceAccount
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.fields import ImmutableChanges, Props
from pulumi_runsite.provider.resource import Resource
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


class World:
    """An emulator, the recorded messages, and the creation logs of the resources."""

    def __init__(self, runsite: Running, folder: Path) -> None:
        self.emulator = runsite.emulator
        self.url = runsite.url
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
        return self.run(lambda ctx: resource_type.update(ctx, id, state, checked))

    def delete(self, resource_type: type[Resource], id: str, state: Props) -> None:
        self.run(lambda ctx: resource_type.delete(ctx, id, state))

    def store(self, id: str, urn: str = "it") -> None:
        """Have the next run find *id* in the state, as by a diff."""

        async def store(ctx: Context) -> None:
            ctx.create_log.stored(id)

        self.run(store, urn)

    def by_hand(self, path: str, **body: Any) -> Any:
        """Create an object as somebody else does, and return the response."""
        headers = {"Authorization": f"Bearer {self.emulator.api_key}"}
        response = httpx.post(f"{self.url}/api{path}", headers=headers, json=body)
        assert response.is_success, response.text
        return response.json()

    def mark(self) -> int:
        return self.emulator.journal.last_seq

    def requests(self, since: int = 0) -> list[str]:
        """Return `METHOD path` of every request after number *since*."""
        entries = self.emulator.journal.entries(since=since)
        return [f"{e['method']} {e['path'].removeprefix('/api')}" for e in entries]

    def writes(self, since: int = 0) -> list[str]:
        return [each for each in self.requests(since) if not each.startswith("GET")]

    def control(self, method: str, where: str, /, **body: Any) -> Any:
        """Return the response of the emulator's control API."""
        response = httpx.request(
            method,
            f"{self.url}/_emulator/{where}",
            headers={"X-Emulator-Token": self.emulator.control_token},
            json=body or None,
        )
        assert response.is_success, response.text
        return response.json() if response.content else None

    def fault(self, **fault: Any) -> None:
        """Plan a fault for the next matching request."""
        self.control("POST", "faults", **fault)

    def unused_faults(self) -> int:
        return sum(fault.remaining for fault in self.emulator.faults.all())


@pytest.fixture(scope="session")
def runsite() -> Iterator[Running]:
    """One emulator for all tests: building its API takes longer than a test."""
    with running(Emulator(scale=0, seed=7)) as serving:
        yield serving


@pytest.fixture
def world(runsite: Running, tmp_path: Path) -> Iterator[World]:
    """An empty emulator; every planned fault must have occurred at the end."""
    runsite.emulator.reset()
    world = World(runsite, tmp_path)
    yield world
    assert world.unused_faults() == 0, "a planned fault did not occur"
