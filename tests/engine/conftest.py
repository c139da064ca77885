"""Fixtures: stacks run by the real Pulumi engine, and emulators, in separate processes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pulumi_runsite.testing import Runsite, serve

from .stack import Stack, create_project, environment

SHORT_BUILD_S = 0.1
"""The duration of a deployment in tests that do not judge the wait for it."""


@pytest.fixture(scope="session")
def engine_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of every command, with one PULUMI_HOME that starts empty."""
    return environment(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def _empty_project(tmp_path_factory: pytest.TempPathFactory, engine_env: dict[str, str]) -> Path:
    """A project with an empty stack to copy, since `pulumi stack init` takes 0.4 s."""
    folder = tmp_path_factory.mktemp("empty")
    return create_project(folder, engine_env).folder


@pytest.fixture
def new_stack(
    tmp_path: Path, engine_env: dict[str, str], _empty_project: Path
) -> Callable[[str], Stack]:
    """Return a function that creates an empty stack in a folder of the given name."""

    def create(name: str) -> Stack:
        return Stack(Path(shutil.copytree(_empty_project, tmp_path / name)), engine_env)

    return create


@pytest.fixture
def stack(new_stack: Callable[[str], Stack]) -> Stack:
    """An empty stack."""
    return new_stack("project")


@pytest.fixture(scope="module")
def module_stack(
    tmp_path_factory: pytest.TempPathFactory, engine_env: dict[str, str], _empty_project: Path
) -> Stack:
    """An empty stack for the tests of a module that change nothing after its first `up`."""
    folder = tmp_path_factory.mktemp("module") / "project"
    return Stack(Path(shutil.copytree(_empty_project, folder)), engine_env)


@pytest.fixture(scope="module")
def module_emulator() -> Iterator[Runsite]:
    """An empty emulator for `module_stack`."""
    with serve(switches={"build_seconds": SHORT_BUILD_S}) as emulator:
        yield emulator


@pytest.fixture
def start_emulator() -> Iterator[Callable[..., Runsite]]:
    """Return a function that starts an emulator with switches for this test."""
    with ExitStack() as started:
        yield lambda **switches: started.enter_context(serve(switches=switches))


@pytest.fixture
def emulator(runsite: Runsite) -> Runsite:
    """The empty local Runsite of the pytest plugin."""
    return runsite
