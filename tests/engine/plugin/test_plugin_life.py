"""The main job through the plugin, from a Python program with the SDK that Pulumi wrote."""

from __future__ import annotations

import json

import pytest

from tests.engine.runsite import LocalRunsite, without_ids
from tests.engine.shop import SHOP
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = (
    SHOP.format(package="pulumi_runsite_sdk")
    + 'pulumi.export("asked", runsite.get_web_service_output(id=web.id).name)\n'
)


@pytest.fixture
def shop(project: Stack, emulator: LocalRunsite) -> Stack:
    """A shop that is up."""
    project.connect(emulator)
    project.program(PROGRAM)
    up = project.up()
    assert up.code == 0, up.out
    return project


def test_one_up_makes_each_thing_once(shop: Stack, emulator: LocalRunsite) -> None:
    assert sorted(without_ids(emulator.writes())) == [
        "POST /api/projects",
        "POST /api/projects/*/secrets",
        "POST /api/web-services",
        "POST /api/web-services/*/deployments",
        "POST /api/web-services/*/env",
        "POST /api/web-services/*/env",
    ]
    outputs = shop.export()["deployment"]["resources"][0]["outputs"]
    assert outputs["url"].endswith(".runsite.app")
    assert outputs["asked"] == "web"


def test_the_second_up_writes_nothing_and_a_refresh_finds_nothing(
    shop: Stack, emulator: LocalRunsite
) -> None:
    mark = emulator.mark()
    assert shop.preview("--expect-no-changes").code == 0
    again = shop.up("--expect-no-changes")
    assert (again.code, again.changes) == (0, {})
    refresh = shop.refresh("--expect-no-changes")
    assert refresh.code == 0, refresh.out
    assert emulator.writes(mark) == []


def test_a_changed_secret_is_one_write_and_one_deployment(
    shop: Stack, emulator: LocalRunsite
) -> None:
    shop.config({}, secret={"trial:db": "canary-second"})
    preview = shop.preview()
    assert preview.changes == {"update": 1, "replace": 1}
    mark = emulator.mark()
    up = shop.up()
    assert up.changes == {"update": 1, "replace": 1}
    assert without_ids(emulator.writes(mark)) == [
        "PUT /api/web-services/*/env/bulk",
        "POST /api/web-services/*/deployments",
    ]
    assert shop.up("--expect-no-changes").code == 0


def test_no_key_no_secret_and_no_mask_is_in_the_state(shop: Stack, emulator: LocalRunsite) -> None:
    shop.refresh()
    text = json.dumps(shop.export())
    assert "canary" not in text
    assert "***" not in text
    shown = json.dumps(shop.export("--show-secrets"))
    assert emulator.api_key not in shown
    assert all(f"canary-{word}" in shown for word in ("first", "plain", "stripe"))


def test_a_changed_port_is_refused_at_preview(shop: Stack, emulator: LocalRunsite) -> None:
    shop.config({"trial:port": "9090"})
    mark = emulator.mark()
    preview = shop.preview()
    assert preview.code != 0
    assert "port: was 3000, the program says 9090; Runsite's API cannot change it" in preview.out
    assert "Traceback" not in preview.out
    assert emulator.writes(mark) == []


def test_all_goes_away_as_far_as_runsite_can(shop: Stack, emulator: LocalRunsite) -> None:
    mark = emulator.mark()
    destroy = shop.destroy()
    assert destroy.code == 0, destroy.out
    assert sorted(without_ids(emulator.writes(mark))) == [
        "DELETE /api/projects/*/secrets/*",
        "DELETE /api/web-services/*/env/*",
        "DELETE /api/web-services/*/env/*",
        "POST /api/web-services/*/stop",
    ]
    stays = [each for each in destroy.diagnostics("warning") if "stays on Runsite" in each]
    assert len(stays) == 2
