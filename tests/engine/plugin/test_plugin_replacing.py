"""Replacements that the engine makes by itself: it asks no provider, and nothing must be lost."""

from __future__ import annotations

import pytest

from tests.engine.runsite import LocalRunsite
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

DOORS = ["pulumi_runsite", "pulumi_runsite_sdk"]
PROGRAM = """
import pulumi
import {door} as runsite

web = runsite.WebService("web", image_ref="nginx:1.27")
key = runsite.EnvVar(
    "key",
    web_service_id=web.id,
    key="KEY",
    value="canary",
    opts=pulumi.ResourceOptions({option}),
)
live = runsite.Deployment("live", web_service_id=web.id, triggers=[key.revision])
"""


@pytest.fixture(params=DOORS)
def shop(request: pytest.FixtureRequest, project: Stack, emulator: LocalRunsite) -> Stack:
    """A service with a variable that is live, through each of the doors."""
    project.connect(emulator)
    project.env["DOOR"] = request.param
    project.program(PROGRAM.format(door=request.param, option=""))
    assert project.up().code == 0
    return project


def in_state_and_on_runsite(shop: Stack, emulator: LocalRunsite) -> None:
    """Assert that state and Runsite tell of the same things, and that the service runs."""
    there, known = emulator.control("GET", "state"), shop.resources()
    (web,), (key,) = there["web_services"], there["variables"]
    assert known["web"]["id"] == web["id"]
    assert known["key"]["id"] == f"{web['id']}/{key['id']}"
    assert web["status"] == "running"
    assert known["live"]["id"] in {each["id"] for each in there["deployments"]}


@pytest.mark.parametrize("name", ["web", "key", "live"])
def test_one_that_is_replaced_by_force_is_not_lost(
    shop: Stack, emulator: LocalRunsite, name: str
) -> None:
    shop.up("--replace", shop.resources()[name]["urn"])
    in_state_and_on_runsite(shop, emulator)
    assert shop.refresh("--expect-no-changes").code == 0


def test_a_deployment_is_made_anew_by_force(shop: Stack, emulator: LocalRunsite) -> None:
    urn, first = (shop.resources()["live"][name] for name in ("urn", "id"))
    assert shop.preview("--expect-no-changes").code == 0
    assert shop.up("--replace", urn).code == 0
    assert shop.resources()["live"]["id"] != first
    assert len(emulator.control("GET", "state")["deployments"]) == 2


def test_the_program_may_ask_for_a_new_variable(shop: Stack, emulator: LocalRunsite) -> None:
    before = shop.resources()["key"]["id"]
    option = 'replace_on_changes=["value"]'
    text = PROGRAM.format(door=shop.env["DOOR"], option=option).replace("canary", "canary-2")
    shop.program(text)
    up = shop.up()
    assert up.code == 0, up.out
    in_state_and_on_runsite(shop, emulator)
    assert shop.resources()["key"]["id"] != before
    assert shop.up("--expect-no-changes").code == 0


def test_a_delete_that_was_put_off_does_not_stop_what_took_its_place(
    shop: Stack, emulator: LocalRunsite
) -> None:
    text = PROGRAM.format(door=shop.env["DOOR"], option="")
    nowhere = 'runsite.EnvVar("x", web_service_id="nowhere", key="X", value="canary")\n'
    shop.program(text + nowhere)
    assert shop.up("--replace", shop.resources()["web"]["urn"]).code != 0
    known = [each.get("delete") for each in shop.export()["deployment"]["resources"]]
    assert True in known, "Pulumi keeps the delete for the next run"
    shop.program(text)
    assert shop.up().code == 0
    in_state_and_on_runsite(shop, emulator)
    assert True not in [each.get("delete") for each in shop.export()["deployment"]["resources"]]


def test_a_destroy_after_a_refresh_deletes_all_the_same(
    shop: Stack, emulator: LocalRunsite
) -> None:
    assert shop.destroy("--refresh").code == 0
    there = emulator.control("GET", "state")
    assert there["variables"] == []
    assert {each["status"] for each in there["web_services"]} <= {"stopping", "stopped"}


def test_what_leaves_the_program_is_deleted_also_after_a_refresh(
    shop: Stack, emulator: LocalRunsite
) -> None:
    shop.program(f'import {shop.env["DOOR"]} as r\nr.WebService("web", image_ref="nginx:1.27")\n')
    assert shop.up("--refresh").code == 0
    there = emulator.control("GET", "state")
    assert there["variables"] == []
    assert [each["status"] for each in there["web_services"]] == ["running"]
