"""The plugin, called as the engine calls it; values by their snake_case names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from pulumi_runsite.plugin.property_values import secret_value, to_props, to_struct
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME

from .fake_engine import FakeEngine
from .provider_calls import EMPTY, ProviderCalls, provider_process


@dataclass
class PluginResource(ProviderCalls):
    """The calls about one resource of the plugin."""

    resource_type: type[Resource]

    def __post_init__(self) -> None:
        self.urn = f"urn:pulumi:dev::test::runsite:index:{self.resource_type.__name__}::it"

    def to_inputs(self, values: Props) -> Struct:
        return to_struct(self.resource_type.Inputs, values, EMPTY)

    def to_outputs(self, values: Props) -> Struct:
        return to_struct(self.resource_type.Outputs, values, EMPTY)

    def from_outputs(self, state: Struct) -> Props:
        return to_props(self.resource_type.Outputs, state)


@dataclass
class Plugin:
    """The plugin, and the engine it logs to."""

    stub: provider_pb2_grpc.ResourceProviderStub
    engine: FakeEngine

    def __call__(self, resource_type: str) -> PluginResource:
        return PluginResource(self.stub, RESOURCES_BY_NAME[resource_type])

    def configure(self, **settings: str) -> None:
        self.stub.Configure(provider_pb2.ConfigureRequest(args=config_struct(settings)))


@dataclass
class PluginProcess(Plugin):
    """The plugin as a process."""

    process: subprocess.Popen[bytes]


def config_struct(settings: dict[str, str]) -> Struct:
    """Return the provider configuration as the engine sends it: the API key is a secret."""
    return Struct(
        fields={
            name: secret_value(value) if name == "apiKey" else Value(string_value=value)
            for name, value in settings.items()
        }
    )


@contextmanager
def running_plugin(
    command: list[str], engine: tuple[FakeEngine, str], home: Path, **environ: str
) -> Iterator[PluginProcess]:
    """Run the plugin by *command*, with the address of *engine* as its last argument."""
    fake_engine, address = engine
    with provider_process(command, address, home, **environ) as (stub, process):
        yield PluginProcess(stub, fake_engine, process)


MODULE_COMMAND = [sys.executable, "-m", "pulumi_runsite"]
