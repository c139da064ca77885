"""Several providers in one program, each with its own API key."""

from __future__ import annotations

import json

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine import provider_messages
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

OTHER_KEY = "ak_live_the_other_account"
PROGRAM = """
import pulumi
import pulumi_runsite_sdk as runsite

url = pulumi.Config().require("url")
other = runsite.Provider(
    "other", api_key=pulumi.Config().require("key"), api_url=url, immutable_changes="replace"
)
runsite.Project("first")
runsite.Project("second", opts=pulumi.ResourceOptions(provider=other))
"""


def test_each_provider_sends_its_own_api_key(project: Stack, emulator: Runsite) -> None:
    key = emulator.control("POST", "keys", key=OTHER_KEY, scope="admin")
    project.connect(emulator)
    project.config({"trial:url": emulator.url, "trial:key": OTHER_KEY})
    project.program(PROGRAM)
    assert project.up().code == 0
    key_ids = {
        entry["request_body"]["name"]: entry["key_id"]
        for entry in emulator.journal()
        if entry["method"] == "POST"
    }
    assert key_ids["second-dev"] == key["id"]
    assert key_ids["first-dev"] not in (key["id"], None)
    assert project.up("--expect-no-changes").code == 0
    # One key is a plain text input, the other is in the environment.
    assert OTHER_KEY not in json.dumps(project.export()["deployment"])
    assert emulator.api_key not in json.dumps(project.export("--show-secrets"))


def test_an_unknown_setting_is_a_single_line_error_at_preview(
    project: Stack, emulator: Runsite
) -> None:
    project.connect(emulator)
    project.program("import pulumi_runsite_sdk as r; r.Project('shop')")
    project.config({"runsite:apiKye": "x"})
    assert provider_messages.UNKNOWN_SETTING in project.preview().only_error()


def test_an_api_key_that_is_an_output_of_the_same_run_is_awaited(
    project: Stack, emulator: Runsite
) -> None:
    project.env["RUNSITE_API_URL"] = emulator.url
    project.config({}, secret={"trial:key": emulator.api_key})
    project.program("""
import pulumi
import pulumi_runsite_sdk as runsite

first = runsite.Provider("first", api_key=pulumi.Config().require("key"))
shop = runsite.Project("shop", opts=pulumi.ResourceOptions(provider=first))
key = shop.id.apply(lambda _: pulumi.Config().require("key"))
second = runsite.Provider("second", api_key=key)
runsite.Project("later", opts=pulumi.ResourceOptions(provider=second))
""")
    preview = project.preview()
    assert preview.code == 0, preview.out
    assert project.up().code == 0
    assert project.up("--expect-no-changes").code == 0
