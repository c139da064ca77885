"""Fixtures of the tests of the SDK."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime import mocks

from tests.world import runsite, world

__all__ = ["registrations", "runsite", "world"]


@pytest.fixture
def registrations(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the requests by which Pulumi's SDK registers resources, by name."""

    class RecordingMonitor(mocks.MockMonitor):
        def RegisterResource(self, request: Any) -> Any:  # noqa: N802
            found[request.name] = request
            return super().RegisterResource(request)

    found: dict[str, Any] = {}
    monkeypatch.setattr(mocks, "MockMonitor", RecordingMonitor)
    return found
