"""The version, which several files have to agree on, and what else a release needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.release import ReleaseError

ROOT = Path(__file__).parents[2]


def check_version(tag: str | None) -> str:
    """
    Return the version of the package.

    Raises:
        ReleaseError: a file, the changelog or the *tag*, if there is one, has another version, or
            the schema of a release does not say where the plugin is.
    """
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    if found is None:
        raise ReleaseError("pyproject.toml has no version")
    expected = found[1]
    schema = json.loads((ROOT / "pulumi_runsite" / "schema.json").read_text())
    for name, actual in (
        ("the installed package (run `make venv`)", version("pulumi-runsite")),
        ("pulumi_runsite/schema.json (run `make generate`)", schema["version"]),
        ("the tag", expected if tag is None else tag.removeprefix("v")),
    ):
        if actual != expected:
            raise ReleaseError(f"{name} has the version {actual}, pyproject.toml {expected}")
    if tag is not None:
        check_addresses(schema)
    check_changelog((ROOT / "CHANGELOG.md").read_text(), expected, is_release=tag is not None)
    return expected


def check_addresses(schema: Mapping[str, Any]) -> None:
    """
    Check that *schema* says where the plugin can be downloaded.

    Raises:
        ReleaseError: it does not.
    """
    if not {"repository", "pluginDownloadURL"} <= schema.keys():
        raise ReleaseError(
            "pulumi_runsite/schema.json does not say where the plugin is; set `Repository` in "
            "[project.urls] of pyproject.toml, and run `make venv generate`"
        )


def check_changelog(changelog: str, version: str, *, is_release: bool) -> None:
    """
    Check that *changelog* has an entry for *version*, or for what is not released yet.

    Raises:
        ReleaseError: it has none, or the entry lists nothing.
    """
    heading = f"[{version}] - " if is_release else "[Unreleased]"
    sections = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]
    section = next((each for each in sections if each.startswith(heading)), None)
    if section is None:
        raise ReleaseError(f"CHANGELOG.md has no section `## {heading.strip()}`")
    if not re.search(r"^- ", section, re.MULTILINE):
        raise ReleaseError(f"the section `## {heading.strip()}` of CHANGELOG.md lists no change")
