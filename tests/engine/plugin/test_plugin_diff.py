"""`pulumi preview --diff` of the same change, through both doors."""

from __future__ import annotations

import pytest

from tests.engine.runsite import LocalRunsite
from tests.engine.stack import Stack

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
import {package} as runsite

config = pulumi.Config()
project = runsite.Project("shop")
web = runsite.WebService(
    "web", project_id=project.id, image_ref="nginx:1.27", port=config.get_int("port") or 3000
)
mode = runsite.EnvVar(
    "mode", web_service_id=web.id, key="MODE", value=config.get("mode") or "canary-first"
)
live = runsite.Deployment(
    "live", web_service_id=web.id, triggers={{"commit": config.get("commit") or "a1"}}
)
"""


@pytest.mark.parametrize("package", ["pulumi_runsite", "pulumi_runsite_sdk"])
def test_the_diff_shows_what_changes_and_no_value_of_a_variable(
    project: Stack, emulator: LocalRunsite, package: str
) -> None:
    project.connect(emulator)
    project.program(PROGRAM.format(package=package))
    assert project.up().code == 0
    project.env["RUNSITE_IMMUTABLE_CHANGES"] = "replace"
    project.config({"trial:port": "9090", "trial:commit": "b2"}, secret={"trial:mode": "canary-2"})
    mark = emulator.mark()
    preview = project.preview("--diff")
    assert preview.changes == {"replace": 3}
    shown = [line.strip() for line in preview.out.splitlines()]
    assert "~ port: 3000 => 9090" in shown
    assert '~ commit: "a1" => "b2"' in shown
    assert "canary" not in preview.out
    assert emulator.writes(mark) == []
