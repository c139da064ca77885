"""Programs in other languages, and the door that Pulumi itself would open for them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.runsite import LocalRunsite
from tests.engine.stack import Stack
from tools.sdks import SCHEMA, build_go_host, build_go_program

pytestmark = pytest.mark.engine

GO_PROGRAM = Path(__file__).parent / "go_program"

# The host is older than the engine, which says in another way where the program is.
GO_HOST = """#!/bin/sh
exec {host} -binary={program} "$@"
"""


NEEDS_GO = pytest.mark.skipif(shutil.which("go") is None, reason="the program is in Go")


@pytest.fixture
def in_go(project: Stack, sdks: Path, tmp_path: Path) -> Stack:
    """An empty stack whose program is the one in Go."""
    module = Path(shutil.copytree(GO_PROGRAM, tmp_path / "module"))
    shutil.copytree(sdks / "go" / "runsite", module / "runsite")
    host, program = tmp_path / "host", tmp_path / "program"
    build_go_host(host)
    build_go_program(module, program)
    found = tmp_path / "bin" / "pulumi-language-go"
    found.parent.mkdir()
    found.write_text(GO_HOST.format(host=host, program=program))
    found.chmod(0o755)
    project.env["PATH"] = os.pathsep.join([str(found.parent), project.env["PATH"]])
    about = json.loads((project.folder / "Pulumi.yaml").read_text())
    (project.folder / "Pulumi.yaml").write_text(json.dumps(about | {"runtime": "go"}))
    return project


@NEEDS_GO
def test_a_program_in_go_is_up_and_then_quiet(in_go: Stack, emulator: LocalRunsite) -> None:
    in_go.connect(emulator)
    up = in_go.up()
    assert up.code == 0, up.out
    made = [re.sub(r"[0-9a-f-]{36}", "*", write) for write in emulator.writes()]
    assert made == [
        "POST /api/projects",
        "POST /api/web-services",
        "POST /api/web-services/*/env",
        "POST /api/web-services/*/deployments",
    ]
    outputs = in_go.export()["deployment"]["resources"][0]["outputs"]
    assert outputs["url"].endswith(".runsite.app")
    assert "canary" not in json.dumps(in_go.export()["deployment"]["resources"])
    assert in_go.up("--expect-no-changes").code == 0


def test_pulumi_reads_the_schema_from_the_plugin(project: Stack) -> None:
    plugin = Path(sys.prefix) / "bin" / "pulumi-resource-runsite"
    # Without what it prints for people.
    done = subprocess.run(
        ["pulumi", "package", "get-schema", str(plugin)],
        env=project.env,
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    told, ours = json.loads(done.stdout), json.loads(SCHEMA.read_text())
    assert told["resources"].keys() == ours["resources"].keys()
    assert told["functions"].keys() == ours["functions"].keys()
    assert told["provider"]["inputProperties"]["apiKey"]["secret"]
