"""An engine, both providers and an emulator, as fixtures of every test of an adapter."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.emulator import Emulator, Running, running
from tests.reliability.in_process import InProcessHost, InProcessPlugin, serving_engine

from .dynamic_host_process import HostProcess
from .fake_engine import FakeEngine
from .plugin_process import MODULE_COMMAND, PluginProcess, running_plugin
from .provider_calls import provider_process

FAST = {"build_seconds": 0.0, "transition_seconds": 0.0}


@pytest.fixture
def engine() -> Iterator[tuple[FakeEngine, str]]:
    """A fake engine and its address."""
    with serving_engine() as engine:
        yield engine


def _in_process(adapter_type: type[InProcessHost | InProcessPlugin]) -> Any:
    """Return the fixture of an adapter in this process, on a clock that jumps, not configured."""

    @pytest.fixture
    def adapter(
        engine: tuple[FakeEngine, str],
        runsite: Running,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> Iterator[InProcessHost | InProcessPlugin]:
        adapter = adapter_type(*engine, runsite)
        adapter.start_empty(tmp_path, monkeypatch)
        yield adapter
        adapter.stop()

    return adapter


host, plugin = _in_process(InProcessHost), _in_process(InProcessPlugin)


@pytest.fixture
def host_process(engine: tuple[FakeEngine, str], tmp_path: Path) -> Iterator[HostProcess]:
    """Pulumi's dynamic provider host as a process, which takes 0.7 s, not configured."""
    fake_engine, address = engine
    command = [sys.executable, "-u", "-m", "pulumi.dynamic"]
    with provider_process(command, address, tmp_path) as (stub, process):
        yield HostProcess(stub, fake_engine, process)


@pytest.fixture
def plugin_process(engine: tuple[FakeEngine, str], tmp_path: Path) -> Iterator[PluginProcess]:
    """The provider plugin as a process, which takes 0.7 s, not configured."""
    with running_plugin(MODULE_COMMAND, engine, tmp_path) as plugin:
        yield plugin


@pytest.fixture(scope="module")
def runsite() -> Iterator[Running]:
    """An emulator on a socket, where nothing takes time."""
    with running(Emulator(seed=7, switches=FAST)) as runsite:
        yield runsite
