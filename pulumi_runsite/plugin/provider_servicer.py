"""One instance of the provider: its settings, and all that is not about one resource."""
# ruff: noqa: N802 - the names are gRPC's

from __future__ import annotations

import os
from importlib import resources
from typing import Any

from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from ..api import RunsiteError
from ..engine.log import GrpcEngineLog
from ..provider.config import Settings
from ..provider.runtime import Call, Shared
from ..provider.schema import FUNCTIONS_BY_TOKEN
from . import provider_config as account
from .diff import settings_difference
from .errors import in_one_sentence
from .property_values import plain, settings, struct
from .urns import RunsiteResource


class Instance(provider_pb2_grpc.ResourceProviderServicer):
    """
    What is said to the provider as a whole; one process is one instance, and one account.

    Everything runs in the server's one loop: the core is made for that. Pulumi's own
    `provider.experimental` is not used: it tells failures as tracebacks, loses unknown values and
    old inputs, and every call would have to be written anew (pulumi 3.272.0).
    """

    def __init__(self, version: str, engine: str) -> None:
        self._version = version
        self._engine = engine
        self._begin({})

    def _begin(self, given: dict[str, str]) -> None:
        """Begin a run: an engine that attaches may have told us to stop, and come again."""
        self._settings = given
        self.shared = Shared(self._resolved)
        self.declared = RunsiteResource()

    def redact(self, text: str) -> str:
        """Return *text* without any secret that this run has seen."""
        return self.shared.redactor.redact(text)

    def stop(self) -> None:
        """End all waits: what is under way is kept, and waited for by the next run."""
        self.shared.stop_waiting()

    def _resolved(self) -> Settings:
        return Settings.resolve(self._settings, os.environ)

    @in_one_sentence
    async def Handshake(self, request: Any) -> provider_pb2.ProviderHandshakeResponse:
        """Say what we understand: secrets, and neither outputs nor references to resources."""
        self._engine = request.engine_address or self._engine
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    @in_one_sentence
    async def Attach(self, request: Any) -> empty_pb2.Empty:
        """Take note of the engine that attaches to us (PULUMI_DEBUG_PROVIDERS)."""
        self._engine = request.address
        return empty_pb2.Empty()

    @in_one_sentence
    async def GetPluginInfo(self, _: Any) -> plugin_pb2.PluginInfo:
        """Return our version."""
        return plugin_pb2.PluginInfo(version=self._version)

    @in_one_sentence
    async def GetSchema(self, _: Any) -> provider_pb2.GetSchemaResponse:
        """Return the schema."""
        file = resources.files("pulumi_runsite") / "schema.json"
        return provider_pb2.GetSchemaResponse(schema=file.read_text())

    @in_one_sentence
    async def Cancel(self, _: Any) -> empty_pb2.Empty:
        """End all waits."""
        self.stop()
        return empty_pb2.Empty()

    @in_one_sentence
    async def CheckConfig(self, request: Any) -> provider_pb2.CheckResponse:
        """Return the settings as they were given; the environment's stay out of the state."""
        given = settings(request.news)
        found = account.faults(given, os.environ)
        return provider_pb2.CheckResponse(
            inputs=account.sealed(given),
            failures=[provider_pb2.CheckFailure(reason=self.redact(each)) for each in found],
        )

    @in_one_sentence
    async def DiffConfig(self, request: Any) -> provider_pb2.DiffResponse:
        """Say which settings change; no resource is replaced for that."""
        olds = request.old_inputs if request.old_inputs.fields else request.olds
        return settings_difference(settings(olds), settings(request.news))

    @in_one_sentence
    async def Configure(self, request: Any) -> provider_pb2.ConfigureResponse:
        """Take note of the settings; nothing is sent or refused here."""
        self._begin(account.own(settings(request.args)))
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    @in_one_sentence
    async def Invoke(self, request: Any) -> provider_pb2.InvokeResponse:
        """Have a question answered."""
        function = FUNCTIONS_BY_TOKEN.get(request.tok)
        if function is None:
            raise RunsiteError(f"this version has no function {request.tok}")
        given = plain(function.Inputs, request.args)
        answer = await self.shared.run(lambda ctx: function.invoke(ctx, given), self.call(""))
        told = struct(function.Outputs, answer, Struct())
        return provider_pb2.InvokeResponse(**{"return": told})

    def call(self, urn: str, request: Any = None) -> Call:
        """Return what is known of *request*, which is about the resource *urn*."""
        id, timeout_s = getattr(request, "id", ""), getattr(request, "timeout", 0.0)
        return Call(GrpcEngineLog(urn, self._engine), urn, timeout_s, id)
