"""Imports within the emulator point one way, and none leads to the rest of the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pulumi_runsite.emulator

PACKAGE = "pulumi_runsite.emulator"
ROOT = Path(pulumi_runsite.emulator.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "faults": set(),
    "openapi": set(),
    "world": {"faults"},
    "api": {"openapi", "world"},
    "control": {"api", "faults", "world"},
    "page": {"api", "control", "faults", "world"},
    "request_body": {"api", "control", "faults", "world"},
    "middleware": {"control", "faults", "openapi", "request_body", "world"},
    "app": {"api", "control", "middleware", "openapi", "page", "world"},
    "server": {"app", "world"},
    "coverage": {"app", "openapi"},
    "__init__": {"app", "server", "world"},
    "__main__": {"server", "world"},
}
"""The parts of the emulator, each with the parts it may import; lower parts come first."""

THIRD_PARTY = {
    "faults": {"pydantic"},
    "openapi": {"fastapi", "pydantic"},
    "world": {"pydantic"},
    "api": {"fastapi", "pydantic", "pydantic_core", "starlette"},
    "control": {"fastapi", "pydantic"},
    "page": {"fastapi", "pydantic", "starlette"},
    "request_body": {"starlette"},
    "middleware": {"fastapi"},
    "app": {"fastapi"},
    "server": {"uvicorn"},
}


def part_of(module: Path) -> str:
    return module.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(module: Path) -> Iterator[str]:
    """Yield the absolute name of every imported module."""
    package = [*PACKAGE.split("."), *module.relative_to(ROOT).parts[:-1]]
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            target = [*base, *(node.module or "").split(".")] if node.module else base
            yield from (".".join([*target, alias.name]) for alias in node.names)


def internal_imports(module: Path) -> set[str]:
    names = (n.removeprefix(f"{PACKAGE}.") for n in imports_of(module) if n.startswith(PACKAGE))
    return {name.split(".")[0] for name in names} - {part_of(module)}


def test_every_part_is_in_the_table() -> None:
    assert {part_of(module) for module in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_point_one_way(part: str) -> None:
    modules = [module for module in MODULES if part_of(module) == part]
    imported = set().union(*map(internal_imports, modules))
    assert imported == MAY_IMPORT[part]


def test_the_table_has_no_cycles() -> None:
    order = list(MAY_IMPORT)
    for part, imported in MAY_IMPORT.items():
        assert all(order.index(other) < order.index(part) for other in imported), part


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_the_rest_of_the_package_is_not_imported(module: Path) -> None:
    names = [name for name in imports_of(module) if name.split(".")[0] == "pulumi_runsite"]
    assert [name for name in names if not name.startswith(f"{PACKAGE}.")] == []


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_third_party_imports_are_in_the_table(part: str) -> None:
    modules = [module for module in MODULES if part_of(module) == part]
    packages = {name.split(".")[0] for module in modules for name in imports_of(module)}
    known = set().union(*THIRD_PARTY.values()) | {"httpx", "pulumi", "anyio", "grpc"}
    assert packages & known == THIRD_PARTY.get(part, set())


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_every_module_has_a_docstring_and_at_most_250_lines(module: Path) -> None:
    text = module.read_text()
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 250


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_no_function_exceeds_40_lines(module: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 40]
    assert long == []
