"""The lifecycle of a Python program that uses the plugin through its generated SDK."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.request_log import without_ids
from tests.engine.shop_program import SHOP
from tests.engine.stack import Stack

from .conftest import with_plugin

pytestmark = pytest.mark.engine

PROGRAM = (
    SHOP.format(package="pulumi_runsite_sdk")
    + 'pulumi.export("found", runsite.get_web_service_output(id=web.id).name)\n'
)


@pytest.fixture(scope="module")
def deployed(module_stack: Stack, module_emulator: Runsite, sdks: Path) -> Stack:
    """The shop program after `pulumi up`, for tests that change nothing."""
    return up_shop(with_plugin(module_stack, sdks), module_emulator)


def up_shop(project: Stack, emulator: Runsite) -> Stack:
    project.connect(emulator)
    project.program(PROGRAM)
    up = project.up()
    assert up.code == 0, up.out
    return project


def test_up_creates_each_resource_exactly_once(deployed: Stack, module_emulator: Runsite) -> None:
    assert sorted(without_ids(module_emulator.writes())) == [
        "POST /api/projects",
        "POST /api/projects/*/secrets",
        "POST /api/web-services",
        "POST /api/web-services/*/deployments",
        "POST /api/web-services/*/env",
        "POST /api/web-services/*/env",
    ]
    outputs = deployed.export()["deployment"]["resources"][0]["outputs"]
    assert outputs["url"].endswith(".runsite.app")
    assert outputs["found"] == "web-dev"


def test_a_second_up_and_a_refresh_change_and_write_nothing(
    deployed: Stack, module_emulator: Runsite
) -> None:
    before = module_emulator.last_seq()
    assert deployed.preview("--expect-no-changes").code == 0
    second = deployed.up("--expect-no-changes")
    assert (second.code, second.changes) == (0, {})
    refresh = deployed.refresh("--expect-no-changes")
    assert refresh.code == 0, refresh.out
    assert module_emulator.writes(before) == []


def test_no_key_no_secret_and_no_mask_is_in_the_state(
    deployed: Stack, module_emulator: Runsite
) -> None:
    deployed.refresh()
    text = json.dumps(deployed.export())
    assert "canary" not in text
    assert "plain-text" in text  # `is_secret` is false
    assert "***" not in text
    decrypted = json.dumps(deployed.export("--show-secrets"))
    assert module_emulator.api_key not in decrypted
    assert all(f"canary-{word}" in decrypted for word in ("first", "stripe"))


def test_a_changed_program_is_written_once_or_refused_at_preview_and_destroyed_with_warnings(
    project: Stack, emulator: Runsite
) -> None:
    shop, before = up_shop(project, emulator), emulator.last_seq()
    shop.program(PROGRAM.replace("or 3000", "or 9090"))
    error = shop.preview().only_error()
    assert provider_messages.field_is_immutable("port", 3000, 9090) in error
    assert emulator.writes(before) == []

    shop.program(PROGRAM)
    shop.config({}, secret={"trial:db": "canary-second"})
    assert shop.preview().changes == {"update": 1, "replace": 1}
    before = emulator.last_seq()
    assert shop.up().changes == {"update": 1, "replace": 1}
    assert without_ids(emulator.writes(before)) == [
        "PUT /api/web-services/*/env/bulk",
        "POST /api/web-services/*/deployments",
    ]
    assert shop.up("--expect-no-changes").code == 0

    before = emulator.last_seq()
    destroy = shop.destroy()
    assert destroy.code == 0, destroy.out
    assert sorted(without_ids(emulator.writes(before))) == [
        "DELETE /api/projects/*/secrets/*",
        "DELETE /api/web-services/*/env/*",
        "DELETE /api/web-services/*/env/*",
        "POST /api/web-services/*/stop",
    ]
    warnings = destroy.diagnostics("warning")
    assert len([each for each in warnings if provider_messages.STILL_EXISTS in each]) == 2
