"""The quickstart example under the real engine."""

from __future__ import annotations

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.request_log import count_by_collection
from tests.engine.stack import STACK, Stack

pytestmark = pytest.mark.engine


def test_the_quickstart_is_previewed_created_once_and_destroyed(
    quickstart: Stack, emulator: Runsite
) -> None:
    assert quickstart.preview().changes == {"create": 5}
    assert emulator.writes() == []

    assert quickstart.up().code == 0
    writes = emulator.writes()
    assert count_by_collection(writes) == {
        "POST projects": 1,
        "POST web-services": 1,
        "POST env": 1,
        "POST deployments": 1,
    }
    url = quickstart.run("stack", "output", "url", "--stack", STACK).out.strip()
    assert url == "https://web-dev.runsite.app"

    assert quickstart.preview("--expect-no-changes").code == 0
    assert quickstart.up("--expect-no-changes").code == 0
    refresh = quickstart.refresh("--expect-no-changes")
    assert (refresh.code, refresh.changes) == (0, {})
    assert emulator.writes() == writes

    before = emulator.last_seq()
    destroy = quickstart.destroy()
    assert destroy.code == 0
    assert count_by_collection(emulator.writes(before)) == {"DELETE env": 1, "POST stop": 1}
    warnings = [
        text for text in destroy.diagnostics("warning") if provider_messages.STILL_EXISTS in text
    ]
    assert [provider_messages.resource_in(text) for text in sorted(warnings)] == [
        "Project 'quickstart-dev'",
        "Web service 'web-dev'",
    ]
    assert quickstart.resources() == {}
