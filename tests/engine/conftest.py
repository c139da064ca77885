"""The real engine and a local Runsite, both in processes of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .runsite import LocalRunsite, running
from .stack import Stack, environment, new_project


@pytest.fixture(scope="session")
def engine_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of every command; PULUMI_HOME is one for all, and starts empty."""
    return environment(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def _fresh(tmp_path_factory: pytest.TempPathFactory, engine_env: dict[str, str]) -> Path:
    """A project with an empty stack, to be copied: `pulumi stack init` takes 0.4 s."""
    folder = tmp_path_factory.mktemp("fresh")
    return new_project(folder, engine_env).folder


@pytest.fixture
def new_stack(tmp_path: Path, engine_env: dict[str, str], _fresh: Path) -> Callable[[str], Stack]:
    """Make one more empty stack, in a folder of this name."""

    def make(name: str) -> Stack:
        return Stack(Path(shutil.copytree(_fresh, tmp_path / name)), engine_env)

    return make


@pytest.fixture
def stack(new_stack: Callable[[str], Stack]) -> Stack:
    """An empty stack."""
    return new_stack("project")


@pytest.fixture
def start_emulator(tmp_path: Path) -> Iterator[Callable[..., LocalRunsite]]:
    """Start one more local Runsite with these command line options; all end with the test."""
    with ExitStack() as started:
        yield lambda *options: started.enter_context(running(tmp_path, *options))


@pytest.fixture
def emulator(start_emulator: Callable[..., LocalRunsite]) -> LocalRunsite:
    """A fresh local Runsite."""
    return start_emulator()
