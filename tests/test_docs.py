"""The guides say what is true: every program in them is one."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.provider.resources import RESOURCES
from tests.test_architecture import MAY_IMPORT
from tests.under_mocks import SECRET, declared

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

HEAD = """
import pulumi

import pulumi_runsite as runsite

config = pulumi.Config()
"""
NAMES = {
    "project": 'project = runsite.Project("the-project")',
    "web": 'web = runsite.WebService("the-web", image_ref="nginx:1.27", port=80)',
    "worker": 'worker = runsite.WebService("the-worker", image_ref="worker:1")',
}
"""What a fragment may take as declared: it stands in a guide, not in a file."""

CONFIG = {
    f"shop:{name}": "x" * 12
    for name in ("sessionKey", "paymentKey", "commit", "databaseUrl", "version", "projectId")
}


def plain(value: Any) -> Any:
    return value[1] if isinstance(value, list) and value[:1] == [SECRET] else value


def blocks(page: Path) -> Iterator[str]:
    yield from re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


def whole(block: str) -> str:
    """Return *block* as a program: a fragment gets what it takes as declared."""
    if re.match(r"import |from |\"\"\"", block):
        return block
    given = [
        line
        for name, line in NAMES.items()
        if re.search(rf"\b{name}\b\.", block) and not re.search(rf"^{name} =", block, re.MULTILINE)
    ]
    return "\n".join([HEAD, *given, block])


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("docs")
    written = []
    for page in PAGES:
        for number, block in enumerate(blocks(page), start=1):
            stem = re.sub(r"[^a-z]", "_", str(page.relative_to(ROOT).with_suffix("")).lower())
            written.append(folder / f"{stem}_{number}.py")
            written[-1].write_text(whole(block))
    return written


def test_there_are_programs_in_the_readme_and_in_every_guide() -> None:
    with_some = {page.name for page in PAGES if any(blocks(page))}
    assert with_some >= {"README.md", "drift.md", "deployments.md", "secrets.md"}


def test_an_editor_finds_nothing_wrong_in_a_program_of_the_docs(programs: list[Path]) -> None:
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
    done = subprocess.run(
        [*mypy, *map(str, programs)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_every_program_of_the_docs_passes_the_checks_of_a_preview(programs: list[Path]) -> None:
    kinds = {f"pulumi-python:dynamic/runsite:{kind.__name__}": kind for kind in RESOURCES}
    told = declared(programs, CONFIG)
    assert len(told) == len(programs)
    for program, seen in told.items():
        assert seen, program
        for each in seen:
            inputs = {name: plain(value) for name, value in each["inputs"].items()}
            _, found = kinds[each["type"]].check(inputs, {}, "error")
            assert found == [], (program, each["name"])


def test_every_link_between_the_pages_leads_somewhere() -> None:
    dead = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_every_command_of_the_readme_that_make_runs_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for page in PAGES:
        for target in re.findall(r"`?make ([a-z]+)(?: [a-z ]+)?`", page.read_text()):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), (page.name, target)


def test_every_room_has_its_line_in_the_table_of_rooms() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    table = text.partition("## The rooms")[2].partition("\n## ")[0]
    named = {
        name.rstrip("/")
        for line in table.splitlines()
        for name in re.findall(r"`([^`]+)`", line.split("|")[1] if line.startswith("|") else "")
    }
    assert named == MAY_IMPORT.keys() - {"__init__"}
