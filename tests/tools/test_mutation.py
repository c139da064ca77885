"""The mutation tool runs the tests against the mutant, and not against the module as it is."""

from __future__ import annotations

import subprocess
import sys

from tools.mutation.__main__ import ROOT


def test_a_mutant_is_what_the_tests_import() -> None:
    """The package is a plugin of pytest, which imports it in a way of its own."""
    command = [sys.executable, "-m", "tools.mutation", "provider/state_record.py", "--sample", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "100.0 % of 1 mutants noticed" in done.stdout
