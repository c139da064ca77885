"""Replacements that the engine decides without the provider, in both adapters: nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.stack import Stack

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
shop = runsite.Project("shop")
secret = runsite.ProjectSecret(
    "secret", project_id=shop.id, scope="staging", key="S", value="canary"
)
live = runsite.Deployment("live", web_service_id=web.id, triggers=[key.revision])
"""


@pytest.fixture(params=SDKS)
def shop(request: pytest.FixtureRequest, project: Stack, emulator: Runsite) -> Stack:
    """A deployed service with a variable, with each of the SDKs."""
    project.connect(emulator)
    project.env["RUNSITE_TEST_SDK"] = request.param
    project.program(PROGRAM.format(sdk=request.param, option=""))
    assert project.up().code == 0
    return project


def assert_state_matches_runsite(shop: Stack, emulator: Runsite) -> None:
    """Assert that state and Runsite have the same resources, and that the service runs."""
    remote, local = emulator.control("GET", "state"), shop.resources()
    (web,), (key,) = remote["web_services"], remote["variables"]
    assert local["web"]["id"] == web["id"]
    assert local["key"]["id"] == f"{web['id']}/{key['id']}"
    assert web["status"] == "running"
    assert local["live"]["id"] in {each["id"] for each in remote["deployments"]}


def test_resources_replaced_by_a_flag_are_not_lost_and_a_destroy_deletes_them(
    shop: Stack, emulator: Runsite
) -> None:
    previewed_as_carried_out(shop)
    first = shop.resources()["live"]["id"]
    for name in ("live", "key", "web"):
        deployments = len(emulator.control("GET", "state")["deployments"])
        before = shop.resources()[name]
        up = shop.up("--replace", before["urn"])
        assert (up.code == 0) == (name != "web"), up.out  # Runsite keeps the web service
        assert_state_matches_runsite(shop, emulator)
        if name == "key":
            after = shop.resources()["key"]
            assert after["id"] == before["id"]
            assert after["outputs"]["revision"] != before["outputs"]["revision"]
        if name == "live":
            assert shop.resources()["live"]["id"] != first
            assert len(emulator.control("GET", "state")["deployments"]) == deployments + 1
    assert shop.refresh("--expect-no-changes").code == 0
    assert shop.destroy("--refresh").code == 0
    remote = emulator.control("GET", "state")
    assert remote["variables"] == []
    assert {each["status"] for each in remote["web_services"]} <= {"stopping", "stopped"}


def previewed_as_carried_out(shop: Stack) -> None:
    """Force replacements of variables in a refreshed state, whose creation logs are finished."""
    assert shop.refresh().code == 0
    assert shop.up("--expect-no-changes").code == 0
    urns = {name: shop.resources()[name]["urn"] for name in ("key", "secret")}
    forced = [flag for urn in urns.values() for flag in ("--replace", urn)]
    preview = shop.preview(*forced)
    assert preview.code == 0, preview.out
    secret = shop.resources()["secret"]
    assert shop.run("state", "taint", "--yes", "--stack", shop.name, urns["secret"]).code == 0
    for tainted in (shop.preview(), shop.up()):
        assert tainted.code == 0, tainted.out
    after = shop.resources()["secret"]
    assert after["id"] == secret["id"]
    assert after["outputs"]["revision"] != secret["outputs"]["revision"]
    log = Path(shop.env["PULUMI_HOME"]) / "runsite-creation-log"
    kept = log.rename(log.with_name("kept"))  # as on another machine
    assert "already exists" in shop.preview(*forced).out
    preview = shop.preview("--refresh", *forced)
    assert preview.code == 0, preview.out
    shutil.rmtree(log, ignore_errors=True)
    kept.rename(log)


def test_a_pending_delete_and_a_replaced_variable_are_not_lost_and_what_is_removed_is_deleted(
    shop: Stack, emulator: Runsite
) -> None:
    before, sdk = shop.resources()["key"]["id"], shop.env["RUNSITE_TEST_SDK"]
    text = PROGRAM.format(sdk=sdk, option="")
    shop.program(text + 'runsite.EnvVar("x", web_service_id="nowhere", key="X", value="canary")\n')
    failed = shop.up("--replace", shop.resources()["web"]["urn"])
    assert failed.code != 0
    assert has_pending_delete(shop), failed.out  # Pulumi keeps the delete for the next run
    shop.program(text)
    assert shop.up().code == 0
    assert_state_matches_runsite(shop, emulator)
    assert not has_pending_delete(shop)

    option = 'replace_on_changes=["value"]'
    shop.program(PROGRAM.format(sdk=sdk, option=option).replace("canary", "canary-2"))
    up = shop.up()
    assert up.code == 0, up.out
    assert_state_matches_runsite(shop, emulator)
    assert shop.resources()["key"]["id"] == before
    assert [each["value"] for each in emulator.control("GET", "state")["variables"]] != ["canary"]
    assert shop.up("--expect-no-changes").code == 0

    shop.program(f'import {sdk} as r\nr.WebService("web", image_ref="nginx:1.27")\n')
    assert shop.up("--refresh").code == 0
    remote = emulator.control("GET", "state")
    assert remote["variables"] == []
    assert [each["status"] for each in remote["web_services"]] == ["running"]


def has_pending_delete(shop: Stack) -> bool:
    return any(each.get("delete") for each in shop.export()["deployment"]["resources"])
