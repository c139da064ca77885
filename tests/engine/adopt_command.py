"""Run `python -m pulumi_runsite.adopt` and use the program that it generates."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from .stack import PROJECT, Stack


def generate_program(stack: Stack, out: Path) -> str:
    """Generate the program for the account that *stack* is connected to, in the folder *out*."""
    done = subprocess.run(
        [sys.executable, "-m", "pulumi_runsite.adopt", "--out", str(out)],
        env=stack.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def use_generated_project(stack: Stack, generated: Path) -> None:
    """Copy project file and program to *stack*, with the project name and Python of the tests."""
    project_file = (generated / "Pulumi.yaml").read_text()
    project_file = project_file.replace('name: "adopted"', f"name: {PROJECT}")
    project_file = project_file.replace("virtualenv: venv", f"virtualenv: {sys.prefix}")
    (stack.folder / "Pulumi.yaml").write_text(project_file)
    stack.program((generated / "__main__.py").read_text())


def secret_config_keys(generated: Path) -> list[str]:
    """Return the configuration keys that the generated script sets."""
    commands = (generated / "set-secrets.sh").read_text()
    return re.findall(r"^pulumi config set --secret (\S+)$", commands, re.MULTILINE)
