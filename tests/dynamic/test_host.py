"""Where Pulumi's or gRPC's inner parts are not found, the provider is a plain dynamic provider."""

from __future__ import annotations

import subprocess
import sys

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi import dynamic

from pulumi_runsite.dynamic import host as servicer


class Sentence(Exception):
    pass


def test_without_a_call_an_error_is_raised_as_it_is() -> None:
    error = Sentence("no context here")
    with pytest.raises(Sentence) as raised:
        servicer.fail(error, ("d-1", Struct()))
    assert raised.value is error


def test_without_a_call_nothing_is_known_of_it() -> None:
    assert servicer.request() is None
    assert servicer.urn() == ""
    assert servicer.timeout_s() == 0.0
    assert servicer.read_inputs() is None
    assert not servicer.is_lookup()
    assert not servicer.inputs_differ()


def test_without_the_hosts_pool_nothing_is_widened() -> None:
    assert not servicer.widen()


def test_without_a_server_there_is_nobody_to_listen_to() -> None:
    script = "from pulumi_runsite.dynamic import host; print(host.on_cancel(print))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_settings_are_listed_where_the_host_shows_them() -> None:
    config = dynamic.Config({"runsite:apiKey": "k", "aws:region": "r"}, "shop")
    assert servicer.settings(config, "runsite") == {"apiKey": "k"}
    assert servicer.settings(object(), "runsite") is None


def test_another_librarys_status_does_not_stop_a_program() -> None:
    script = (
        "import google.rpc.status_pb2, pulumi_runsite\n"
        "from pulumi_runsite.engine.status import trailer\n"
        "print(google.rpc.status_pb2.Status.FromString(trailer('sentence')[1]).message)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "sentence"
