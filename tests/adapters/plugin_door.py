"""The plugin as a process, spoken to as the engine does; values by Runsite's names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from pulumi_runsite.fields import Props
from pulumi_runsite.plugin.values import plain, sealed, struct
from pulumi_runsite.resource import Resource
from pulumi_runsite.resources import BY_NAME

from .listening import Engine, Failed

EMPTY = Struct()


@dataclass
class Verbs:
    """One kind of resource behind the plugin; every method is one RPC, in plain values."""

    stub: provider_pb2_grpc.ResourceProviderStub
    kind: type[Resource]
    urn: str = field(init=False)

    def __post_init__(self) -> None:
        self.urn = f"urn:pulumi:dev::test::runsite:index:{self.kind.__name__}::it"

    def ins(self, values: Props) -> Struct:
        return struct(self.kind.Inputs, values, EMPTY)

    def outs(self, values: Props) -> Struct:
        return struct(self.kind.Outputs, values, EMPTY)

    def call(self, method: str, request: Any, timeout_s: float = 60) -> Any:
        try:
            return getattr(self.stub, method)(request, timeout=timeout_s)
        except grpc.RpcError as error:
            raise Failed(error) from None

    def check(self, news: Props, olds: Props | None = None) -> Any:
        request = provider_pb2.CheckRequest(
            urn=self.urn, olds=self.ins(olds or {}), news=self.ins(news)
        )
        return self.call("Check", request)

    def diff(self, id: str, state: Props, olds: Props, news: Props) -> Any:
        request = provider_pb2.DiffRequest(
            id=id,
            urn=self.urn,
            olds=self.outs(state),
            old_inputs=self.ins(olds),
            news=self.ins(news),
        )
        return self.call("Diff", request)

    def create(self, inputs: Props) -> tuple[str, Props]:
        request = provider_pb2.CreateRequest(urn=self.urn, properties=self.ins(inputs))
        answer = self.call("Create", request)
        return answer.id, plain(self.kind.Outputs, answer.properties)

    def read(self, id: str, state: Props, inputs: Props) -> Any:
        request = provider_pb2.ReadRequest(
            id=id, urn=self.urn, properties=self.outs(state), inputs=self.ins(inputs)
        )
        return self.call("Read", request)

    def update(self, id: str, state: Props, news: Props) -> Props:
        request = provider_pb2.UpdateRequest(
            id=id, urn=self.urn, olds=self.outs(state), news=self.ins(news)
        )
        return plain(self.kind.Outputs, self.call("Update", request).properties)

    def delete(self, id: str, state: Props) -> None:
        request = provider_pb2.DeleteRequest(id=id, urn=self.urn, properties=self.outs(state))
        self.call("Delete", request)


@dataclass
class Plugin:
    """The plugin as a process, and what it said to the engine."""

    stub: provider_pb2_grpc.ResourceProviderStub
    engine: Engine
    process: subprocess.Popen[bytes]

    def __call__(self, kind: str) -> Verbs:
        return Verbs(self.stub, BY_NAME[kind])

    def configure(self, **settings: str) -> None:
        self.stub.Configure(provider_pb2.ConfigureRequest(args=told(settings)))


def told(settings: dict[str, str]) -> Struct:
    """Return settings as the engine hands them over: the key is a secret."""
    return Struct(
        fields={
            name: sealed(value) if name == "apiKey" else Value(string_value=value)
            for name, value in settings.items()
        }
    )


@contextmanager
def started(
    command: list[str], engine: tuple[Engine, str], home: Path, **environ: str
) -> Iterator[Plugin]:
    """Start the plugin by *command* with the address of *engine* behind it, and end it."""
    heard, address = engine
    env = {k: v for k, v in os.environ.items() if not k.startswith("RUNSITE_")}
    process = subprocess.Popen(
        [*command, address],
        stdout=subprocess.PIPE,
        env=env | {"PULUMI_HOME": str(home)} | environ,
    )
    assert process.stdout
    try:
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield Plugin(provider_pb2_grpc.ResourceProviderStub(channel), heard, process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


MODULE = [sys.executable, "-m", "pulumi_runsite"]
