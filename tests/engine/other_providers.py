"""
A plugin in place of those of Pulumi's providers `random` and `command`.

Their SDKs are the real ones. Their plugins are neither Go modules nor part of a Python package, so
this one answers as they do, over gRPC, for the resources that the examples use. It is started as
`python -m tests.engine.other_providers <provider>`.
"""
# ruff: noqa: N802, ARG002 - the names and arguments are gRPC's

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from concurrent import futures
from pathlib import Path
from typing import Any, ClassVar

import grpc
from google.protobuf import empty_pb2
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from pulumi.runtime.rpc import UNKNOWN

ROOT = Path(__file__).parents[2]

Props = dict[str, Any]


class Provider(provider_pb2_grpc.ResourceProviderServicer, ABC):
    """A provider with one type of resource."""

    replaced_by: ClassVar[frozenset[str]]
    """The inputs whose change replaces a resource; that of another one updates it."""

    @abstractmethod
    def outputs(self, inputs: Props) -> Props:
        """Create or update a resource, and return its outputs beside its inputs."""

    @abstractmethod
    def unknown_outputs(self) -> list[str]:
        """Return the names of the outputs that a preview cannot know."""

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version="4.21.4")

    def CheckConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Check(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, context: Any) -> Any:
        old, new = MessageToDict(request.old_inputs), MessageToDict(request.news)
        changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        names = provider_pb2.DiffResponse
        return provider_pb2.DiffResponse(
            changes=names.DIFF_SOME if changed else names.DIFF_NONE,
            diffs=sorted(changed),
            replaces=sorted(changed & self.replaced_by),
        )

    def Create(self, request: Any, context: Any) -> Any:
        properties = self._properties(request, request.properties, context)
        id = "" if request.preview else secrets.token_hex(8)
        return provider_pb2.CreateResponse(id=id, properties=properties)

    def Update(self, request: Any, context: Any) -> Any:
        properties = self._properties(request, request.news, context)
        return provider_pb2.UpdateResponse(properties=properties)

    def Delete(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def _properties(self, request: Any, given: Struct, context: Any) -> Struct:
        inputs = MessageToDict(given)
        if request.preview:
            outputs = dict.fromkeys(self.unknown_outputs(), UNKNOWN)
        else:
            try:
                outputs = self.outputs(inputs)
            except subprocess.CalledProcessError as error:
                context.abort(grpc.StatusCode.UNKNOWN, error.stderr)
        properties = Struct()
        properties.update({**inputs, **outputs})
        return properties


class Random(Provider):
    """`random.RandomPassword`: another password for other inputs."""

    replaced_by = frozenset({"keepers", "length"})

    def outputs(self, inputs: Props) -> Props:
        """Return a password of the given length."""
        return {"result": secrets.token_hex(int(inputs["length"]))[: int(inputs["length"])]}

    def unknown_outputs(self) -> list[str]:
        """Return the password."""
        return ["result"]


class Command(Provider):
    """`command.local.Command`: runs `create` in a shell, again when an input changes."""

    replaced_by = frozenset({"triggers"})

    def outputs(self, inputs: Props) -> Props:
        """Return what the command has printed."""
        env = {**os.environ, **inputs.get("environment", {})}
        shell = ["/bin/sh", "-c", inputs["create"]]
        done = subprocess.run(shell, env=env, capture_output=True, text=True, check=True)
        return {"stdout": done.stdout.rstrip("\n"), "stderr": done.stderr.rstrip("\n")}

    def unknown_outputs(self) -> list[str]:
        """Return what the command prints."""
        return ["stdout", "stderr"]


PROVIDERS: Mapping[str, type[Provider]] = {"random": Random, "command": Command}


def install(folder: Path) -> None:
    """Write the plugins into *folder*, which must be on PATH then."""
    for name in PROVIDERS:
        plugin = folder / f"pulumi-resource-{name}"
        command = f"exec {sys.executable} -m {__name__} {name}"
        plugin.write_text(f"#!/bin/sh\nexport PYTHONPATH={ROOT}\n{command}\n")
        plugin.chmod(0o755)


def serve(provider: Provider) -> None:
    """Serve *provider* until its process is ended, and print the port as Pulumi expects it."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    sys.stdout.write(f"{server.add_insecure_port('127.0.0.1:0')}\n")
    sys.stdout.flush()
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    serve(PROVIDERS[sys.argv[1]]())
