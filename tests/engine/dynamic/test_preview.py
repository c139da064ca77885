"""A preview reports what `up` would meet: it reads lists once, and writes nothing."""

from __future__ import annotations

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
import pulumi_runsite as runsite

value = pulumi.Config().get("value") or "canary-first"
project = runsite.Project("shop", name={name!r})
web = runsite.WebService("web", image_ref="nginx", project_id=project.id)
key = runsite.EnvVar("api-key", web_service_id=web.id, key="KEY", value=value)
after_key = pulumi.ResourceOptions(depends_on=key)
live = runsite.Deployment("live", web_service_id=web.id, opts=after_key)
"""


def test_a_preview_reports_a_taken_name_and_a_write_that_no_deployment_follows(
    stack: Stack, emulator: Runsite
) -> None:
    stack.connect(emulator)
    taken = emulator.post("/projects", name="shop")["id"]
    stack.program(PROGRAM.format(name="shop"))
    since = emulator.last_seq()
    refused = stack.preview()
    assert "Project 'shop' already exists on Runsite" in refused.only_error()
    assert f"adopt_id='{taken}'" in refused.only_error()

    stack.program(PROGRAM.format(name="store"))
    preview = stack.preview("--diff")
    assert preview.code == 0, preview.out
    assert "__" not in preview.out
    assert preview.diagnostics("warning") == []
    assert emulator.writes(since) == []
    assert emulator.requests(since).count("GET /api/projects") == 2  # one in each preview

    assert stack.up().code == 0
    assert all("__isPreview" not in each["inputs"] for each in stack.resources().values())
    since = emulator.last_seq()
    assert stack.preview("--expect-no-changes").code == 0
    assert emulator.requests(since) == []

    stack.config({"trial:value": "canary-second"})
    (warning,) = stack.preview().diagnostics("warning")
    assert warning.startswith("EnvVar 'api-key' is about to be written, but Deployment 'live' does")
    assert "Add `triggers=[api_key.revision]` to the deployment." in warning
    assert emulator.requests(since) == []
