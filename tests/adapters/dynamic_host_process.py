"""Pulumi's own host of dynamic providers, as a process, spoken to as the engine does."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cache

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import (
    provider_pb2,
    provider_pb2_grpc,
)

from pulumi_runsite.dynamic import RunsiteProvider
from pulumi_runsite.provider.fields import Props

from .fake_engine import Engine
from .provider_calls import Calls

KEY = "ak_live_adapters"


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
