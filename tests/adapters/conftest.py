"""Fixtures of the tests that compare both adapters."""

from __future__ import annotations

import pytest

from tests.adapters.fixtures import engine, host, host_process, plugin, plugin_process, runsite
from tests.adapters.runs import runs
from tests.reliability.in_process import InProcessAdapter

__all__ = ["engine", "host", "host_process", "plugin", "plugin_process", "runs", "runsite"]


@pytest.fixture
def adapter(request: pytest.FixtureRequest) -> InProcessAdapter:
    """The adapter whose fixture the test names."""
    adapter: InProcessAdapter = request.getfixturevalue(request.param)
    return adapter
