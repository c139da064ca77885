"""Go and TypeScript programs with the generated SDKs, and the schema that the plugin returns."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.examples.conftest import EXAMPLES
from tests.engine.request_log import without_ids
from tests.engine.stack import PROJECT, Stack
from tools.sdks import SCHEMA, build_go_program, build_ts_program

from .language_hosts import PROGRAMS, needs_go, needs_node, use_language_host

pytestmark = pytest.mark.engine


@pytest.fixture
def go_stack(project: Stack, sdks: Path, tmp_path: Path) -> Stack:
    """An empty stack with the program in Go."""
    module = Path(shutil.copytree(PROGRAMS / "go_program", tmp_path / "module"))
    shutil.copytree(sdks / "go" / "runsite", module / "runsite")
    build_go_program(module, tmp_path / "program")
    use_language_host(project, "go", tmp_path, f"-binary={tmp_path / 'program'}")
    return project


@pytest.fixture
def typescript_stack(project: Stack, node_package: Path, tmp_path: Path) -> Stack:
    """An empty stack with the example in TypeScript."""
    shutil.copytree(PROGRAMS / "ts_program", project.folder, dirs_exist_ok=True)
    shutil.copy(EXAMPLES / "in_typescript" / "index.ts", project.folder)
    project.config({}, secret={f"{PROJECT}:sessionKey": "canary"})
    build_ts_program(project.folder, node_package)
    use_language_host(project, "nodejs", tmp_path, "-typescript=false")
    return project


@needs_go
def test_a_go_program_is_deployed_and_then_up_to_date(go_stack: Stack, emulator: Runsite) -> None:
    assert_deployed_and_then_up_to_date(go_stack, emulator, "KEY")


@needs_go
@needs_node
def test_a_typescript_program_is_deployed_and_then_up_to_date(
    typescript_stack: Stack, emulator: Runsite
) -> None:
    assert_deployed_and_then_up_to_date(typescript_stack, emulator, "SESSION_KEY")


def assert_deployed_and_then_up_to_date(stack: Stack, emulator: Runsite, key: str) -> None:
    """Run `pulumi up` twice; the programs declare the same, a variable *key* among it."""
    stack.connect(emulator)
    up = stack.up()
    assert up.code == 0, up.out
    assert without_ids(emulator.writes()) == [
        "POST /api/projects",
        "POST /api/web-services",
        "POST /api/web-services/*/env",
        "POST /api/web-services/*/deployments",
    ]
    resources = stack.export()["deployment"]["resources"]
    outputs = next(each["outputs"] for each in resources if each["type"] == "pulumi:pulumi:Stack")
    assert outputs["url"].endswith(".runsite.app")
    assert outputs["keys"] == [key]
    assert "canary" not in json.dumps(resources)
    assert stack.up("--expect-no-changes").code == 0


def test_the_plugin_returns_its_schema(project: Stack) -> None:
    plugin = Path(sys.prefix) / "bin" / "pulumi-resource-runsite"
    # stderr, with messages for people, is not part of the JSON.
    done = subprocess.run(
        ["pulumi", "package", "get-schema", str(plugin)],
        env=project.env,
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    returned, committed = json.loads(done.stdout), json.loads(SCHEMA.read_text())
    assert returned["resources"].keys() == committed["resources"].keys()
    assert returned["functions"].keys() == committed["functions"].keys()
    assert returned["provider"]["inputProperties"]["apiKey"]["secret"]
