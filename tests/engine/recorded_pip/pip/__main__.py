"""
Repeat what pip has printed for the same command and the same packages, or run it and record that.

The language host runs `pip list` for each command: 0.5 s of CPU, a quarter of the whole command.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

OWN = str(Path(__file__).resolve().parents[1])


def main() -> None:
    """Print the list of packages."""
    found = os.environ["PYTHONPATH"].split(os.pathsep)
    folders = os.pathsep.join(each for each in found if each != OWN)
    command = [sys.executable, "-m", "pip", *sys.argv[1:]]
    name = hashlib.sha256(repr((command, folders)).encode()).hexdigest()
    record = Path(os.environ["HOME"], f"pip-{name}")
    if not record.exists():
        environ = {**os.environ, "PYTHONPATH": folders}
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True)
        partial = record.with_suffix(f".{os.getpid()}")
        partial.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(done.stdout)
        partial.rename(record)
    sys.stdout.write(record.read_text())


main()
