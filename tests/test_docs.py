"""Every program in the documentation runs, and every link between its pages resolves."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from pulumi_runsite.provider.fields import Model
from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.messages.left_after_destroy import web_service_stopped
from pulumi_runsite.provider.resources import RESOURCES
from pulumi_runsite.provider.resources.immutable_refusal import refusal
from tests.test_architecture import MAY_IMPORT
from tests.under_mocks import SECRET, declared

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GENERATED_FROM = DOCS / "sources"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted(page for page in DOCS.rglob("*.md") if not page.is_relative_to(GENERATED_FROM)),
]

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
"""The declarations that a fragment of a page may use."""

CONFIG = {
    f"shop:{name}": "x" * 12
    for name in ("sessionKey", "paymentKey", "commit", "databaseUrl", "version", "projectId")
}


TYPES = {f"pulumi-python:dynamic/runsite:{each.__name__}": each for each in RESOURCES}
FUNCTIONS_BY_TOKEN = {function.token: function for function in FUNCTIONS}


def sample(model: type[Model]) -> dict[str, Any]:
    """Return a result with one object in each list and a value for each required field."""
    result: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        items = [each for each in get_args(field.annotation) if isinstance(each, type)]
        if get_origin(field.annotation) is list:
            result[name] = [sample(items[0])]
        elif field.is_required():
            result[name] = "x"
    return result


RESULTS = {function.token: sample(function.Outputs) for function in FUNCTIONS}


def plain(value: Any) -> Any:
    return value[1] if isinstance(value, list) and value[:1] == [SECRET] else value


def blocks(page: Path) -> Iterator[str]:
    yield from re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


def as_program(block: str) -> str:
    """Return *block* as a program: a fragment is preceded by the declarations it uses."""
    if re.match(r"import |from |\"\"\"", block):
        return block
    declarations = [
        line
        for name, line in NAMES.items()
        if re.search(rf"\b{name}\b\.", block) and not re.search(rf"^{name} =", block, re.MULTILINE)
    ]
    return "\n".join([HEAD, *declarations, block])


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("docs")
    written = []
    for page in PAGES:
        for number, block in enumerate(blocks(page), start=1):
            name = "_".join(page.relative_to(ROOT).with_suffix("").parts)
            written.append(folder / f"{name.lower().replace('-', '_')}_{number}.py")
            written[-1].write_text(as_program(block))
    return written


def test_the_readme_and_the_guides_contain_programs() -> None:
    with_some = {page.name for page in PAGES if any(blocks(page))}
    assert with_some >= {
        "README.md",
        "what-the-api-cannot-do.md",
        "deployments.md",
        "drift.md",
        "secrets.md",
    }


def test_every_program_of_the_docs_passes_a_strict_type_check(programs: list[Path]) -> None:
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
    done = subprocess.run(
        [*mypy, *map(str, programs)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_every_program_of_the_docs_passes_the_checks_of_a_preview(programs: list[Path]) -> None:
    declarations = declared(programs, CONFIG, results=RESULTS)
    assert len(declarations) == len(programs)
    for program, resources in declarations.items():
        assert resources, program
        for each in resources:
            inputs = {name: plain(value) for name, value in each["inputs"].items()}
            if each["type"] in FUNCTIONS_BY_TOKEN:
                _, found = FUNCTIONS_BY_TOKEN[each["type"]].check(inputs)
            else:
                resource = TYPES[each["type"]]
                if "name" in resource.Inputs.model_fields:
                    inputs.setdefault("name", "a-default")
                _, found = resource.check(inputs)
            assert found == [], (program, each["name"])


def test_every_relative_link_resolves() -> None:
    dead = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_every_make_target_that_the_docs_mention_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for page in PAGES:
        for target in re.findall(r"`?make ([a-z]+)(?: [a-z ]+)?`", page.read_text()):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), (page.name, target)


def test_every_package_has_a_row_in_the_table_of_packages() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    table = text.partition("## Architecture")[2].partition("\nIn `provider/`")[0]
    named = {
        name.rstrip("/")
        for line in table.splitlines()
        for name in re.findall(r"`([^`]+)`", line.split("|")[1] if line.startswith("|") else "")
    }
    assert named == MAY_IMPORT.keys()


QUOTES = {
    "README.md": refusal("web service", "port", {"port": 80}, ("80", "9090")),
    "docs/guides/what-the-api-cannot-do.md": refusal(
        "web service", "port", {"port": 8080}, ("8080", "9090")
    ),
}


@pytest.mark.parametrize("page", QUOTES)
def test_a_quoted_message_is_the_one_of_the_provider(page: str) -> None:
    assert f"port: {QUOTES[page]}" in " ".join((ROOT / page).read_text().split())


def test_the_quoted_warning_is_the_one_of_the_provider() -> None:
    guide = (DOCS / "guides" / "what-the-api-cannot-do.md").read_text()
    assert web_service_stopped("'web-dev'", "3f2a...") in " ".join(guide.split())
