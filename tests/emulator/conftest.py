"""Fixtures: an emulator in this process, or one that is served over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from pulumi_runsite.emulator import running
from tests.emulator.harness import Runsite, connect, new_emulator


@pytest.fixture
def runsite() -> Iterator[Runsite]:
    with connect(new_emulator()) as connected:
        yield connected


@pytest.fixture(scope="session")
def serving() -> Iterator[Runsite]:
    with running(new_emulator()) as served, httpx.HTTPTransport() as transport:
        yield Runsite(served.emulator, transport, served.url)


@pytest.fixture
def live(serving: Runsite) -> Runsite:
    serving.control.post("reset").raise_for_status()
    return serving
