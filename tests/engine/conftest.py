"""The real engine and a local Runsite, both in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.pulumi_cli.finder import find

from .runsite import LocalRunsite, running
from .stack import PROJECT, STACK, Stack

QUIET = {
    "PULUMI_CONFIG_PASSPHRASE": "a passphrase for tests",
    "PULUMI_DEBUG_COMMANDS": "true",  # offers --event-log
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
}
INHERITED = ("LANG", "LC_ALL", "PATH", "TMPDIR")
"""What a command gets of this process's environment: no key, no Pulumi setting of the developer."""


@pytest.fixture(scope="session")
def engine_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of every command; PULUMI_HOME is one for all, and starts empty."""
    cli = os.environ.get("PULUMI_RUNSITE_CLI_BIN") or str(find())
    home = tmp_path_factory.mktemp("home")
    ours = {name: os.environ[name] for name in INHERITED if name in os.environ}
    path = os.pathsep.join([cli, os.environ["PATH"]])
    return {**ours, **QUIET, "PATH": path, "HOME": str(home), "PULUMI_HOME": str(home / "pulumi")}


@pytest.fixture(scope="session")
def _fresh(tmp_path_factory: pytest.TempPathFactory, engine_env: dict[str, str]) -> Path:
    """A project with an empty stack, to be copied: `pulumi stack init` takes 0.4 s."""
    folder = tmp_path_factory.mktemp("fresh")
    (folder / "state").mkdir()
    runtime = {"name": "python", "options": {"virtualenv": sys.prefix}}
    # JSON is YAML.
    (folder / "Pulumi.yaml").write_text(json.dumps({"name": PROJECT, "runtime": runtime}))
    (folder / "__main__.py").touch()
    made = Stack(folder, engine_env).run("stack", "init", STACK)
    assert made.code == 0, made.out
    return folder


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
