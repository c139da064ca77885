"""COVERAGE.md is current, complete, and each of its rules has a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pulumi_runsite.emulator.app import document
from pulumi_runsite.emulator.coverage import report as module
from pulumi_runsite.emulator.coverage.report import PAGE, coverage
from pulumi_runsite.emulator.coverage.rules import RULES
from pulumi_runsite.emulator.openapi.provenance import EXPLAINED
from tests.emulator.test_refusals import OPERATIONS

HERE = Path(__file__).parent


def test_it_is_what_the_code_says() -> None:
    assert PAGE.read_text() == coverage(), "python -m pulumi_runsite.emulator.coverage"


def test_it_is_written_anew_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", tmp_path / "COVERAGE.md")
    assert module.main() == 0
    assert (tmp_path / "COVERAGE.md").read_text() == coverage()


def test_every_rule_has_a_test_that_is_there() -> None:
    tests = "".join(file.read_text() for file in HERE.glob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)\(", tests, re.MULTILINE))
    assert {rule.test for rule in RULES} - there == set()


def test_every_line_has_a_source_that_is_explained() -> None:
    rows = re.findall(
        r"\| (?:modelled|approximated|absent \(501\)) \| ([^|]+?) \|", PAGE.read_text()
    )
    assert len(rows) > 200
    assert set(rows) == set(EXPLAINED)


def test_every_call_of_the_public_page_is_modelled() -> None:
    page = PAGE.read_text()
    for method, path in OPERATIONS:
        kind = path.split("/")
        named = "/".join(
            f"{{{_id(kind[place - 1])}}}" if len(part) == 36 else part
            for place, part in enumerate(kind)
        )
        assert f"| `{method} /{named}` | modelled |" in page


def _id(parent: str) -> str:
    return {
        "projects": "project_id",
        "web-services": "web_service_id",
        "deployments": "deployment_id",
        "env": "var_id",
        "secrets": "secret_id",
    }[parent]


def test_every_operation_under_one_prefix_is_under_the_other() -> None:
    assert all(path.startswith("/api/") for path in document()["paths"])
    assert not any(path.startswith("/api/v1/") for path in document()["paths"])
