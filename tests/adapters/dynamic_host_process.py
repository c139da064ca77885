"""Pulumi's dynamic provider host, called as the engine calls it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
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

from .fake_engine import FakeEngine
from .provider_calls import ProviderCalls
from .secret_marks import without_secret_marks

KEY = "ak_live_adapters"


@cache
def serialized(resource_type: str) -> str:
    """Return the provider as it is stored in the state."""
    return str(serialize_provider(RunsiteProvider(resource_type)))


@dataclass
class DynamicResource(ProviderCalls):
    """The calls about one resource of the dynamic provider."""

    resource_type: str
    run: int = 0
    """The number of the run: the host configures a provider once for each serialized form."""

    def __post_init__(self) -> None:
        self.urn = f"urn:pulumi:dev::test::pulumi-python:dynamic/runsite:{self.resource_type}::it"

    def to_inputs(self, values: Props) -> Struct:
        struct = Struct()
        # The host accepts no secrets, so the engine sends them in clear.
        plain_values = without_secret_marks(values)
        struct.update(
            {"__provider": serialized(self.resource_type) + "\n" * self.run} | plain_values
        )
        return struct

    to_outputs = to_inputs

    def from_outputs(self, state: Struct) -> Props:
        return plain(state)


def plain(struct: Struct) -> Props:
    """Return the properties as a dict, without the serialized provider."""
    return {key: value for key, value in MessageToDict(struct).items() if key != "__provider"}


@dataclass
class Host:
    """Pulumi's host, and the engine it logs to."""

    stub: provider_pb2_grpc.ResourceProviderStub
    engine: FakeEngine
    run: int = field(default=-1, init=False)

    def __call__(self, resource_type: str) -> DynamicResource:
        return DynamicResource(self.stub, resource_type, max(self.run, 0))

    def configure(self, **settings: str) -> None:
        self.run += 1
        args = Struct()
        args.update({f"runsite:{name}": value for name, value in settings.items()})
        self.stub.Configure(provider_pb2.ConfigureRequest(args=args))


@dataclass
class HostProcess(Host):
    """Pulumi's host as a process."""

    process: subprocess.Popen[bytes]
