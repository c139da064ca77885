"""Runs of the engine one after the other, each with a process of one adapter of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.fields import Props
from tests.adapters.provider_calls import ProviderCalls
from tests.reliability.in_process import BETWEEN_RUNS_S, InProcessAdapter, Run


@dataclass
class Runs:
    """Processes of one adapter, one after the other: each one is a run of the engine."""

    adapter: InProcessAdapter
    home: Path
    runsite: Running
    patch: pytest.MonkeyPatch

    def process(self, home: str = "") -> InProcessAdapter:
        """End the process before, and return a new one, on another machine if *home* is set."""
        folder = self.home / home
        folder.mkdir(exist_ok=True)
        run = Run(self.runsite.emulator.api_key, self.runsite.url, folder)
        self.adapter.let_pass(BETWEEN_RUNS_S)
        self.adapter.start(run, self.patch)
        return self.adapter

    def values(self) -> dict[str, str]:
        """Return the variables on Runsite, by key."""
        return {row.key: row.value for row in self.runsite.emulator.store.variables.all()}

    def requests(self) -> list[str]:
        entries = self.runsite.emulator.journal.entries()
        return [f"{each['method']} {each['path'].rpartition('/')[2]}" for each in entries]


@pytest.fixture(params=["host", "plugin"])
def runs(
    request: pytest.FixtureRequest,
    runsite: Running,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Runs:
    runsite.emulator.reset()
    return Runs(request.getfixturevalue(request.param), tmp_path, runsite, monkeypatch)


@dataclass
class Created:
    """A web service with the variable KEY, as the first run created them."""

    id: str
    state: Props
    inputs: Props


def checked(resource: ProviderCalls, news: Props, olds: Props | None = None) -> Props:
    assert list(resource.check(news, olds).failures) == []
    return news
