"""
Records the states of this version: `python -m tests.engine.recorded_state.record`.

Run it once, when a version is released; a recorded state is never changed afterwards.
"""

from __future__ import annotations

import json
import os
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pulumi_runsite.testing import serve
from tests.engine.plugin.conftest import PLUGIN_FOLDER
from tests.engine.stack import Stack, create_project, environment
from tools.sdks import generate_sdks

from . import FOLDER, PROGRAM

SDKS = {"dynamic": "pulumi_runsite", "plugin": "pulumi_runsite_sdk"}


def main() -> None:
    """Run the program with each adapter, and write the state."""
    folder = FOLDER / version("pulumi-runsite")
    folder.mkdir(exist_ok=True)
    for adapter, package in SDKS.items():
        with tempfile.TemporaryDirectory() as name:
            state = _state(Path(name), package)
        (folder / f"{adapter}.json").write_text(json.dumps(state, indent=2) + "\n")


def _state(folder: Path, package: str) -> dict[str, Any]:
    stack = create_project(folder / "project", environment(folder / "home"))
    if package != "pulumi_runsite":
        _use_plugin(stack, folder / "sdks")
    stack.program(PROGRAM.format(package=package))
    with serve() as emulator:
        stack.connect(emulator)
        up = stack.up()
        assert up.code == 0, up.out
        return _without_paths(stack.export("--show-secrets"))


def _without_paths(state: dict[str, Any]) -> dict[str, Any]:
    """Return *state* without the source positions, which are paths of this machine."""
    for resource in state["deployment"]["resources"]:
        for name in ("sourcePosition", "stackTrace"):
            resource.pop(name, None)
    return state


def _use_plugin(stack: Stack, sdks: Path) -> None:
    generate_sdks(sdks)
    metadata = sdks / "python" / "pulumi_runsite_sdk-0.1.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: pulumi_runsite_sdk\nVersion: 0.1.0\n")
    stack.env["PATH"] = os.pathsep.join([stack.env["PATH"], str(PLUGIN_FOLDER)])
    stack.env["PYTHONPATH"] = str(sdks / "python")


if __name__ == "__main__":
    main()
