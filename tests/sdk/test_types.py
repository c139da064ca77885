"""The types of the SDK: what a program wires needs no cast, under mypy; by hand, pyright."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.under_mocks import declared

PROGRAM = Path(__file__).parent / "strict_program.py"
ROOT = PROGRAM.parents[2]
CONFIG = {"shop:text": "staging", "shop:flag": "true", "shop:a": "x", "shop:timeout": "9"}
RESULTS = {
    "runsite:index:getWebService": {"id": "w-1", "name": "web"},
    "runsite:index:getProjects": {"projects": [{"id": "p-1", "name": "shop"}]},
}


def test_a_program_that_wires_everything_to_everything_has_no_type_error() -> None:
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(PROGRAM)]
    done = subprocess.run(mypy, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_same_program_runs() -> None:
    (declarations,) = declared([PROGRAM], CONFIG, results=RESULTS).values()
    assert {"project", "worker", "var-B", "later", "restart"} <= {
        each["name"] for each in declarations
    }
