"""`python -m pulumi_runsite.emulator.coverage`: COVERAGE.md from routes, models, rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..app import document
from ..openapi.provenance import EXPLAINED, fidelity
from .rules import ABSENT, RULES

PAGE = Path(__file__).parent.with_name("COVERAGE.md")

_HEAD = """\
# What the emulator covers

Made by `python -m pulumi_runsite.emulator.coverage` from the routes, the models and the rules; a
test fails when it is old. Nobody compared the emulator with the real Runsite.

- *modelled*: a source says it, and the emulator does it
- *approximated*: no source says it, or not with values; the emulator does what seems likeliest, and
  a [switch](../../docs/emulator.md#switches) does the others
- *absent*: Runsite has it, the emulator does not

Sources, read on 2026-11-24:
"""


def coverage() -> str:
    """Return the text of COVERAGE.md."""
    api = document()
    parts = [
        _HEAD + "\n".join(f"- *{name}*: {text}" for name, text in EXPLAINED.items()),
        "## Calls",
        _table(("call", "status", "source"), _calls(api)),
        "Each is under `/api` and `/api/v1`; the client has the second only.",
        "## Parameters",
        _table(("call", "parameter", "status", "source"), _parameters(api)),
        "## Fields",
        _table(("object", "field", "status", "source"), _fields(api)),
        "## Rules",
        _table(("rule", "status", "source", "test"), _rules()),
        "## Absent",
        _table(("what", "the emulator's answer", "source"), ABSENT),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(coverage())
    return 0


def _table(names: tuple[str, ...], rows: Any) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _operations(api: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in api["paths"].items():
        for verb, operation in item.items():
            yield f"`{verb.upper()} {path.removeprefix('/api')}`", operation


def _calls(api: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, operation in _operations(api):
        source = operation["x-source"]
        status = "absent (501)" if "501" in operation["responses"] else fidelity(source)
        yield name, status, source


def _parameters(api: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, operation in _operations(api):
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                source = parameter["schema"]["x-source"]
                yield name, f"`{parameter['name']}`", fidelity(source), source


def _fields(api: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, schema in api["components"]["schemas"].items():
        for field, said in schema.get("properties", {}).items():
            source = said["x-source"]
            yield name, f"`{field}`", fidelity(source), source


def _rules() -> Iterator[tuple[str, ...]]:
    for rule in RULES:
        yield rule.text, fidelity(rule.source), rule.source, f"`{rule.test}`"
