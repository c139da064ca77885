"""Names and texts of people become names and literals of Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pulumi_runsite.adopt.identifiers import Names, words
from pulumi_runsite.adopt.project_files import project_name
from pulumi_runsite.adopt.python_source import string


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Größe & Co", "grosse_co"),
        ("  My--Shop!", "my_shop"),
        ("class", "class_project"),
        ("list", "list_project"),
        ("config", "config_project"),
        ("kept", "kept_project"),
        ("pulumi", "pulumi_project"),
        ("runsite", "runsite_project"),
        ("7 seas", "project_7_seas"),
        ("店", "project"),
        ("a" * 99, "a" * 40),
    ],
)
def test_a_name_becomes_an_identifier(text: str, name: str) -> None:
    given = Names().give(words(text), "project")
    assert given == name
    assert given.isidentifier()


def test_no_identifier_is_given_twice() -> None:
    names = Names()
    wanted = ["a", "a", "a", "a_project", "a_project_2", "a"]
    given = [names.give(each, "project") for each in wanted]
    assert len(set(given)) == len(wanted)


@pytest.mark.parametrize(
    "text",
    ["", "plain", "it's", 'say "x"', 'it\'s "x"', '"\'"', "a\\b\\'", "\n\t\r\x00\x7f", "é店\u200b"],
)
def test_a_literal_is_the_text_again_and_as_ruff_writes_it(text: str, tmp_path: Path) -> None:
    literal = string(text)
    assert eval(literal) == text  # noqa: S307
    file = tmp_path / "it.py"
    file.write_text(f"x = {literal}\n")
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", str(file)]
    assert subprocess.run(ruff, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("folder", "name"), [("my app", "my-app"), ("..our-app.", "our-app"), ("店", "runsite")]
)
def test_a_folder_gives_the_project_a_name_that_pulumi_takes(folder: str, name: str) -> None:
    assert project_name(Path("somewhere") / folder) == name
