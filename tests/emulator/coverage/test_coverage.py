"""COVERAGE.md is current and complete, and each of its rules has a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pulumi_runsite.emulator.app import openapi_document
from pulumi_runsite.emulator.coverage import report
from pulumi_runsite.emulator.coverage.modelled_rules import RULES
from pulumi_runsite.emulator.coverage.report import COVERAGE_FILE, coverage_report
from pulumi_runsite.emulator.openapi.provenance import SOURCES
from tests.emulator.api.test_errors import OPERATIONS

TESTS = Path(__file__).parents[1]


def test_coverage_md_is_current() -> None:
    assert COVERAGE_FILE.read_text() == coverage_report(), (
        "python -m pulumi_runsite.emulator.coverage"
    )


def test_the_command_writes_coverage_md(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "COVERAGE_FILE", tmp_path / "COVERAGE.md")
    assert report.main() == 0
    assert (tmp_path / "COVERAGE.md").read_text() == coverage_report()


def test_every_rule_has_an_existing_test() -> None:
    tests = "".join(file.read_text() for file in TESTS.rglob("test_*.py"))
    existing = set(re.findall(r"^def (test_\w+)\(", tests, re.MULTILINE))
    assert {rule.test for rule in RULES} - existing == set()


def test_every_row_has_an_explained_source() -> None:
    rows = re.findall(
        r"\| (?:modelled|approximated|absent \(501\)) \| ([^|]+?) \|", COVERAGE_FILE.read_text()
    )
    assert len(rows) > 200
    assert set(rows) == set(SOURCES)


def test_every_call_of_the_public_api_page_is_modelled() -> None:
    page = COVERAGE_FILE.read_text()
    for method, path in OPERATIONS:
        parts = path.split("/")
        named = "/".join(
            f"{{{_id(parts[index - 1])}}}" if len(part) == 36 else part
            for index, part in enumerate(parts)
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


def test_the_document_has_one_of_the_two_prefixes() -> None:
    assert all(path.startswith("/api/") for path in openapi_document()["paths"])
    assert not any(path.startswith("/api/v1/") for path in openapi_document()["paths"])
