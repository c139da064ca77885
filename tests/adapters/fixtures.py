"""An engine, both provider processes and an emulator, as fixtures of every test of an adapter."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path

import grpc
import pytest
from pulumi.runtime.proto import engine_pb2_grpc

from pulumi_runsite.emulator import Emulator, Running, running

from .dynamic_host_process import Host
from .fake_engine import FakeEngine
from .plugin_process import MODULE_COMMAND, Plugin, running_plugin
from .provider_calls import provider_process

FAST = {"build_seconds": 0.0, "transition_seconds": 0.0}


@pytest.fixture
def engine() -> Iterator[tuple[FakeEngine, str]]:
    """A fake engine and its address."""
    fake_engine = FakeEngine()
    server = grpc.server(futures.ThreadPoolExecutor(4))
    engine_pb2_grpc.add_EngineServicer_to_server(fake_engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield fake_engine, f"127.0.0.1:{port}"
    server.stop(None).wait()


@pytest.fixture
def host(engine: tuple[FakeEngine, str], tmp_path: Path) -> Iterator[Host]:
    """Pulumi's dynamic provider host, not configured."""
    fake_engine, address = engine
    command = [sys.executable, "-u", "-m", "pulumi.dynamic"]
    with provider_process(command, address, tmp_path) as (stub, process):
        yield Host(stub, fake_engine, process)


@pytest.fixture
def plugin(engine: tuple[FakeEngine, str], tmp_path: Path) -> Iterator[Plugin]:
    """The provider plugin, not configured."""
    with running_plugin(MODULE_COMMAND, engine, tmp_path) as plugin:
        yield plugin


@pytest.fixture(scope="module")
def runsite() -> Iterator[Running]:
    """An emulator on a socket, where nothing takes time."""
    with running(Emulator(seed=7, switches=FAST)) as runsite:
        yield runsite
