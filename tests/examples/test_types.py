"""The examples pass `mypy --strict`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .program_runs import EXAMPLES, ROOT


def test_the_examples_have_no_type_error(tmp_path: Path) -> None:
    for program in EXAMPLES.glob("*/__main__.py"):
        # mypy takes no two modules of one name.
        shutil.copy(program, tmp_path / f"{program.parent.name}.py")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
