"""The command that writes a program for what is on Runsite, as a user calls it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from .stack import PROJECT, Stack


def adopt(stack: Stack, out: Path) -> str:
    """Write the program for the account that *stack* is connected to, into *out*."""
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


def take_up(stack: Stack, written: Path) -> None:
    """Make *stack* the project that was *written*; only its name and its Python are the test's."""
    about = (written / "Pulumi.yaml").read_text()
    about = about.replace('name: "adopted"', f"name: {PROJECT}")
    about = about.replace("virtualenv: venv", f"virtualenv: {sys.prefix}")
    (stack.folder / "Pulumi.yaml").write_text(about)
    stack.program((written / "__main__.py").read_text())


def asked_for(written: Path) -> list[str]:
    """Return the keys that the script asks for."""
    commands = (written / "set-secrets.sh").read_text()
    return re.findall(r"^pulumi config set --secret (\S+)$", commands, re.MULTILINE)
