"""What a benchmark runs, and in which order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measured_stack import HERE, MeasuredStack, reported_changes
from benchmarks.variants import (
    FLOOR,
    REFERENCE,
    SETTINGS,
    VARIANTS,
    Load,
    Variant,
    before,
    in_turn,
    loads,
)
from pulumi_runsite.testing import serve
from tests.engine.stack import Stack, create_project, environment


def test_every_combination_is_measured_from_small_to_large() -> None:
    assert loads([30, 0], [1], [50, 1]) == [
        Load(0, 1, 1), Load(30, 1, 1), Load(0, 1, 50), Load(30, 1, 50),
    ]  # fmt: skip


def test_no_web_service_is_without_a_variable() -> None:
    assert loads([0], [1, 20], [1, 50]) == [Load(0, 1, 1), Load(0, 1, 50), Load(0, 20, 50)]


def test_every_variant_is_first_in_some_turn() -> None:
    turns = [in_turn(VARIANTS, turn) for turn in range(len(VARIANTS))]
    assert {each[0].name for each in turns} == {variant.name for variant in VARIANTS}
    assert all(len(each) == len(VARIANTS) for each in turns)


@pytest.mark.parametrize("variants", [VARIANTS, SETTINGS])
def test_every_comparison_has_a_floor_and_distinct_programs(variants: list[Variant]) -> None:
    names = [variant.name for variant in variants]
    assert FLOOR in names
    assert len(set(names)) == len(names)
    assert all((HERE / "programs" / each.program / "__main__.py").exists() for each in variants)


def run_without_resources(stack: Stack) -> subprocess.CompletedProcess[str]:
    nothing = {"BENCHMARK_SERVICES": "0", "BENCHMARK_VARIABLES": "0", "BENCHMARK_VALUE": ""}
    return subprocess.run(
        [sys.executable, "__main__.py"],
        cwd=stack.folder,
        env=stack.env | nothing,
        capture_output=True,
        text=True,
        check=False,
    )


def test_before_runs_the_package_of_the_other_checkout_or_fails(tmp_path: Path) -> None:
    (tmp_path / "pulumi_runsite").mkdir()
    (tmp_path / "pulumi_runsite" / "__init__.py").write_text("print('the other checkout')")
    stack = create_project(tmp_path / "stack", environment(tmp_path / "home"))
    with serve() as emulator:
        MeasuredStack(before(tmp_path), REFERENCE, stack, emulator)
        done = run_without_resources(stack)
    assert (done.returncode, done.stdout) == (0, "the other checkout\n"), done.stderr
    assert environment(tmp_path)["PYTHONPATH"] in stack.env["PYTHONPATH"], "as for all variants"

    (tmp_path / "pulumi_runsite").rename(tmp_path / "moved")
    other = run_without_resources(stack)
    assert other.returncode == 1, "this package, in place of the one that is measured"
    assert f"not the package in {tmp_path}" in other.stderr


UP = """
Resources:
    + 1 created
    ~ 200 updated
    +-3 replaced
    204 changes. 1 unchanged

Duration: 3s
"""
PREVIEW = "Resources:\n    ~ 2 to update\n    3 unchanged\n"


def test_the_changes_of_a_command_are_read_from_its_summary() -> None:
    assert reported_changes(UP) == {"create", "update", "replace"}
    assert reported_changes(PREVIEW) == {"update"}
    assert reported_changes("Resources:\n    3 unchanged\n") == set()
    assert reported_changes("Resources:\n    - 2 deleted\n") == {"delete"}
