"""The generated files and their content."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import metadata, version
from pathlib import Path

from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.resources import RESOURCES
from pulumi_runsite.provider.schema import describe_package, package_schema
from tools.generate.function_pages import function_groups, function_page
from tools.generate.performance_page import performance_page
from tools.generate.reference_page import index_page
from tools.generate.resource_pages import resource_page
from tools.generate.sdk_functions import functions_module
from tools.generate.sdk_resources import resources_module
from tools.generate.troubleshooting_page import troubleshooting_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PACKAGE = ROOT / "pulumi_runsite"
PAGE_FOLDERS = ("resources", "functions")


def generated_files() -> dict[Path, str]:
    """Return every generated file with its content."""
    describe_package()
    schema_json = package_schema(version("pulumi-runsite"), project_urls())
    files = {
        PACKAGE / "sdk" / "resources.py": resources_module(),
        PACKAGE / "sdk" / "functions.py": functions_module(),
        PACKAGE / "schema.json": schema_json,
        DOCS / "reference.md": index_page(DOCS, schema_json),
        DOCS / "troubleshooting.md": troubleshooting_page(DOCS),
        DOCS / "performance.md": performance_page(DOCS),
    }
    for resource in RESOURCES:
        page = resource_page(resource, DOCS)
        files[DOCS / page.path] = page.text
    for group, functions in function_groups(FUNCTIONS).items():
        page = function_page(group, functions, DOCS)
        files[DOCS / page.path] = page.text
    return files


def project_urls() -> dict[str, str]:
    """Return the addresses of the installed package by their labels: `make venv` renews them."""
    labelled = metadata("pulumi-runsite").get_all("Project-URL") or []
    return {label: url for label, _, url in (each.partition(", ") for each in labelled)}


def leftover_pages(files: Iterable[Path]) -> list[Path]:
    """Return the reference pages that are not among the generated *files*."""
    found = {path for folder in PAGE_FOLDERS for path in (DOCS / folder).glob("*.md")}
    return sorted(found - set(files))
