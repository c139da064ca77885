"""The gRPC methods of the provider as a whole: configuration, schema, functions, cancellation."""
# ruff: noqa: N802 - the names are gRPC's

from __future__ import annotations

import os
from functools import cache
from importlib import resources
from typing import Any

from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from ..api import RunsiteError
from ..engine.log import GrpcEngineLog
from ..provider.call import Call
from ..provider.config import Settings
from ..provider.runtime import Runtime
from ..provider.schema import FUNCTIONS_BY_TOKEN
from . import messages
from .diff import config_diff_response
from .errors import rpc_method
from .property_values import to_plain, to_props, to_struct
from .provider_config import check_config, config_struct, own_settings


class ProviderServicer(provider_pb2_grpc.ResourceProviderServicer):
    """
    One provider instance: one process, one configuration, one account.

    Everything runs in the server's event loop. Pulumi's own `provider.experimental` is not used: it
    reports failures as tracebacks, and loses unknown values and old inputs (pulumi 3.272.0).
    """

    def __init__(self, version: str, engine_address: str) -> None:
        self._version = version
        self._engine_address = engine_address
        self._start_run({})

    def _start_run(self, settings: dict[str, str]) -> None:
        """Start with an empty runtime: an engine may attach again after it has cancelled."""
        self._stack_settings = settings
        self.runtime = Runtime(cache(self._settings))

    def finish(self, message: str) -> str:
        """Return *message* as it is displayed: printable, and without the API key."""
        return self.runtime.redactor.finish(message)

    def redact(self, text: str) -> str:
        """Return *text*, which nobody wrote for users, without any secret of this run."""
        return self.finish(self.runtime.redactor.redact(text))

    def interrupt(self) -> None:
        """End all waits: what is in progress is kept, and the next run resumes waiting."""
        self.runtime.interrupt()

    def _settings(self) -> Settings:
        return Settings.resolve(self._stack_settings, os.environ)

    @rpc_method
    async def Handshake(self, request: Any) -> provider_pb2.ProviderHandshakeResponse:
        """Declare support for secrets and autonaming, not for outputs or resource references."""
        self._engine_address = request.engine_address or self._engine_address
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, supports_autonaming_configuration=True
        )

    @rpc_method
    async def Attach(self, request: Any) -> empty_pb2.Empty:
        """Use the engine that attaches (PULUMI_DEBUG_PROVIDERS)."""
        self._engine_address = request.address
        return empty_pb2.Empty()

    @rpc_method
    async def GetPluginInfo(self, _: Any) -> plugin_pb2.PluginInfo:
        """Return the version."""
        return plugin_pb2.PluginInfo(version=self._version)

    @rpc_method
    async def GetSchema(self, _: Any) -> provider_pb2.GetSchemaResponse:
        """Return the schema."""
        file = resources.files("pulumi_runsite") / "schema.json"
        return provider_pb2.GetSchemaResponse(schema=file.read_text())

    @rpc_method
    async def Cancel(self, _: Any) -> empty_pb2.Empty:
        """End all waits."""
        self.interrupt()
        return empty_pb2.Empty()

    @rpc_method
    async def CheckConfig(self, request: Any) -> provider_pb2.CheckResponse:
        """Return the configuration as given; that of the environment stays out of the state."""
        config = to_plain(request.news)
        return provider_pb2.CheckResponse(
            inputs=config_struct(config),
            failures=[
                provider_pb2.CheckFailure(reason=self.finish(reason))
                for reason in check_config(config, os.environ)
            ],
        )

    @rpc_method
    async def DiffConfig(self, request: Any) -> provider_pb2.DiffResponse:
        """Return which settings change; no resource is replaced for that."""
        olds = request.old_inputs if request.old_inputs.fields else request.olds
        return config_diff_response(to_plain(olds), to_plain(request.news))

    @rpc_method
    async def Configure(self, request: Any) -> provider_pb2.ConfigureResponse:
        """Keep the configuration; nothing is sent or checked yet."""
        self._start_run(own_settings(to_plain(request.args)))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    @rpc_method
    async def Invoke(self, request: Any) -> provider_pb2.InvokeResponse:
        """Return the result of a function."""
        function = FUNCTIONS_BY_TOKEN.get(request.tok)
        if function is None:
            raise RunsiteError(messages.unknown_function(request.tok))
        inputs = to_props(function.Inputs, request.args)
        call = Call(GrpcEngineLog("", self._engine_address))
        result = await self.runtime.invoke(function, call, inputs)
        struct = to_struct(function.Outputs, result, Struct())
        return provider_pb2.InvokeResponse(**{"return": struct})

    def call(self, request: Any, secrets: tuple[str, ...] = ()) -> Call:
        """Return the call that *request* makes about the resource with its URN."""
        id, timeout_s = getattr(request, "id", ""), getattr(request, "timeout", 0.0)
        log = GrpcEngineLog(request.urn, self._engine_address)
        return Call(log, request.urn, id, timeout_s, secrets)
