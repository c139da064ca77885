"""Which package may import which: downwards only, without cycles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from pulumi import ComponentResource

import pulumi_runsite

ROOT = Path(pulumi_runsite.__file__).parent

MAY_IMPORT: dict[str, set[str]] = {
    "api": {"httpx", "anyio"},
    "provider": {"api", "pydantic", "pydantic_core"},
    "engine": {"pulumi", "grpc", "google"},
    "dynamic": {"engine", "provider", "api", "pulumi", "google"},
    "plugin": {"engine", "provider", "api", "pulumi", "grpc", "google"},
    "sdk": {"provider", "engine", "api", "pulumi"},
    "adopt": {"provider", "api"},
    "doctor": {"provider", "api"},
    "emulator": {"fastapi", "starlette", "uvicorn", "pydantic", "pydantic_core", "httpx", "anyio"},
    "testing": {"emulator", "pytest", "httpx"},
    "__init__": {"sdk"},
    "__main__": {"plugin", "engine"},
}
GENERATED = {"sdk/functions.py", "sdk/resources.py"}
KNOWN = set().union(*MAY_IMPORT.values()) | set(MAY_IMPORT)


def files() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def path_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def package(file: Path) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(file) for file in files()}


def imported(file: Path) -> Iterator[str]:
    """Yield the modules that *file* imports; those of this package without its name."""
    here = file.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("pulumi_runsite.") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = here[: len(here) - node.level + 1] if node.level else ()
            base = ".".join([*parts, *filter(None, [node.module])])
            base = base.removeprefix("pulumi_runsite.") if not node.level else base
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                yield inner if inner in MODULES else base


def test_every_package_has_its_rules() -> None:
    assert {package(file) for file in files()} == set(MAY_IMPORT)


def test_the_package_has_at_most_15_entries() -> None:
    entries = {entry.name for entry in ROOT.iterdir()} - {"__pycache__"}
    assert len(entries) <= 15, entries  # ten packages, two modules, the schema and two markers


def test_imports_only_point_downwards() -> None:
    wrong = [
        f"{path_of(file)} imports {name}"
        for file in files()
        for name in imported(file)
        if (top := name.split(".")[0]) in KNOWN
        and top not in MAY_IMPORT[package(file)] | {package(file)}
    ]
    assert wrong == []


def test_no_module_imports_one_that_imports_it() -> None:
    graph = {
        module(file): {name for name in imported(file) if name in MODULES} - {module(file), ""}
        for file in files()
        if file.name != "__init__.py"
    }
    TopologicalSorter(graph).prepare()  # raises CycleError with the cycle


def test_no_subpackage_of_the_core_imports_one_that_imports_it() -> None:
    def part(name: str) -> str:
        return ".".join(name.split(".")[:2])

    folders = {part(module(file)) for file in files() if file.parent.parent.name == "provider"}
    graph: dict[str, set[str]] = {folder: set() for folder in folders}
    for file in files():
        if (own := part(module(file))) in folders:
            graph[own] |= {part(name) for name in imported(file)} & folders - {own}
    TopologicalSorter(graph).prepare()


def test_no_module_is_longer_than_250_lines() -> None:
    sources = [*files(), *Path(__file__).parent.rglob("*.py")]
    long = {
        str(file.name): lines
        for file in sources
        if (lines := len(file.read_text().splitlines())) > 250
        and (not file.is_relative_to(ROOT) or path_of(file) not in GENERATED)
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{path_of(file)}:{node.lineno} {node.name}"
        for file in files()
        if path_of(file) not in GENERATED
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno >= 45
    ]
    assert long == []


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "common", "helpers", "misc", "base"}
    assert not {file.stem for file in files()} & drawers


def test_the_package_is_not_taken_for_a_component_provider() -> None:
    components = [
        name
        for name in {*vars(pulumi_runsite), *pulumi_runsite.__all__}
        if isinstance(value := getattr(pulumi_runsite, name), type)
        and issubclass(value, ComponentResource)
    ]
    assert components == []
