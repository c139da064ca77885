"""The examples pass `mypy --strict`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .conftest import EXAMPLES

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("name", ["quickstart", "shop", "several_providers"])
def test_an_example_has_no_type_error(name: str) -> None:
    program = EXAMPLES / name / "__main__.py"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(program)],
        cwd=EXAMPLES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
