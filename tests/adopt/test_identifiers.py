"""Names on Runsite become identifiers, and texts become literals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pulumi_runsite.adopt.identifiers import Identifiers, identifier_part
from pulumi_runsite.adopt.project_files import project_name
from pulumi_runsite.adopt.python_source import string_literal


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Größe & Co", "grosse_co"),
        ("  My--Shop!", "my_shop"),
        ("class", "class_project"),
        ("list", "list_project"),
        ("config", "config_project"),
        ("protected", "protected_project"),
        ("pulumi", "pulumi_project"),
        ("runsite", "runsite_project"),
        ("7 seas", "project_7_seas"),
        ("店", "project"),
        ("a" * 99, "a" * 40),
    ],
)
def test_a_name_becomes_an_identifier(text: str, name: str) -> None:
    identifier = Identifiers().create(identifier_part(text), "project")
    assert identifier == name
    assert identifier.isidentifier()


def test_no_identifier_is_created_twice() -> None:
    identifiers = Identifiers()
    preferred = ["a", "a", "a", "a_project", "a_project_2", "a"]
    created = [identifiers.create(each, "project") for each in preferred]
    assert len(set(created)) == len(preferred)


@pytest.mark.parametrize(
    "text",
    ["", "plain", "it's", 'say "x"', 'it\'s "x"', '"\'"', "a\\b\\'", "\n\t\r\x00\x7f", "é店\u200b"],
)
def test_a_literal_evaluates_to_the_text_and_is_formatted_as_ruff_does(
    text: str, tmp_path: Path
) -> None:
    literal = string_literal(text)
    assert eval(literal) == text  # noqa: S307
    file = tmp_path / "literal.py"
    file.write_text(f"x = {literal}\n")
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", str(file)]
    assert subprocess.run(ruff, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("directory", "name"), [("my app", "my-app"), ("..our-app.", "our-app"), ("店", "runsite")]
)
def test_the_directory_gives_the_project_a_valid_name(directory: str, name: str) -> None:
    assert project_name(Path("somewhere") / directory) == name
