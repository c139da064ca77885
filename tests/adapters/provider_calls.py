"""A provider process, and the calls the engine makes about one resource."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from pulumi_runsite.provider.fields import Props

from .fake_engine import RpcFailed

EMPTY = Struct()
Stub = provider_pb2_grpc.ResourceProviderStub


@dataclass
class ProviderCalls:
    """The calls about one resource of a provider; every method is one RPC, in plain values."""

    stub: Stub
    urn: str = field(init=False)

    def to_inputs(self, values: Props) -> Struct:
        """Return inputs as the engine sends them."""
        raise NotImplementedError

    def to_outputs(self, values: Props) -> Struct:
        """Return a state as the engine sends it."""
        raise NotImplementedError

    def from_outputs(self, state: Struct) -> Props:
        """Return a state that the provider returned, as plain values."""
        raise NotImplementedError

    def call(self, method: str, request: Any, timeout_s: float = 60) -> Any:
        try:
            return getattr(self.stub, method)(request, timeout=timeout_s)
        except grpc.RpcError as error:
            raise RpcFailed(error) from None

    def check(self, news: Props, olds: Props | None = None) -> Any:
        old = EMPTY if olds is None else self.to_inputs(olds)
        request = provider_pb2.CheckRequest(urn=self.urn, olds=old, news=self.to_inputs(news))
        return self.call("Check", request)

    def diff(self, id: str, state: Props, olds: Props, news: Props) -> Any:
        request = provider_pb2.DiffRequest(
            id=id,
            urn=self.urn,
            olds=self.to_outputs(state),
            old_inputs=self.to_inputs(olds),
            news=self.to_inputs(news),
        )
        return self.call("Diff", request)

    def preview(self, id: str, state: Props, olds: Props, news: Props) -> Any:
        """Return the Diff of a program's inputs; the engine calls Check before it."""
        assert list(self.check(news, olds).failures) == []
        return self.diff(id, state, olds, news)

    def create(self, inputs: Props) -> tuple[str, Props]:
        request = provider_pb2.CreateRequest(urn=self.urn, properties=self.to_inputs(inputs))
        response = self.call("Create", request)
        return response.id, self.from_outputs(response.properties)

    def read(self, id: str, state: Props, inputs: Props) -> Any:
        request = provider_pb2.ReadRequest(
            id=id, urn=self.urn, properties=self.to_outputs(state), inputs=self.to_inputs(inputs)
        )
        return self.call("Read", request)

    def update(self, id: str, state: Props, news: Props) -> Props:
        request = provider_pb2.UpdateRequest(
            id=id, urn=self.urn, olds=self.to_outputs(state), news=self.to_inputs(news)
        )
        return self.from_outputs(self.call("Update", request).properties)

    def delete(self, id: str, state: Props) -> None:
        request = provider_pb2.DeleteRequest(id=id, urn=self.urn, properties=self.to_outputs(state))
        self.call("Delete", request)


@contextmanager
def provider_process(
    command: list[str], engine: str, home: Path, **environ: str
) -> Iterator[tuple[Stub, subprocess.Popen[bytes]]]:
    """Run a provider by *command*, with the address *engine* as its last argument."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("RUNSITE_")}
    process = subprocess.Popen(
        [*command, engine],
        stdout=subprocess.PIPE,
        env=env | {"PULUMI_HOME": str(home)} | environ,
    )
    assert process.stdout
    try:
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield Stub(channel), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
