"""The plugin as users have it: an executable on PATH, and an SDK that Pulumi wrote."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.stack import Stack
from tools.sdks import write

INSTALLED = Path(sys.prefix) / "bin"
"""Where `pip install` puts `pulumi-resource-runsite`."""


@pytest.fixture(scope="session")
def sdks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SDKs of all languages."""
    folder = tmp_path_factory.mktemp("sdks")
    write(folder)
    # What `pip install` would add; without it the SDK does not know its own version.
    installed = folder / "python" / "pulumi_runsite_sdk-0.1.0.dist-info"
    installed.mkdir()
    about = "Metadata-Version: 2.1\nName: pulumi_runsite_sdk\nVersion: 0.1.0\n"
    (installed / "METADATA").write_text(about)
    return folder


@pytest.fixture
def new_project(new_stack: Callable[[str], Stack], sdks: Path) -> Callable[[str], Stack]:
    """Make one more empty stack that has the plugin and its Python SDK."""

    def make(name: str) -> Stack:
        stack = new_stack(name)
        stack.env["PATH"] = os.pathsep.join([stack.env["PATH"], str(INSTALLED)])
        stack.env["PYTHONPATH"] = str(sdks / "python")
        return stack

    return make


@pytest.fixture
def project(new_project: Callable[[str], Stack]) -> Stack:
    """An empty stack that has the plugin and its Python SDK."""
    return new_project("project")
