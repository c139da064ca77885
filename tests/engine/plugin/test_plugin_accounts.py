"""Several instances of the provider in one program, each with its own key."""

from __future__ import annotations

import json

import pytest

from tests.engine.runsite import LocalRunsite
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
runsite.Project("ours")
runsite.Project("theirs", opts=pulumi.ResourceOptions(provider=other))
"""


def test_each_instance_asks_with_its_own_key(project: Stack, emulator: LocalRunsite) -> None:
    key = emulator.control("POST", "keys", json={"key": OTHER_KEY, "scope": "admin"})
    project.connect(emulator)
    project.config({"trial:url": emulator.url, "trial:key": OTHER_KEY})
    project.program(PROGRAM)
    assert project.up().code == 0
    asked = {
        entry["request_body"]["name"]: entry["key_id"]
        for entry in emulator.journal()
        if entry["method"] == "POST"
    }
    assert asked["theirs"] == key["id"]
    assert asked["ours"] not in (key["id"], None)
    assert project.up("--expect-no-changes").code == 0
    # The one key was given in clear, the other stands in the environment.
    assert OTHER_KEY not in json.dumps(project.export()["deployment"])
    assert emulator.api_key not in json.dumps(project.export("--show-secrets"))


def test_a_wrong_setting_is_one_sentence_at_preview(project: Stack, emulator: LocalRunsite) -> None:
    project.connect(emulator)
    project.program("import pulumi_runsite_sdk as r; r.Project('shop')")
    project.config({"runsite:apiKye": "x"})
    preview = project.preview()
    assert preview.code != 0
    assert "runsite:apiKye is not a setting of this provider; did you mean runsite:apiKey?" in (
        preview.out
    )
    assert "Traceback" not in preview.out


def test_a_key_that_is_made_in_the_same_run_is_waited_for(
    project: Stack, emulator: LocalRunsite
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
