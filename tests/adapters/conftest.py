"""Pulumi's own host of dynamic providers, as a process, spoken to as the engine does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent import futures
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grpc
import pytest
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import (
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
)

from pulumi_runsite.dynamic import RunsiteProvider
from pulumi_runsite.emulator import Emulator, Running, running
from pulumi_runsite.provider.fields import Props

from .listening import Engine, Failed
from .plugin_door import MODULE, Plugin, started
from .verbs import Calls, serving

__all__ = ["KEY", "Engine", "Failed", "Host", "Provider", "plain"]

KEY = "ak_live_adapters"
FAST = {"build_seconds": 0.0, "transition_seconds": 0.0}


@cache
def serialized(kind: str) -> str:
    """Return the provider as the engine keeps it in the state."""
    return str(serialize_provider(RunsiteProvider(kind)))


@dataclass
class Provider(Calls):
    """One kind of resource behind the host."""

    kind: str

    def __post_init__(self) -> None:
        self.urn = f"urn:pulumi:dev::test::pulumi-python:dynamic/runsite:{self.kind}::it"

    def props(self, values: Props) -> Struct:
        struct = Struct()
        struct.update({"__provider": serialized(self.kind)} | values)
        return struct

    ins = outs = props

    def told(self, state: Struct) -> Props:
        return plain(state)


def plain(struct: Struct) -> Props:
    """Return the properties as a dict, without what Pulumi adds."""
    return {key: value for key, value in MessageToDict(struct).items() if key != "__provider"}


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


@dataclass
class Host:
    """Pulumi's host as a process, and what it said to the engine."""

    stub: provider_pb2_grpc.ResourceProviderStub
    engine: Engine
    process: subprocess.Popen[bytes]

    def __call__(self, kind: str) -> Provider:
        return Provider(self.stub, kind)

    def configure(self, **settings: str) -> None:
        args = Struct()
        args.update({f"runsite:{name}": value for name, value in settings.items()})
        self.stub.Configure(provider_pb2.ConfigureRequest(args=args))


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
