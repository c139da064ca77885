"""The TypeScript and YAML examples of the reference pages: compiled, and run under the engine."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pulumi_runsite.testing import Runsite
from tests.engine.built_once import built_once
from tests.engine.examples.conftest import EXAMPLES
from tests.engine.plugin.language_hosts import PROGRAMS, needs_go, needs_node
from tests.engine.shop_program import SHOP
from tests.engine.stack import PROJECT, STACK, Stack
from tools.generate.generated_files import DOCS
from tools.sdks import build_ts_program
from tools.sdks.yaml_host_build import build_yaml_host

pytestmark = [pytest.mark.engine, needs_go]

SOURCES = DOCS / "sources"
SECRETS = {f"{PROJECT}:{name}": "canary" for name in ("sessionKey", "paymentKey")}


@needs_node
def test_every_typescript_example_compiles(node_package: Path, tmp_path: Path) -> None:
    program = Path(shutil.copytree(PROGRAMS / "ts_program", tmp_path / "program"))
    examples = sorted(SOURCES.glob("*/*/example.ts"))
    for example in examples:
        shutil.copy(example, program / f"{example.parent.parent.name}-{example.parent.name}.ts")
    settings = json.loads((program / "tsconfig.json").read_text())
    settings["files"] = sorted(path.name for path in program.glob("*-*.ts"))
    (program / "tsconfig.json").write_text(json.dumps(settings))
    build_ts_program(program, node_package)
    assert len(list((program / "bin").glob("*-*.js"))) == len(examples) == 11


@pytest.fixture(scope="session")
def yaml_host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the language host for YAML."""
    return built_once(tmp_path_factory, "yaml", build_yaml_host)


@pytest.fixture
def in_yaml(new_project: Callable[[str], Stack], yaml_host: Path, emulator: Runsite) -> Stack:
    """An empty stack for programs in YAML."""
    stack = new_project("in-yaml")
    stack.env["PATH"] = os.pathsep.join([str(yaml_host), stack.env["PATH"]])
    stack.connect(emulator)
    (stack.folder / "__main__.py").unlink()
    return stack


def examples(kind: str) -> dict[str, dict[str, Any]]:
    """Return the YAML examples of the resources or functions, by page."""
    files = SOURCES.glob(f"{kind}/*/example.yaml")
    return {path.parent.name: yaml.safe_load(path.read_text()) for path in sorted(files)}


@pytest.mark.parametrize("name", examples("resources"))
def test_a_yaml_example_creates_its_resources(in_yaml: Stack, name: str) -> None:
    program = examples("resources")[name]
    # JSON is YAML.
    (in_yaml.folder / "Pulumi.yaml").write_text(json.dumps(program | {"name": PROJECT}))
    in_yaml.config({}, secret=SECRETS)
    up = in_yaml.up()
    assert up.code == 0, up.out
    declared = {key: each["type"] for key, each in program["resources"].items()}
    assert {key: each["type"] for key, each in in_yaml.resources().items()} == declared
    assert f"runsite:index:{name.title().replace('-', '')}" in declared.values()


def test_the_example_in_yaml_is_deployed(in_yaml: Stack) -> None:
    program = yaml.safe_load((EXAMPLES / "in_yaml" / "Pulumi.yaml").read_text())
    del program["packages"]  # the plugin is on PATH
    (in_yaml.folder / "Pulumi.yaml").write_text(json.dumps(program | {"name": PROJECT}))
    in_yaml.config({}, secret=SECRETS)
    up = in_yaml.up()
    assert up.code == 0, up.out
    assert set(in_yaml.resources()) == set(program["resources"])
    assert "canary" not in json.dumps(in_yaml.export())


def test_the_yaml_examples_of_the_functions_return_what_exists(
    in_yaml: Stack, new_project: Callable[[str], Stack], emulator: Runsite
) -> None:
    shop = new_project("shop")
    shop.connect(emulator)
    shop.program(SHOP.format(package="pulumi_runsite_sdk"))
    assert shop.up().code == 0

    program: dict[str, Any] = {"name": PROJECT, "runtime": "yaml", "variables": {}, "outputs": {}}
    for example in examples("functions").values():
        assert not program["outputs"].keys() & example["outputs"].keys()
        for name, variable in example["variables"].items():
            assert program["variables"].setdefault(name, variable) == variable
        program["outputs"] |= example["outputs"]
    (in_yaml.folder / "Pulumi.yaml").write_text(json.dumps(program))
    up = in_yaml.up()
    assert up.code == 0, up.out
    outputs = json.loads(in_yaml.run("stack", "output", "--json", "--stack", STACK).out)
    known = shop.resources()
    live = known["live"]["id"]
    assert outputs["projectId"] == known["shop"]["id"]
    assert (outputs["firstProject"], outputs["firstWebService"]) == ("shop-dev", "web-dev")
    assert outputs["status"] == "running"
    assert outputs["url"].endswith(".runsite.app")
    assert (outputs["liveDeployment"], outputs["newestDeployment"]) == (live, live)
    assert outputs["firstKey"] in {"DATABASE_URL", "MODE"}
    assert "log" in outputs
