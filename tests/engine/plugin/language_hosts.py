"""Run the programs of a stack with the language hosts for Go and Node.js."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.engine.stack import Stack
from tools.sdks import build_language_host

PROGRAMS = Path(__file__).parent
"""The folder of `go_program` and `ts_program`."""

needs_go = pytest.mark.skipif(shutil.which("go") is None, reason="needs Go to generate the SDKs")
needs_node = pytest.mark.skipif(shutil.which("npm") is None, reason="needs Node.js and npm")


def use_language_host(stack: Stack, language: str, folder: Path, option: str) -> None:
    """Build the host of *language* in *folder*, and run the program of *stack* with it."""
    build_language_host(language, folder / "host")
    launcher = folder / "bin" / f"pulumi-language-{language}"
    launcher.parent.mkdir()
    # The host is older than the engine and expects this option as a flag.
    launcher.write_text(f'#!/bin/sh\nexec {folder / "host"} {option} "$@"\n')
    launcher.chmod(0o755)
    stack.env["PATH"] = os.pathsep.join([str(launcher.parent), stack.env["PATH"]])
    project_file = json.loads((stack.folder / "Pulumi.yaml").read_text())
    (stack.folder / "Pulumi.yaml").write_text(json.dumps(project_file | {"runtime": language}))
