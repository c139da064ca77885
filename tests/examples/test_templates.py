"""Each example is a template for `pulumi new`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.conftest import engine_env
from tests.engine.stack import Stack

from .program_runs import EXAMPLES

__all__ = ["engine_env"]

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/Pulumi.yaml"))
KEYS = re.compile(r"""(?:require|require_secret|requireSecret)\(f?["'](.+?)["']""")
"""A setting without a default that a program reads."""


def settings(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((EXAMPLES / name / "Pulumi.yaml").read_text())
    return loaded


def test_every_folder_of_the_examples_is_a_template() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()) == NAMES


def test_the_guide_lists_every_example() -> None:
    guide = (EXAMPLES.parent / "docs" / "guides" / "examples.md").read_text()
    assert sorted(re.findall(r"^\| \[`(\w+)`\]", guide, re.MULTILINE)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_template_describes_itself_and_asks_for_the_api_key(name: str) -> None:
    template = settings(name)["template"]
    assert settings(name)["name"] == name.replace("_", "-")
    assert template["description"] == settings(name)["description"].rstrip(".")
    assert template["config"]["runsite:apiKey"]["secret"] is True
    assert all(each["description"] for each in template["config"].values())


@pytest.mark.parametrize("name", NAMES)
def test_the_template_asks_for_every_setting_without_a_default(name: str) -> None:
    asked = settings(name)["template"]["config"]
    declared = settings(name).get("config", {})
    with_default = {key for key, each in declared.items() if "default" in each}
    for program in (*EXAMPLES.glob(f"{name}/*.py"), *EXAMPLES.glob(f"{name}/*.ts")):
        for key in KEYS.findall(program.read_text()):
            beginning = key.partition("{")[0]
            assert any(each.startswith(beginning) for each in {*asked, *with_default}), key
    secrets = {key for key, each in declared.items() if each.get("secret")}
    assert {key for key in secrets if asked[key].get("secret")} == secrets


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_beside_a_checkout_installs_the_package_from_there(name: str) -> None:
    requirements = EXAMPLES / name / "requirements.txt"
    packages = settings(name).get("packages", {})
    sources = [*packages.values()]
    if requirements.exists():
        lines = requirements.read_text().splitlines()
        sources += [line for line in lines if "runsite" in line and not line.startswith("#")]
    assert sources == ["../pulumi-runsite"]


def test_no_guide_passes_a_secret_with_c_which_stores_it_in_plain_text() -> None:
    secrets = {
        key.partition(":")[2] or key
        for name in NAMES
        for key, each in settings(name)["template"]["config"].items()
        if each.get("secret")
    }
    passed = re.compile(r"(?:-c|--config)[ =]['\"]?(?:[\w-]+:)?([\w-]+)=")
    root = EXAMPLES.parent
    for page in (root / "README.md", *root.glob("docs/**/*.md"), *EXAMPLES.rglob("*.yml")):
        assert secrets.isdisjoint(passed.findall(page.read_text())), page


@pytest.mark.engine
def test_pulumi_creates_a_project_from_the_template(
    engine_env: dict[str, str], tmp_path: Path
) -> None:
    name = "shop"
    (tmp_path / "my-site" / "state").mkdir(parents=True)
    project = Stack(tmp_path / "my-site", engine_env)
    new = ("new", str(EXAMPLES / name), "--generate-only", "--yes", "--force")
    created = project.run(*new, "--name", "my-site")
    assert created.code == 0, created.out
    written = yaml.safe_load((project.folder / "Pulumi.yaml").read_text())
    assert written["name"] == "my-site"
    assert "template" not in written
    template = settings(name)["runtime"]
    assert written["runtime"]["name"] == template["name"]
    # Newer language hosts add options, such as `toolchain`.
    assert written["runtime"]["options"].items() >= template["options"].items()
    files = {path.name for path in (EXAMPLES / name).iterdir() if path.name != "__pycache__"}
    assert {path.name for path in project.folder.iterdir()} == files | {"state"}
