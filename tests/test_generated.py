"""The generated files are up to date and complete."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.resources import RESOURCES
from tools.generate.function_pages import function_groups, function_path
from tools.generate.generated_files import DOCS, ROOT, generated_files, leftover_pages
from tools.generate.resource_pages import CHANGE_LABELS, resource_path

FILES = generated_files()
RESOURCE_PAGES = {resource: FILES[DOCS / resource_path(resource)] for resource in RESOURCES}
FUNCTION_PAGES = {group: FILES[DOCS / function_path(group)] for group in function_groups(FUNCTIONS)}
REFERENCE_PAGES = [*RESOURCE_PAGES.values(), *FUNCTION_PAGES.values()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_generated_file_is_up_to_date(path: Path) -> None:
    assert path.read_text() == FILES[path], "run `make generate`"


def test_no_page_is_left_of_a_resource_or_function_that_does_not_exist() -> None:
    assert leftover_pages(FILES) == []


def test_the_check_command_succeeds_when_all_files_are_up_to_date() -> None:
    command = [sys.executable, "-m", "tools.generate", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_example_and_every_fragment_belongs_to_a_page() -> None:
    sources = DOCS / "sources"
    pages = {sources / resource_path(each).with_suffix("") for each in RESOURCES}
    pages |= {sources / function_path(group).with_suffix("") for group in FUNCTION_PAGES}
    assert {path.parent for path in sources.glob("*/*/*")} == pages


@pytest.mark.parametrize("page", REFERENCE_PAGES, ids=lambda page: page.splitlines()[2])
def test_every_reference_page_has_an_example_in_each_language(page: str) -> None:
    assert all(page.count(f"```{language}\n") >= 1 for language in ("python", "typescript", "yaml"))
    assert [line for line in page.splitlines() if len(line) > 100] == []


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_page_of_a_resource_states_the_effect_of_a_change_of_every_input(
    resource: type,
) -> None:
    page = RESOURCE_PAGES[resource]  # type: ignore[index]
    changes = page.partition("## Changes")[2].partition("\n## ")[0]
    for name in resource.Inputs.model_fields:  # type: ignore[attr-defined]
        label = CHANGE_LABELS[resource.change_effect(name)]  # type: ignore[attr-defined]
        item = page.partition(f"- **`{name}`** (")[2].partition("):")[0]
        assert label in " ".join(item.split()).split(", "), name
        assert f"- **{label}**: " in changes


@pytest.mark.parametrize("resource", [each for each in RESOURCES if each.import_forms])
def test_the_page_of_a_resource_names_the_ids_that_an_import_takes(resource: type) -> None:
    section = RESOURCE_PAGES[resource].partition("## Adopt and import")[2]  # type: ignore[index]
    forms = resource.import_forms  # type: ignore[attr-defined]
    assert all(form in section for form in forms.split(" or "))
