"""One Runsite in this process, on a clock that jumps, and a context to work on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import anyio
import httpx
import pytest

from pulumi_runsite.api import Client
from pulumi_runsite.emulator import Emulator, Running, running
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.fields import ImmutableChanges, Props
from pulumi_runsite.provider.resource import Resource
from tests.api.clocks import FakeClock

T = TypeVar("T")


class EmulatedClock(FakeClock):
    """Sleeping is what makes time pass in the emulator."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__()
        self._emulator = emulator

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self._emulator.clock.advance(seconds)


class Said:
    """Everything a resource told the user."""

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

    def is_connected(self) -> bool:
        return True


class World:
    """A Runsite, the user's words, and one resource's intents."""

    def __init__(self, runsite: Running, folder: Path) -> None:
        self.emulator = runsite.emulator
        self.url = runsite.url
        self.said = Said()
        self.folder = folder
        self.clock = EmulatedClock(self.emulator)
        self.policy: ImmutableChanges = "error"
        self.secrets: list[str] = []

    def client(self) -> Client:
        """A client as a new process would make it."""
        return Client(self.emulator.api_key, self.url, "/api", clock=self.clock)

    def run(self, verb: Callable[[Context], Awaitable[T]], urn: str = "it") -> T:
        """Have *verb* done by a new process for the resource *urn*."""

        async def go() -> T:
            client = self.client()
            for secret in self.secrets:
                client.redactor.add_secret(secret)
            create_log = CreateLogFile(self.folder, self.url, urn)
            context = Context(client, self.said, self.policy, create_log=create_log)
            try:
                return await verb(context)
            finally:
                await client.close()

        return anyio.run(go)

    def create(self, kind: type[Resource], urn: str = "it", **inputs: Any) -> tuple[str, Props]:
        checked, found = kind.check(inputs, {}, self.policy)
        assert found == []
        self.secrets += kind.secrets_in(inputs)
        return self.run(lambda ctx: kind.create(ctx, checked), urn)

    def read(self, kind: type[Resource], id: str, state: Props) -> Props | None:
        return self.run(lambda ctx: kind.read(ctx, id, state))

    def update(self, kind: type[Resource], id: str, state: Props, **inputs: Any) -> Props:
        checked, _ = kind.check(inputs, {}, self.policy)
        return self.run(lambda ctx: kind.update(ctx, id, state, checked))

    def delete(self, kind: type[Resource], id: str, state: Props) -> None:
        self.run(lambda ctx: kind.delete(ctx, id, state))

    def mark(self) -> int:
        return self.emulator.journal.last_seq

    def asked(self, since: int = 0) -> list[str]:
        """`METHOD path` of every request after number *since*."""
        entries = self.emulator.journal.entries(since=since)
        return [f"{e['method']} {e['path'].removeprefix('/api')}" for e in entries]

    def writes(self, since: int = 0) -> list[str]:
        return [each for each in self.asked(since) if not each.startswith("GET")]

    def control(self, method: str, where: str, /, **body: Any) -> Any:
        """Ask the control room."""
        answer = httpx.request(
            method,
            f"{self.url}/_emulator/{where}",
            headers={"X-Emulator-Token": self.emulator.control_token},
            json=body or None,
        )
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def fault(self, **fault: Any) -> None:
        """Let the next request that matches go wrong."""
        self.control("POST", "faults", **fault)

    def unused_faults(self) -> int:
        return sum(fault.remaining for fault in self.emulator.faults.all())


@pytest.fixture(scope="session")
def runsite() -> Iterator[Running]:
    """One Runsite for all tests: putting its API together takes longer than a test."""
    with running(Emulator(scale=0, seed=7)) as serving:
        yield serving


@pytest.fixture
def world(runsite: Running, tmp_path: Path) -> Iterator[World]:
    """A Runsite as new; every fault that was planned must have been met at the end."""
    runsite.emulator.reset()
    made = World(runsite, tmp_path)
    yield made
    assert made.unused_faults() == 0, "a fault was planned and not met"
