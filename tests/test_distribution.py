"""The archives hold the files of this project, and none that merely lies beside them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

EVERY = ("LICENSE", "README.md", "SECURITY.md", "CHANGELOG.md", "PulumiPlugin.yaml")
"""The files at the root that the archive of the sources holds, beside pyproject.toml."""

OURS = (
    "pulumi_runsite/__init__.py", "examples/shop/__main__.py", "examples/shop/.gitignore",
    "tests/test_one.py",
)  # fmt: skip

DECOYS = (
    "examples/shop/.env", "examples/shop/Pulumi.dev.yaml", "examples/shop/.pulumi/stacks/dev.json",
    "examples/shop/venv/bin/activate", "examples/shop/sdks/runsite/setup.py",
    "examples/shop/node_modules/a/index.js", "tests/.hypothesis/examples/1",
    ".hypothesis/examples/1", "scratch/examples/.env", "scratch/examples/key.pem",
    "scratch/tests/key.pem", "scratch/pulumi_runsite/key.pem", "scratch/CHANGELOG.md",
    "pulumi_runsite/.env", "key.pem",
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small copy of this project, with files that must stay where they are."""
    project = tmp_path / "project"
    project.mkdir()
    for name in ("pyproject.toml", ".gitignore", *EVERY):
        shutil.copy(ROOT / name, project)
    for name in (*OURS, *DECOYS):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("")
    return project


def build(project: Path, target: str) -> Path:
    """Build the archive *target* of *project*, and return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", "built"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (archive,) = (project / "built").iterdir()
    return archive


def test_the_archive_of_the_sources_has_no_other_files(project: Path) -> None:
    with tarfile.open(build(project, "sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names == {*OURS, *EVERY, "pyproject.toml", ".gitignore", "PKG-INFO"}


def test_the_wheel_has_no_other_files(project: Path) -> None:
    with zipfile.ZipFile(build(project, "wheel")) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {"pulumi_runsite/__init__.py"}


@pytest.mark.parametrize("file", sorted(ROOT.glob("examples/*/requirements.txt")))
def test_no_example_installs_what_anyone_may_publish(file: Path) -> None:
    lines = file.read_text().splitlines()
    assert "../pulumi-runsite" in lines
    assert not [line for line in lines if line.startswith("pulumi-runsite")]
