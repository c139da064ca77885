"""Fixtures: the examples as projects that have never been run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite
from tests.engine.stack import PROJECT, Stack

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def quickstart(stack: Stack, emulator: Runsite) -> Stack:
    """`examples/quickstart`, before its first `pulumi up`."""
    return use_example("quickstart", stack, emulator)


def use_example(name: str, stack: Stack, emulator: Runsite) -> Stack:
    """Copy the example to *stack*, except for the project name and the virtual environment."""
    project_file = (EXAMPLES / name / "Pulumi.yaml").read_text()
    project_file = project_file.replace(f"name: {name}", f"name: {PROJECT}")
    project_file = project_file.replace("virtualenv: venv", f"virtualenv: {sys.prefix}")
    (stack.folder / "Pulumi.yaml").write_text(project_file)
    stack.program((EXAMPLES / name / "__main__.py").read_text())
    stack.connect(emulator)
    return stack
