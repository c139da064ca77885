"""The files of the written Pulumi project."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from ..provider.schema import type_token
from .program_items import DeclaredResource, ProgramItem
from .python_source import config_references, program_source

SECRETS_SCRIPT = "set-secrets.sh"
IMPORT_FILE = "import.json"


def project_files(items: Sequence[ProgramItem], name: str, requirement: str) -> dict[str, str]:
    """
    Return the files, by name, of a Pulumi project *name* that declares *items*.

    *requirement* is the line of requirements.txt for this package.
    """
    files = {
        "__main__.py": program_source(items),
        "Pulumi.yaml": _pulumi_yaml(name),
        "requirements.txt": f"{requirement}\n",
        IMPORT_FILE: _import_file(items),
    }
    if config_references(items):
        files[SECRETS_SCRIPT] = _secrets_script(items)
    return files


def project_name(directory: Path) -> str:
    """Return a name that Pulumi accepts for the project in *directory*."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", directory.resolve().name).strip("-.")[:100] or "runsite"


def _pulumi_yaml(name: str) -> str:
    return (
        f"name: {json.dumps(name)}\n"
        "description: The resources of a Runsite account.\n"
        "runtime:\n"
        "  name: python\n"
        "  options:\n"
        "    virtualenv: venv\n"
    )


def _import_file(items: Sequence[ProgramItem]) -> str:
    resources = [
        {
            "type": type_token(item.resource_type),
            "name": item.resource_name,
            "id": item.import_id,
        }
        for item in items
        if isinstance(item, DeclaredResource)
    ]
    return json.dumps({"resources": resources}, indent=2) + "\n"


def _secrets_script(items: Sequence[ProgramItem]) -> str:
    lines = [
        "# Sets the values that the Runsite API does not return. Run `sh set-secrets.sh` in this",
        "# directory: each command prompts for one value, and Pulumi stores it in the stack's",
        "# configuration, secrets encrypted.",
        "set -e",
    ]
    for each in config_references(items):
        flag = "--secret" if each.is_secret else "--plaintext"
        lines.append(f"pulumi config set {flag} {each.key}")
    return "\n".join(lines) + "\n"
