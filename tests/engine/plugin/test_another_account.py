"""The key of another account under the real engine: nothing leaves the state, nothing doubles."""

from __future__ import annotations

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi_runsite_sdk as runsite

web = runsite.WebService("web", image_ref="nginx:1.27")
runsite.EnvVar("key", web_service_id=web.id, key="KEY", value="canary")
"""
OTHER_ACCOUNT, ROTATED = "ak_live_of_another_account", "ak_live_second_key"


def test_another_account_removes_nothing_and_a_rotated_key_changes_nothing(
    project: Stack, emulator: Runsite
) -> None:
    for key in ({"key": OTHER_ACCOUNT, "account": "other"}, {"key": ROTATED}):
        emulator.control("POST", "keys", **key)
    project.connect(emulator)
    project.program(PROGRAM)
    first = project.up()
    assert first.code == 0, first.out
    ids = {name: each["id"] for name, each in project.resources().items()}
    before = emulator.last_seq()

    project.env["RUNSITE_API_KEY"] = OTHER_ACCOUNT
    for run in (project.refresh, project.destroy):
        failed = run()
        assert failed.code != 0, failed.out
        assert "uses another API key for" in failed.out
        assert "pulumi state delete --target-dependents 'urn:pulumi:" in failed.out
        assert {name: each["id"] for name, each in project.resources().items()} == ids
    assert project.up("--expect-no-changes").code == 0
    assert [each for each in emulator.writes(before) if not each.startswith("DELETE")] == []

    project.env["RUNSITE_API_KEY"] = ROTATED
    before = emulator.last_seq()
    refresh = project.refresh("--expect-no-changes")
    assert refresh.code == 0, refresh.out
    assert project.up("--expect-no-changes").code == 0
    assert emulator.writes(before) == []
