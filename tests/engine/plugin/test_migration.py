"""Migration of a stack from dynamic resources to the plugin, without a write to Runsite."""

from __future__ import annotations

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
import {package} as runsite

project = runsite.Project("shop", description="A shop")
web = runsite.WebService(
    "web",
    project_id=project.id,
    image_ref="nginx:1.27",
    env_vars={{"PLAIN": "canary-plain"}},
    secret_env_vars={{"MASKED": "canary-masked"}},
)
url = runsite.EnvVar("url", web_service_id=web.id, key="URL", value="canary-url")
stripe = runsite.ProjectSecret(
    "stripe", project_id=project.id, key="STRIPE", value="canary-stripe", scope="production"
)
live = runsite.Deployment("live", web_service_id=web.id, triggers=[url.revision, stripe.revision])
after = pulumi.ResourceOptions(depends_on=live)
again = runsite.Restart("again", web_service_id=web.id, opts=after)
pulumi.export("url", live.url)
"""


def test_a_migration_writes_nothing_to_runsite(project: Stack, emulator: Runsite) -> None:
    project.connect(emulator)
    project.program(PROGRAM.format(package="pulumi_runsite"))
    assert project.up().code == 0
    dynamic = project.resources()
    url = project.export()["deployment"]["resources"][0]["outputs"]["url"]

    project.program(PROGRAM.format(package="pulumi_runsite_sdk"))
    before = emulator.last_seq()
    preview = project.preview()
    assert (preview.code, preview.changes) == (0, {"update": 6}), preview.out
    up = project.up()
    assert (up.code, up.changes) == (0, {"update": 6}), up.out
    assert emulator.writes(before) == []

    migrated = project.resources()
    assert {name: each["id"] for name, each in migrated.items()} == {
        name: each["id"] for name, each in dynamic.items()
    }
    assert {each["type"].rpartition(":")[0] for each in migrated.values()} == {"runsite:index"}
    assert not any("__provider" in each["outputs"] for each in migrated.values())
    assert not any("web_service_id" in each["outputs"] for each in migrated.values())
    assert project.export()["deployment"]["resources"][0]["outputs"]["url"] == url
    assert project.up("--expect-no-changes").code == 0
    assert project.refresh("--expect-no-changes").code == 0
    assert emulator.writes(before) == []
