"""Programs in other languages, and the door that Pulumi itself would open for them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.runsite import LocalRunsite, without_ids
from tests.engine.stack import Stack
from tools.sdks import SCHEMA, build_go_program, build_host, build_ts_program

pytestmark = pytest.mark.engine

HERE = Path(__file__).parent
NEEDS_GO = pytest.mark.skipif(shutil.which("go") is None, reason="Go writes the SDKs")
NEEDS_NODE = pytest.mark.skipif(shutil.which("npm") is None, reason="the program is for Node.js")


@pytest.fixture
def in_go(project: Stack, sdks: Path, tmp_path: Path) -> Stack:
    """An empty stack whose program is the one in Go."""
    module = Path(shutil.copytree(HERE / "go_program", tmp_path / "module"))
    shutil.copytree(sdks / "go" / "runsite", module / "runsite")
    build_go_program(module, tmp_path / "program")
    speak(project, "go", tmp_path, f"-binary={tmp_path / 'program'}")
    return project


@pytest.fixture
def in_typescript(project: Stack, sdks: Path, tmp_path: Path) -> Stack:
    """An empty stack whose program is the one in TypeScript."""
    shutil.copytree(HERE / "ts_program", project.folder, dirs_exist_ok=True)
    build_ts_program(project.folder, sdks / "nodejs")
    speak(project, "nodejs", tmp_path, "-typescript=false")
    return project


def speak(stack: Stack, language: str, folder: Path, option: str) -> None:
    """Have the program of *stack* run by the host of *language*, built in *folder*."""
    build_host(language, folder / "host")
    found = folder / "bin" / f"pulumi-language-{language}"
    found.parent.mkdir()
    # The host is older than the engine, which says in another way how the program is to be run.
    found.write_text(f'#!/bin/sh\nexec {folder / "host"} {option} "$@"\n')
    found.chmod(0o755)
    stack.env["PATH"] = os.pathsep.join([str(found.parent), stack.env["PATH"]])
    about = json.loads((stack.folder / "Pulumi.yaml").read_text())
    (stack.folder / "Pulumi.yaml").write_text(json.dumps(about | {"runtime": language}))


@NEEDS_GO
def test_a_program_in_go_is_up_and_then_quiet(in_go: Stack, emulator: LocalRunsite) -> None:
    is_up_and_then_quiet(in_go, emulator)


@NEEDS_GO
@NEEDS_NODE
def test_a_program_in_typescript_is_up_and_then_quiet(
    in_typescript: Stack, emulator: LocalRunsite
) -> None:
    is_up_and_then_quiet(in_typescript, emulator)


def is_up_and_then_quiet(stack: Stack, emulator: LocalRunsite) -> None:
    """Bring up the program, which says the same in every language, and then again."""
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
    assert outputs["keys"] == ["KEY"]
    assert "canary" not in json.dumps(resources)
    assert stack.up("--expect-no-changes").code == 0


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
