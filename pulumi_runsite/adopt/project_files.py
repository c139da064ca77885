"""The files of a Pulumi project, and the one way in which they reach the disk."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..api import RunsiteError
from ..provider.schema import type_token
from .declarations import Declaration, Part
from .python_source import program, settings

SECRETS = "set-secrets.sh"
IMPORTS = "import.json"


def project(parts: Sequence[Part], name: str) -> dict[str, str]:
    """Return the files, by name, of a Pulumi project that declares *parts*."""
    made = {
        "__main__.py": program(parts),
        "Pulumi.yaml": _about(name),
        "requirements.txt": "pulumi-runsite\n",
        IMPORTS: _imports(parts),
    }
    return made | ({SECRETS: _secrets(parts)} if settings(parts) else {})


def write(folder: Path, files: Mapping[str, str]) -> None:
    """
    Write *files* into *folder*, none where one of them is there already.

    Raises:
        RunsiteError: one is there, or the folder cannot be written to.
    """
    if there := sorted(name for name in files if (folder / name).exists()):
        raise RunsiteError(
            f"{folder / there[0]} exists and is not overwritten; nothing was written. Name "
            "another folder with --out"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise RunsiteError(f"{error.filename} cannot be written: {error.strerror}") from None


def project_name(folder: Path) -> str:
    """Return a name that Pulumi accepts for the project in *folder*."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.resolve().name).strip("-.")[:100] or "runsite"


def _about(name: str) -> str:
    return (
        f"name: {json.dumps(name)}\n"
        "description: What is on Runsite.\n"
        "runtime:\n"
        "  name: python\n"
        "  options:\n"
        "    virtualenv: venv\n"
    )


def _imports(parts: Sequence[Part]) -> str:
    resources = [
        {
            "type": type_token(part.kind),
            "name": part.resource_name,
            "id": part.import_id,
        }
        for part in parts
        if isinstance(part, Declaration)
    ]
    return json.dumps({"resources": resources}, indent=2) + "\n"


def _secrets(parts: Sequence[Part]) -> str:
    lines = [
        "# Runsite does not show these values. Each command asks for one of them, and Pulumi keeps",
        "# it encrypted in the stack's configuration: `sh set-secrets.sh`, in this folder.",
        "set -e",
    ]
    for each in settings(parts):
        flag = "--secret" if each.is_secret else "--plaintext"
        lines.append(f"pulumi config set {flag} {each.key}")
    return "\n".join(lines) + "\n"
