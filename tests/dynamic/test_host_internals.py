"""Without access to the internals of Pulumi or gRPC, the provider is a plain dynamic provider."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi import dynamic
from pulumi.runtime.proto import provider_pb2_grpc

from pulumi_runsite.dynamic import host_internals


class SomeError(Exception):
    pass


def test_outside_of_a_call_an_error_is_raised_unchanged() -> None:
    error = SomeError("no context here")
    with pytest.raises(SomeError) as raised:
        host_internals.fail(error, ("d-1", Struct()))
    assert raised.value is error


def test_outside_of_a_call_its_request_is_unknown() -> None:
    assert host_internals.current_request() is None
    assert host_internals.current_urn() == ""
    assert host_internals.current_timeout_s() == 0.0
    assert host_internals.previous_inputs() is None
    assert not host_internals.is_get()
    assert not host_internals.inputs_differ()


def test_without_the_hosts_thread_pool_its_size_is_not_raised() -> None:
    assert not host_internals.raise_worker_limit()


def test_without_a_server_cancel_is_not_handled() -> None:
    script = "from pulumi_runsite.dynamic.host_internals import on_cancel; print(on_cancel(print))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_cancel_is_handled_while_every_thread_of_the_host_waits() -> None:
    pool = ThreadPoolExecutor(1)
    server = grpc.server(pool)
    servicer = provider_pb2_grpc.ResourceProviderServicer()
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    end, cancelled = threading.Event(), threading.Event()
    pool.submit(end.wait)
    try:
        assert host_internals.on_cancel(cancelled.set)
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            provider_pb2_grpc.ResourceProviderStub(channel).Cancel(empty_pb2.Empty(), timeout=10)
        assert cancelled.is_set()
    finally:
        end.set()
        server.stop(None).wait()


def test_settings_are_listed_if_the_host_provides_them() -> None:
    config = dynamic.Config({"runsite:apiKey": "k", "aws:region": "r"}, "shop")
    assert host_internals.stack_config(config) == {"runsite:apiKey": "k", "aws:region": "r"}
    assert host_internals.stack_config(object()) is None


def test_a_status_message_registered_by_another_library_is_no_error() -> None:
    script = (
        "import google.rpc.status_pb2, pulumi_runsite\n"
        "from pulumi_runsite.engine.failure_details import status_details\n"
        "print(google.rpc.status_pb2.Status.FromString(status_details('message')[1]).message)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "message"
