"""The pytest plugin: a local Runsite for each test that asks for one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .runsite import Runsite, serve

BUILD_SECONDS = 0.1


@pytest.fixture
def runsite() -> Iterator[Runsite]:
    """An empty local Runsite on which a deployment takes 0.1 seconds."""
    with serve(switches={"build_seconds": BUILD_SECONDS}) as served:
        yield served


@pytest.fixture
def runsite_environment(runsite: Runsite, tmp_path: Path) -> dict[str, str]:
    """The environment of `pulumi` commands that use `runsite`, with the state in `tmp_path`."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("RUNSITE_")}
    state = tmp_path / "pulumi-state"
    state.mkdir()
    return {
        **inherited,
        **runsite.environment,
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "tests",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
