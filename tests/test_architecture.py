"""Who may import whom: downwards only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from pulumi import ComponentResource

import pulumi_runsite

ROOT = Path(pulumi_runsite.__file__).parent

CORE = {"fields", "values", "problems", "api", "context", "resource", "once"}
MAY_IMPORT: dict[str, set[str]] = {
    "api": {"httpx", "anyio"},
    "fields": {"pydantic"},
    "values": {"pydantic", "pydantic_core"},
    "problems": {"pydantic", "pydantic_core"},
    "intents": {"api"},
    "context": {"api", "fields", "intents"},
    "resource": {"pydantic", "api", "context", "fields", "problems"},
    "once": {"api", "context", "fields", "intents"},
    "replacing": {"context", "fields", "problems", "resource"},
    "resources": CORE | {"pydantic"},
    "functions": CORE | {"pydantic", "resources"},
    "config": {"api", "fields"},
    "host": {"api", "config", "context", "fields", "intents", "problems", "replacing", "resource"},
    "adopt": CORE | {"config", "functions", "resources", "schema"},
    "details": {"pulumi", "grpc", "google"},
    "servicer": {"pulumi", "grpc", "google", "details"},
    "talk": {"pulumi", "grpc"},
    "dynamic": {"pulumi", "google", "api", "config", "context", "fields", "host"}
    | {"resource", "resources", "servicer", "talk"},
    "declared": {"pulumi", "dynamic", "fields", "resource", "resources"},
    "program": {"pulumi", "declared"},
    "invoked": {"pulumi", "api", "config", "functions", "host"},
    "lookups": {"pulumi", "functions", "invoked"},
    "__init__": {"lookups", "program"},
    "schema": {"pydantic", "config", "fields", "functions", "resource", "resources"},
    "plugin": {"pulumi", "grpc", "google", "api", "config", "context", "fields", "host"}
    | {"details", "resource", "schema", "talk"},
    "__main__": {"plugin"},
    "emulator": {"fastapi", "starlette", "uvicorn", "pydantic", "pydantic_core", "httpx", "anyio"},
}
GENERATED = {"lookups.py", "program.py"}
KNOWN = set().union(*MAY_IMPORT.values()) | set(MAY_IMPORT)


def files() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room(file: Path) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(file: Path) -> Iterator[str]:
    inside = len(file.relative_to(ROOT).parts) - 1
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        elif isinstance(node, ast.ImportFrom) and node.level <= inside:
            yield f"pulumi_runsite.{room(file)}"
        elif isinstance(node, ast.ImportFrom):
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from (f"pulumi_runsite.{name}" for name in names)


def top(module: str) -> str:
    return module.removeprefix("pulumi_runsite.").split(".")[0]


def test_every_room_has_its_rules() -> None:
    assert {room(file) for file in files()} == set(MAY_IMPORT)


def test_imports_only_point_downwards() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files()
        for module in imported(file)
        if (name := top(module)) in KNOWN and name not in MAY_IMPORT[room(file)] | {room(file)}
    ]
    assert wrong == []


def test_the_emulator_knows_nothing_of_ours() -> None:
    ours = {room(file) for file in files()} - {"emulator"}
    for file in (ROOT / "emulator").rglob("*.py"):
        assert not {top(module) for module in imported(file)} & ours, file


def test_no_module_is_longer_than_it_can_be_read_at_once() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in files()
        if (lines := len(file.read_text().splitlines())) > 250 and file.name not in GENERATED
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in files()
        if file.name not in GENERATED
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno >= 45
    ]
    assert long == []


def test_no_room_is_a_drawer() -> None:
    drawers = {"utils", "common", "helpers", "misc", "base"}
    assert not {file.stem for file in files()} & drawers


def test_the_package_is_not_taken_for_a_host_of_components() -> None:
    held = [
        name
        for name, value in vars(pulumi_runsite).items()
        if isinstance(value, type) and issubclass(value, ComponentResource)
    ]
    assert held == []
