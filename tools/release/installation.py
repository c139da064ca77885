"""Installs an archive into a clean environment, and runs the demo from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.release.version import ROOT

DEMO = ("tools/__init__.py", "tools/demo", "tools/pulumi_cli",
        "examples/shop")  # fmt: skip
"""What the demo needs beside the package: without the package itself beside it."""


def check_installation(archive: Path, folder: Path) -> None:
    """
    Install *archive* into a new environment in *folder*, and try it.

    Raises:
        CalledProcessError: a step failed.
    """
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = str(folder / "venv" / "bin" / "python")
    requirement = f"pulumi-runsite[emulator] @ {archive.resolve().as_uri()}"
    _run([python, "-m", "pip", "install", "--quiet", requirement], folder)
    _run([python, "-m", "pip", "check"], folder)
    for name in DEMO:
        source, target = ROOT / name, folder / "demo" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "venv"))
        else:
            shutil.copy(source, target)
    _run([python, "-m", "pulumi_runsite.adopt", "--help"], folder)
    _run([python, "-m", "tools.demo"], folder / "demo")


def _run(command: list[str], folder: Path) -> None:
    # PYTHONPATH could put this checkout in place of what was installed.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
