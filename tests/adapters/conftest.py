"""Pulumi's own host of dynamic providers, as a process, spoken to as the engine does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent import futures
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

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

from pulumi_runsite.dynamic import Adapter
from pulumi_runsite.fields import Props

from .listening import Engine, Failed
from .plugin_door import MODULE, Plugin, started

__all__ = ["KEY", "Engine", "Failed", "Host", "Provider", "plain"]

KEY = "ak_live_adapters"


@cache
def serialized(kind: str) -> str:
    """Return the provider as the engine keeps it in the state."""
    return str(serialize_provider(Adapter(kind)))


@dataclass
class Provider:
    """One resource kind behind the host; every method is one RPC."""

    stub: provider_pb2_grpc.ResourceProviderStub
    kind: str
    urn: str = field(init=False)

    def __post_init__(self) -> None:
        self.urn = f"urn:pulumi:dev::test::pulumi-python:dynamic/runsite:{self.kind}::it"

    def props(self, values: Props) -> Struct:
        struct = Struct()
        struct.update({"__provider": serialized(self.kind)} | values)
        return struct

    def call(self, method: str, request: Any, timeout_s: float = 60) -> Any:
        try:
            return getattr(self.stub, method)(request, timeout=timeout_s)
        except grpc.RpcError as error:
            raise Failed(error) from None

    def check(self, news: Props, olds: Props | None = None) -> Any:
        old = self.props(olds) if olds is not None else Struct()
        request = provider_pb2.CheckRequest(urn=self.urn, olds=old, news=self.props(news))
        return self.call("Check", request)

    def diff(self, id: str, state: Props, olds: Props, news: Props) -> Any:
        request = provider_pb2.DiffRequest(
            id=id,
            urn=self.urn,
            olds=self.props(state),
            old_inputs=self.props(olds),
            news=self.props(news),
        )
        return self.call("Diff", request)

    def create(self, inputs: Props) -> tuple[str, Props]:
        request = provider_pb2.CreateRequest(urn=self.urn, properties=self.props(inputs))
        answer = self.call("Create", request)
        return answer.id, plain(answer.properties)

    def read(self, id: str, state: Props, inputs: Props) -> Any:
        request = provider_pb2.ReadRequest(
            id=id, urn=self.urn, properties=self.props(state), inputs=self.props(inputs)
        )
        return self.call("Read", request)

    def update(self, id: str, state: Props, news: Props) -> Props:
        request = provider_pb2.UpdateRequest(
            id=id, urn=self.urn, olds=self.props(state), news=self.props(news)
        )
        return plain(self.call("Update", request).properties)

    def delete(self, id: str, state: Props) -> None:
        request = provider_pb2.DeleteRequest(id=id, urn=self.urn, properties=self.props(state))
        self.call("Delete", request)


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
    env = {k: v for k, v in os.environ.items() if not k.startswith("RUNSITE_")}
    env["PULUMI_HOME"] = str(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pulumi.dynamic", address],
        stdout=subprocess.PIPE,
        env=env,
    )
    assert process.stdout
    port = int(process.stdout.readline())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield Host(provider_pb2_grpc.ResourceProviderStub(channel), heard, process)
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def plugin(engine: tuple[Engine, str], tmp_path: Path) -> Iterator[Plugin]:
    """The provider plugin, configured with nothing."""
    with started(MODULE, engine, tmp_path) as running:
        yield running
