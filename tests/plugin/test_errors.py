"""Errors of the plugin: a single line, a gRPC status code, no secret."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from pulumi_runsite.api import (
    Conflict,
    Forbidden,
    Interrupted,
    NotBegun,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    RunsiteError,
    Unauthorized,
    Unavailable,
)
from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.errors import KeptResource, _code, rpc_method
from pulumi_runsite.plugin.resource_servicer import ResourceServicer
from pulumi_runsite.provider.context import ResourceInitFailed
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import checked, fault


def test_an_unknown_resource_type_is_a_single_line_error(offline_plugin: Plugin) -> None:
    project = offline_plugin("Project")
    project.urn = project.urn.replace("Project", "Database")
    message = (
        r"^This version of the provider has no resource type runsite:index:Database\. "
        r"Install a newer version\.$"
    )
    with pytest.raises(Exception, match=message):
        project.check({})


def test_an_unknown_function_is_a_single_line_error(offline_plugin: Plugin) -> None:
    with pytest.raises(grpc.RpcError) as raised:
        offline_plugin.stub.Invoke(provider_pb2.InvokeRequest(tok="runsite:index:getDatabase"))
    assert raised.value.details() == (
        "This version of the provider has no function runsite:index:getDatabase. "
        "Install a newer version."
    )


def test_an_unexpected_exception_is_a_single_line_error(offline_plugin: Plugin) -> None:
    with pytest.raises(grpc.RpcError) as raised:
        offline_plugin.stub.Check(provider_pb2.CheckRequest(urn="no urn"))
    assert raised.value.code() == grpc.StatusCode.INTERNAL
    assert raised.value.details().startswith("Internal error in pulumi-runsite: IndexError: ")
    assert "Traceback" not in raised.value.details()


class Broken(ResourceServicer):
    """A plugin that raises an unexpected exception with a secret."""

    @rpc_method
    async def GetPluginInfo(self, _: Any) -> plugin_pb2.PluginInfo:  # noqa: N802
        self.runtime.redactor.add_secret("canary-words")
        raise KeyError("canary-words")


async def error_of_broken() -> str:
    server = grpc.aio.server()
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Broken("1.2.3", ""), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await provider_pb2_grpc.ResourceProviderStub(channel).GetPluginInfo(empty_pb2.Empty())
    await server.stop(None)
    return str(raised.value.details())


def test_an_unexpected_exception_is_redacted(caplog: pytest.LogCaptureFixture) -> None:
    message = asyncio.run(error_of_broken())
    assert message == ("Internal error in pulumi-runsite: KeyError: '[secret]'. Please report it.")
    assert "KeyError: '[secret]'" in caplog.text
    assert "canary-words" not in caplog.text


ERRORS = [
    (Unauthorized("GET /x", 401, "no"), grpc.StatusCode.UNAUTHENTICATED),
    (Forbidden("GET /x", 403, "no"), grpc.StatusCode.PERMISSION_DENIED),
    (NotFound("GET /x", 404, "no"), grpc.StatusCode.NOT_FOUND),
    (Conflict("POST /x", 409, "no"), grpc.StatusCode.ALREADY_EXISTS),
    (Rejected("POST /x", 422, "no"), grpc.StatusCode.INVALID_ARGUMENT),
    (RateLimited("GET /x", 429, "no"), grpc.StatusCode.RESOURCE_EXHAUSTED),
    (Unavailable("GET /x", 503, "no"), grpc.StatusCode.UNAVAILABLE),
    (NotSent("no"), grpc.StatusCode.UNAVAILABLE),
    (Interrupted("no"), grpc.StatusCode.CANCELLED),
    (NotBegun("no"), grpc.StatusCode.CANCELLED),
    (OutcomeUnknown("no"), grpc.StatusCode.UNKNOWN),
    (RunsiteError("no"), grpc.StatusCode.FAILED_PRECONDITION),
    (KeptResource(ResourceInitFailed("no", "d-1", {}), Struct()), grpc.StatusCode.UNKNOWN),
]


@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda each: type(each).__name__)
def test_each_error_class_has_its_status_code(error: RunsiteError, code: grpc.StatusCode) -> None:
    assert _code(error) == code


CODES = [
    (401, grpc.StatusCode.UNAUTHENTICATED),
    (403, grpc.StatusCode.PERMISSION_DENIED),
    (409, grpc.StatusCode.ALREADY_EXISTS),
    (422, grpc.StatusCode.INVALID_ARGUMENT),
]


@pytest.mark.parametrize(("status", "code"), CODES)
def test_an_error_response_is_a_single_line_with_its_status_code(
    online_plugin: Plugin, runsite: Running, status: int, code: grpc.StatusCode
) -> None:
    project = online_plugin("Project")
    inputs = checked(project, name="shop")
    fault(runsite, kind="answer", status=status, method="POST", path="/projects")
    request = provider_pb2.CreateRequest(urn=project.urn, properties=project.to_inputs(inputs))
    with pytest.raises(grpc.RpcError) as raised:
        project.stub.Create(request)
    assert raised.value.code() == code
    assert raised.value.details().startswith(f"POST /api/projects failed with status {status}: ")
    assert "\n" not in raised.value.details()
