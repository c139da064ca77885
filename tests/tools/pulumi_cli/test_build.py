"""A CLI is built from Go modules when nothing else is available; Go is a stand-in."""

from __future__ import annotations

import os
from pathlib import Path

from tools.pulumi_cli import versions

from .conftest import Machine


def test_a_build_creates_all_files_that_a_python_program_needs(machine: Machine) -> None:
    machine.go()
    code, folder, stderr = machine.find()
    assert code == 0, stderr
    assert Path(folder).is_relative_to(machine.cache)
    assert all(os.access(Path(folder) / name, os.X_OK) for name in versions.FILES)
    assert len(machine.built) == 2


def test_a_failed_build_reports_the_cause_and_leaves_nothing_in_the_cache(machine: Machine) -> None:
    machine.go()
    code, folder, stderr = machine.find(GO_FAILS="dial tcp: no such host")
    assert (code, folder) == (1, "")
    assert f"Building the engine {versions.ENGINE} failed (go: dial tcp: no such host)" in stderr
    assert [file.name for file in machine.cache.iterdir()] == ["lock"]


def test_a_build_of_another_version_is_not_cached(machine: Machine) -> None:
    machine.go()
    code, _, stderr = machine.find(BUILT_VERSION="v3.1.0")
    assert code == 1
    assert f"the built CLI has version 3.1.0, not {versions.ENGINE}" in stderr
