"""The key of another account under the real engine: nothing leaves the state, nothing doubles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.plugin.conftest import new_project, project, sdks
from tests.engine.stack import Stack

__all__ = ["new_project", "project", "sdks"]

pytestmark = pytest.mark.engine

PROGRAM = """
import {package} as runsite

web = runsite.WebService("web", image_ref="nginx:1.27")
runsite.EnvVar("key", web_service_id=web.id, key="KEY", value="canary")
"""
OTHER_ACCOUNT, ROTATED = "ak_live_of_another_account", "ak_live_second_key"


@pytest.fixture(params=["dynamic", "plugin"])
def stack_up(request: pytest.FixtureRequest, emulator: Runsite) -> Callable[[], Stack]:
    """Return a function that returns a stack of each adapter, after `pulumi up`."""
    is_dynamic = request.param == "dynamic"
    stack: Stack = request.getfixturevalue("stack" if is_dynamic else "project")

    def up() -> Stack:
        keys = ({"key": OTHER_ACCOUNT, "account": "other"}, {"key": ROTATED})
        for key in keys:
            emulator.control("POST", "keys", **key)
        stack.connect(emulator)
        package = "pulumi_runsite" if is_dynamic else "pulumi_runsite_sdk"
        stack.program(PROGRAM.format(package=package))
        first = stack.up()
        assert first.code == 0, first.out
        return stack

    return up


def test_another_account_removes_nothing_and_a_rotated_key_changes_nothing(
    stack_up: Callable[[], Stack], emulator: Runsite
) -> None:
    stack = stack_up()
    ids = {name: each["id"] for name, each in stack.resources().items()}
    before = emulator.last_seq()

    stack.env["RUNSITE_API_KEY"] = OTHER_ACCOUNT
    for run in (stack.refresh, stack.destroy):
        failed = run()
        assert failed.code != 0, failed.out
        assert "uses another API key for" in failed.out
        assert "pulumi state delete 'urn:pulumi:" in failed.out
        assert {name: each["id"] for name, each in stack.resources().items()} == ids
    assert stack.up("--expect-no-changes").code == 0
    assert [each for each in emulator.writes(before) if not each.startswith("DELETE")] == []

    stack.env["RUNSITE_API_KEY"] = ROTATED
    before = emulator.last_seq()
    refresh = stack.refresh("--expect-no-changes")
    assert refresh.code == 0, refresh.out
    assert stack.up("--expect-no-changes").code == 0
    assert emulator.writes(before) == []
