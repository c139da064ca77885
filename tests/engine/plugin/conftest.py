"""Fixtures: the installed plugin on PATH, and the SDKs that Pulumi generates from its schema."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.built_once import built_once
from tests.engine.stack import Stack
from tools.sdks import generate_sdks, install_ts_sdk

TS_PROGRAM = Path(__file__).parent / "ts_program"
PLUGIN_FOLDER = Path(sys.prefix) / "bin"
"""The folder in which `pip install` creates `pulumi-resource-runsite`."""


@pytest.fixture(scope="session")
def sdks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the generated SDKs: `python`, `nodejs` and `go`."""
    return built_once(tmp_path_factory, "sdks", _build_sdks)


def _build_sdks(folder: Path) -> None:
    generate_sdks(folder)
    # `pip install` would create this; without it, the SDK cannot find its own version.
    dist_info = folder / "python" / "pulumi_runsite_sdk-0.1.0.dist-info"
    dist_info.mkdir()
    metadata = "Metadata-Version: 2.1\nName: pulumi_runsite_sdk\nVersion: 0.1.0\n"
    (dist_info / "METADATA").write_text(metadata)


@pytest.fixture(scope="session")
def node_package(tmp_path_factory: pytest.TempPathFactory, sdks: Path) -> Path:
    """A Node.js package in which Pulumi's and the generated SDK are installed."""

    def build(folder: Path) -> None:
        shutil.copytree(TS_PROGRAM, folder, dirs_exist_ok=True)
        install_ts_sdk(folder, sdks / "nodejs")

    return built_once(tmp_path_factory, "node", build)


@pytest.fixture
def new_project(new_stack: Callable[[str], Stack], sdks: Path) -> Callable[[str], Stack]:
    """Return a function that creates an empty stack with the plugin and its Python SDK."""

    return lambda name: with_plugin(new_stack(name), sdks)


def with_plugin(stack: Stack, sdks: Path) -> Stack:
    """Add the plugin and its Python SDK to the environment of *stack*."""
    stack.env["PATH"] = os.pathsep.join([stack.env["PATH"], str(PLUGIN_FOLDER)])
    stack.env["PYTHONPATH"] += os.pathsep + str(sdks / "python")
    return stack


@pytest.fixture
def project(new_project: Callable[[str], Stack]) -> Stack:
    """An empty stack with the plugin and its Python SDK."""
    return new_project("project")
