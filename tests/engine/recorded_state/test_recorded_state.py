"""A state that an earlier version wrote is read by this one: its preview is empty."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.plugin.conftest import PLUGIN_FOLDER, new_project, sdks
from tests.engine.stack import STACK, Stack

from . import PROGRAM, recorded

__all__ = ["new_project", "sdks"]

pytestmark = pytest.mark.engine


def with_state(stack: Stack, emulator: Runsite, package: str, state: Path) -> Stack:
    stack.connect(emulator)
    stack.program(PROGRAM.format(package=package))
    imported = stack.run("stack", "import", "--stack", STACK, "--file", str(state))
    assert imported.code == 0, imported.out
    return stack


def expect_no_changes(stack: Stack, emulator: Runsite) -> None:
    preview = stack.preview("--expect-no-changes", "--diff")
    assert preview.code == 0, preview.out
    assert preview.changes == {}
    assert emulator.journal() == []


@pytest.mark.parametrize("state", recorded("dynamic"), ids=lambda path: path.parent.name)
def test_a_state_of_the_dynamic_provider_has_an_empty_preview(
    stack: Stack, emulator: Runsite, state: Path
) -> None:
    expect_no_changes(with_state(stack, emulator, "pulumi_runsite", state), emulator)


@pytest.mark.parametrize("state", recorded("plugin"), ids=lambda path: path.parent.name)
def test_a_state_of_the_plugin_has_an_empty_preview(
    new_project: Callable[[str], Stack],
    emulator: Runsite,
    state: Path,
) -> None:
    assert PLUGIN_FOLDER.is_dir()
    stack = new_project("project")
    expect_no_changes(with_state(stack, emulator, "pulumi_runsite_sdk", state), emulator)


def test_a_state_of_every_version_is_recorded_for_both_adapters() -> None:
    versions = [{path.parent.name for path in recorded(name)} for name in ("dynamic", "plugin")]
    assert versions[0] == versions[1] != set()


def test_a_recorded_state_has_every_resource_type_and_the_short_reference() -> None:
    (first, *_) = recorded("dynamic")
    resources = json.loads(first.read_text())["deployment"]["resources"]
    types = {resource["type"].rpartition(":")[2] for resource in resources}
    assert types >= {
        "Project", "WebService", "EnvVar", "ProjectSecret", "Deployment", "Restart",
    }  # fmt: skip
    assert all(
        len(resource["inputs"]["__provider"]) < 160
        for resource in resources
        if "dynamic/runsite" in resource["type"]
    )
