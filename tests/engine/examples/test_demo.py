"""`make demo`: it passes, and fails when the example has an unexpected result."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import EXAMPLES

pytestmark = pytest.mark.engine


def test_all_steps_of_the_demo_pass(engine_env: dict[str, str]) -> None:
    result = run_demo(engine_env)
    assert (result.returncode, result.stderr) == (0, "")
    assert "All steps passed" in result.stdout


def test_a_failed_step_ends_the_demo_with_an_error(
    engine_env: dict[str, str], tmp_path: Path
) -> None:
    example = shutil.copytree(EXAMPLES / "shop", tmp_path / "example")
    program = example / "__main__.py"
    never_up_to_date = program.read_text().replace(
        "triggers=[", "triggers=[__import__('time').time(), "
    )
    program.write_text(never_up_to_date)
    result = run_demo({**engine_env, "RUNSITE_DEMO_EXAMPLE": str(example)})
    assert result.returncode == 1
    assert "`pulumi preview --expect-no-changes` failed" in result.stderr


def run_demo(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLES.parent / "tools" / "demo"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
