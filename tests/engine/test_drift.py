"""Drift under the real engine: defaults and normalised values are quiet, changes are found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.plugin.conftest import new_project, project, sdks
from tests.engine.stack import Stack

__all__ = ["new_project", "project", "sdks"]

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
import {package} as runsite

web = runsite.WebService("web", image_ref="nginx:1.27", max_instances=3)
masked = runsite.EnvVar("masked", web_service_id=web.id, key="MASKED", value="canary-masked")
plain = runsite.EnvVar(
    "plain", web_service_id=web.id, key="PLAIN", value="in-clear", is_secret=False
)
hidden = runsite.EnvVar(
    "hidden",
    web_service_id=web.id,
    key="HIDDEN",
    value=pulumi.Output.secret("canary-hidden"),
    is_secret=False,
)
"""


@pytest.fixture(params=["dynamic", "plugin"])
def stack_of(
    request: pytest.FixtureRequest, emulator: Runsite
) -> Callable[[], tuple[Stack, Runsite]]:
    """Return a function that returns a stack of each adapter, after `pulumi up`."""
    is_dynamic = request.param == "dynamic"
    stack: Stack = request.getfixturevalue("stack" if is_dynamic else "project")
    package = "pulumi_runsite" if is_dynamic else "pulumi_runsite_sdk"

    def up() -> tuple[Stack, Runsite]:
        emulator.control("PATCH", "switches", echo="all")
        stack.connect(emulator)
        stack.program(PROGRAM.format(package=package))
        first = stack.up()
        assert first.code == 0, first.out
        return stack, emulator

    return up


def change(stack: Stack, emulator: Runsite, name: str, **fields: Any) -> None:
    """Change the resource *name* in the dashboard, a minute later."""
    emulator.control("POST", "clock", advance=60)
    resource = stack.resources()[name]
    kind = "web-services" if resource["type"].endswith("WebService") else "variables"
    own_id = resource["id"].rpartition("/")[2]
    emulator.control("PATCH", f"dashboard/{kind}/{own_id}", **fields)


def test_only_changes_in_the_dashboard_are_drift(
    stack_of: Callable[[], tuple[Stack, Runsite]],
) -> None:
    stack, emulator = stack_of()
    before = emulator.last_seq()
    refresh = stack.refresh("--expect-no-changes")
    assert refresh.code == 0, refresh.out
    assert stack.up("--expect-no-changes").code == 0
    assert emulator.writes(before) == []

    change(stack, emulator, "web", start_command="serve", port=3000)
    assert stack.refresh("--expect-no-changes").code == 0
    assert stack.preview("--expect-no-changes").code == 0

    change(stack, emulator, "masked", value="changed")
    assert stack.refresh().changes == {"update": 1}
    up = stack.up()
    assert up.changes == {"update": 1}, up.out
    rows = emulator.control("GET", "state")["variables"]
    assert len({row["value"] for row in rows}) == 3

    change(stack, emulator, "web", max_instances=2)
    assert stack.refresh().changes == {"update": 1}
    preview = stack.preview()
    assert provider_messages.field_is_immutable("max_instances", 2, 3) in preview.only_error()
    stack.program((stack.folder / "__main__.py").read_text().replace("instances=3", "instances=2"))
    assert stack.up("--expect-no-changes").code == 0


def test_a_readable_value_is_displayed_unless_the_program_marks_it_as_secret(
    stack_of: Callable[[], tuple[Stack, Runsite]],
) -> None:
    stack, emulator = stack_of()
    program = (stack.folder / "__main__.py").read_text()
    assert stack.refresh("--expect-no-changes").code == 0
    state = json.dumps(stack.export())
    assert "canary" not in state
    assert "in-clear" in state
    stack.program(program.replace("canary-hidden", "canary-other").replace("in-clear", "new-value"))
    preview = stack.preview("--diff")
    assert '"in-clear" => "new-value"' in preview.out
    assert "canary" not in preview.out
    stack.program(program)
    change(stack, emulator, "plain", value="from-dashboard")
    change(stack, emulator, "hidden", value="canary-dashboard")
    assert stack.refresh().changes == {"update": 2}
    preview = stack.preview("--diff")
    assert '"from-dashboard" => "in-clear"' in preview.out
    assert "canary" not in preview.out + json.dumps(stack.export())


MAPS = """
import pulumi
import {package} as runsite

web = runsite.WebService(
    "web",
    image_ref="nginx:1.27",
    env_vars={{"MODE": "canary-fast", "GONE": "canary-gone"}},
    secret_env_vars={{"TOKEN": pulumi.Output.secret("canary-token")}},
)
pulumi.export("revision", web.env_vars_revision)
"""


@pytest.mark.parametrize("adapter", ["dynamic", "plugin"])
def test_maps_of_variables_are_written_in_place_and_drift_by_key(
    request: pytest.FixtureRequest, emulator: Runsite, adapter: str
) -> None:
    stack: Stack = request.getfixturevalue("stack" if adapter == "dynamic" else "project")
    package = "pulumi_runsite" if adapter == "dynamic" else "pulumi_runsite_sdk"
    program = MAPS.format(package=package)
    stack.connect(emulator)
    stack.program(program)
    up = stack.up()
    assert up.code == 0, up.out
    stack.program(program.replace("-fast", "-slow").replace('"GONE"', '"NEW_1"'))
    preview = stack.preview("--diff")
    for key in ("MODE", "GONE", "NEW_1"):
        assert key in preview.out
    assert "TOKEN" not in preview.out
    before = emulator.last_seq()
    second = stack.up()
    assert second.changes == {"update": 1}, second.out
    assert [each.split()[0] for each in emulator.writes(before)] == ["PUT", "DELETE"]
    rows = {row["key"]: row for row in emulator.control("GET", "state")["variables"]}
    assert {key: row["is_secret"] for key, row in rows.items()} == {
        "MODE": False,
        "NEW_1": False,
        "TOKEN": True,
    }
    emulator.control("POST", "clock", advance=60)
    token, id = rows["TOKEN"]["value"], rows["TOKEN"]["id"]
    emulator.control("PATCH", f"dashboard/variables/{id}", value="canary-other")
    drift = stack.up("--refresh", "--diff")
    assert drift.changes == {"update": 1}, drift.out
    rows = {row["key"]: row for row in emulator.control("GET", "state")["variables"]}
    assert rows["TOKEN"]["value"] == token
    assert stack.refresh("--expect-no-changes").code == 0
    assert stack.up("--expect-no-changes").code == 0
    state = json.dumps(stack.export())
    assert "canary" not in preview.out + second.out + drift.out + state
    assert all(f'"{key}"' in state for key in rows)
    check_ignored_keys(stack, emulator, adapter, (stack.folder / "__main__.py").read_text())


def check_ignored_keys(stack: Stack, emulator: Runsite, adapter: str, program: str) -> None:
    changed = program.replace("-slow", "-other").replace("canary-token", "canary-ignored")
    python = ["env_vars.MODE", 'secret_env_vars["TOKEN"]']
    plugin = ["envVars.MODE", 'secretEnvVars["TOKEN"]']
    before = emulator.last_seq()
    for ignored in (python if adapter == "dynamic" else plugin, ["env_vars", "secret_env_vars"]):
        stack.program(with_ignored(changed, ignored))
        up = stack.up("--expect-no-changes")
        assert up.code == 0, up.out
        assert "has no effect" not in up.out
    assert emulator.writes(before) == []
    if adapter == "plugin":
        stack.program(with_ignored(program, python))
        assert "write it as `envVars.MODE`" in stack.preview().out


def with_ignored(program: str, paths: list[str]) -> str:
    options = f"    opts=pulumi.ResourceOptions(ignore_changes={paths!r}),\n)"
    return program.replace(")\npulumi.export", f"{options}\npulumi.export")
