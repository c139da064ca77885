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
from .fake_engine import Engine
from .plugin_process import MODULE, Plugin, started
from .provider_calls import serving

FAST = {"build_seconds": 0.0, "transition_seconds": 0.0}


@pytest.fixture
def engine() -> Iterator[tuple[Engine, str]]:
    """An engine, and its address."""
    heard = Engine()
    server = grpc.server(futures.ThreadPoolExecutor(4))
    engine_pb2_grpc.add_EngineServicer_to_server(heard, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield heard, f"127.0.0.1:{port}"
    server.stop(None).wait()


@pytest.fixture
def host(engine: tuple[Engine, str], tmp_path: Path) -> Iterator[Host]:
    """A host that has been configured with nothing."""
    heard, address = engine
    command = [sys.executable, "-u", "-m", "pulumi.dynamic"]
    with serving(command, address, tmp_path) as (stub, process):
        yield Host(stub, heard, process)


@pytest.fixture
def plugin(engine: tuple[Engine, str], tmp_path: Path) -> Iterator[Plugin]:
    """The provider plugin, configured with nothing."""
    with started(MODULE, engine, tmp_path) as plugin:
        yield plugin


@pytest.fixture(scope="module")
def runsite() -> Iterator[Running]:
    """A Runsite on a socket, where nothing takes time."""
    with running(Emulator(seed=7, switches=FAST)) as runsite:
        yield runsite
