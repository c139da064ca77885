"""Replacements that the engine decides without the provider, in both adapters: nothing is lost."""

from __future__ import annotations

import pytest

from tests.engine.stack import Stack
from tools.emulator_process import EmulatorProcess

pytestmark = pytest.mark.engine

SDKS = ["pulumi_runsite", "pulumi_runsite_sdk"]
PROGRAM = """
import pulumi
import {sdk} as runsite

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


@pytest.fixture(params=SDKS)
def shop(request: pytest.FixtureRequest, project: Stack, emulator: EmulatorProcess) -> Stack:
    """A deployed service with a variable, with each of the SDKs."""
    project.connect(emulator)
    project.env["RUNSITE_TEST_SDK"] = request.param
    project.program(PROGRAM.format(sdk=request.param, option=""))
    assert project.up().code == 0
    return project


def assert_state_matches_runsite(shop: Stack, emulator: EmulatorProcess) -> None:
    """Assert that state and Runsite have the same resources, and that the service runs."""
    remote, local = emulator.control("GET", "state"), shop.resources()
    (web,), (key,) = remote["web_services"], remote["variables"]
    assert local["web"]["id"] == web["id"]
    assert local["key"]["id"] == f"{web['id']}/{key['id']}"
    assert web["status"] == "running"
    assert local["live"]["id"] in {each["id"] for each in remote["deployments"]}


@pytest.mark.parametrize("name", ["web", "key", "live"])
def test_a_resource_replaced_by_a_flag_is_not_lost(
    shop: Stack, emulator: EmulatorProcess, name: str
) -> None:
    before = shop.resources()[name]
    up = shop.up("--replace", before["urn"])
    assert up.code == 0, up.out
    assert_state_matches_runsite(shop, emulator)
    if name == "key":
        after = shop.resources()["key"]
        assert after["id"] == before["id"]
        assert after["outputs"]["revision"] != before["outputs"]["revision"]
    assert shop.refresh("--expect-no-changes").code == 0


def test_a_deployment_replaced_by_a_flag_is_created_again(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    urn, first = (shop.resources()["live"][name] for name in ("urn", "id"))
    assert shop.preview("--expect-no-changes").code == 0
    assert shop.up("--replace", urn).code == 0
    assert shop.resources()["live"]["id"] != first
    assert len(emulator.control("GET", "state")["deployments"]) == 2


def test_replace_on_changes_writes_a_variable_in_place(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    before = shop.resources()["key"]["id"]
    option = 'replace_on_changes=["value"]'
    text = PROGRAM.format(sdk=shop.env["RUNSITE_TEST_SDK"], option=option).replace(
        "canary", "canary-2"
    )
    shop.program(text)
    up = shop.up()
    assert up.code == 0, up.out
    assert_state_matches_runsite(shop, emulator)
    assert shop.resources()["key"]["id"] == before
    assert [each["value"] for each in emulator.control("GET", "state")["variables"]] != ["canary"]
    assert shop.up("--expect-no-changes").code == 0


def test_a_pending_delete_does_not_stop_the_replacement(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    text = PROGRAM.format(sdk=shop.env["RUNSITE_TEST_SDK"], option="")
    failing = 'runsite.EnvVar("x", web_service_id="nowhere", key="X", value="canary")\n'
    shop.program(text + failing)
    assert shop.up("--replace", shop.resources()["web"]["urn"]).code != 0
    pending = [each.get("delete") for each in shop.export()["deployment"]["resources"]]
    assert True in pending, "Pulumi keeps the delete for the next run"
    shop.program(text)
    assert shop.up().code == 0
    assert_state_matches_runsite(shop, emulator)
    assert True not in [each.get("delete") for each in shop.export()["deployment"]["resources"]]


def test_a_destroy_with_refresh_deletes_everything(shop: Stack, emulator: EmulatorProcess) -> None:
    assert shop.destroy("--refresh").code == 0
    remote = emulator.control("GET", "state")
    assert remote["variables"] == []
    assert {each["status"] for each in remote["web_services"]} <= {"stopping", "stopped"}


def test_a_resource_removed_from_the_program_is_deleted_after_a_refresh(
    shop: Stack, emulator: EmulatorProcess
) -> None:
    shop.program(
        f'import {shop.env["RUNSITE_TEST_SDK"]} as r\nr.WebService("web", image_ref="nginx:1.27")\n'
    )
    assert shop.up("--refresh").code == 0
    remote = emulator.control("GET", "state")
    assert remote["variables"] == []
    assert [each["status"] for each in remote["web_services"]] == ["running"]
