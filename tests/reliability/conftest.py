"""Fixtures of the tests of reliability."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pulumi_runsite.emulator import Running
from tests.provider.service_deployments import service
from tests.reliability.in_process import Adapters, both_adapters
from tests.reliability.operations import Operation
from tests.reliability.story import Story
from tests.world import runsite, world

__all__ = ["runsite", "service", "world"]

NewStory = Callable[[str, Operation], Story]


@pytest.fixture(scope="session")
def adapters(runsite: Running) -> Iterator[Adapters]:
    """Both adapters in this process."""
    with both_adapters(runsite) as adapters:
        yield adapters


@pytest.fixture
def new_story(adapters: Adapters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NewStory:
    """Return a new story through the adapter with a name, in an empty account and home."""
    homes = (tmp_path / str(number) for number in itertools.count())
    return lambda name, operation: Story(adapters[name], next(homes), monkeypatch, operation)
