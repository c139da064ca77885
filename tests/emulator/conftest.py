"""A Runsite for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulator.inside import Runsite, emulator, opened


@pytest.fixture
def runsite() -> Iterator[Runsite]:
    with opened(emulator()) as one:
        yield one
