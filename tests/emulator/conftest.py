"""A Runsite for each test; a live one where the wire matters."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from pulumi_runsite.emulator import running
from tests.emulator.inside import Runsite, emulator, opened


@pytest.fixture
def runsite() -> Iterator[Runsite]:
    with opened(emulator()) as one:
        yield one


@pytest.fixture(scope="session")
def serving() -> Iterator[Runsite]:
    with running(emulator()) as served, httpx.HTTPTransport() as transport:
        yield Runsite(served.emulator, transport, served.url)


@pytest.fixture
def live(serving: Runsite) -> Runsite:
    serving.room.post("reset").raise_for_status()
    return serving
