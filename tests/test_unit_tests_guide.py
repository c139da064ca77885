"""The unit tests that the guide shows pass, and use every type token and function that it lists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.resources import RESOURCES

GUIDE = (Path(__file__).parents[1] / "docs" / "guides" / "unit-tests.md").read_text()


def test_the_unit_tests_of_the_guide_pass(tmp_path: Path) -> None:
    program, tests = re.findall(r"^```py(?:thon)?\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[:2]
    (tmp_path / "infra.py").write_text(program)
    (tmp_path / "test_infra.py").write_text(tests)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "5 passed" in done.stdout


def test_the_guide_lists_the_type_token_of_every_resource() -> None:
    for resource in RESOURCES:
        assert f"`pulumi-python:dynamic/runsite:{resource.__name__}`" in GUIDE


def test_the_guide_lists_the_token_of_every_function() -> None:
    for function in FUNCTIONS:
        assert f"`{function.token.rpartition(':')[2]}`" in GUIDE
