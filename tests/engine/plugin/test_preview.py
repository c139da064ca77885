"""The detailed diff of a preview, in both adapters."""

from __future__ import annotations

import json

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

SDKS = ["pulumi_runsite", "pulumi_runsite_sdk"]
PROGRAM = """
import pulumi
import {sdk} as runsite

config = pulumi.Config()
web = runsite.WebService(
    "web",
    image_ref="nginx:1.27",
    port=config.get_int("port") or 3000,
    immutable_changes="replace",
)
runsite.EnvVar("a", web_service_id=web.id, key="A", value=config.get("value") or "canary-1")
"""


@pytest.mark.parametrize("sdk", SDKS)
def test_a_preview_shows_changed_fields_and_no_secret(
    project: Stack, emulator: Runsite, sdk: str
) -> None:
    project.connect(emulator)
    project.program(PROGRAM.format(sdk=sdk))
    assert project.up().code == 0
    project.config({"trial:port": "9090"}, secret={"trial:value": "canary-2"})
    preview = project.preview("--diff")
    assert preview.code == 0, preview.out
    assert preview.changes == {"replace": 2}
    assert "~ port: 3000 => 9090" in " ".join(preview.out.split())
    assert "canary" not in preview.out + json.dumps(preview.events)
