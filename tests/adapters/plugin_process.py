"""The plugin as a process, spoken to as the engine does; values by Runsite's names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from pulumi_runsite.plugin.property_values import plain, sealed, struct
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME

from .fake_engine import Engine
from .provider_calls import EMPTY, Calls, serving


@dataclass
class Verbs(Calls):
    """One kind of resource behind the plugin."""

    kind: type[Resource]

    def __post_init__(self) -> None:
        self.urn = f"urn:pulumi:dev::test::runsite:index:{self.kind.__name__}::it"

    def ins(self, values: Props) -> Struct:
        return struct(self.kind.Inputs, values, EMPTY)

    def outs(self, values: Props) -> Struct:
        return struct(self.kind.Outputs, values, EMPTY)

    def told(self, state: Struct) -> Props:
        return plain(self.kind.Outputs, state)


@dataclass
class Plugin:
    """The plugin as a process, and what it said to the engine."""

    stub: provider_pb2_grpc.ResourceProviderStub
    engine: Engine
    process: subprocess.Popen[bytes]

    def __call__(self, kind: str) -> Verbs:
        return Verbs(self.stub, RESOURCES_BY_NAME[kind])

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
    with serving(command, address, home, **environ) as (stub, process):
        yield Plugin(stub, heard, process)


MODULE = [sys.executable, "-m", "pulumi_runsite"]
