"""Waiting through the plugin: failure, cancellation, signals, timeouts, concurrency."""

from __future__ import annotations

import signal
import threading
import time

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.property_values import to_plain
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin, PluginProcess
from tests.plugin.plugin_calls import checked, fault, service

NEVER = {"build_seconds": 3600.0, "transition_seconds": 3600.0}


def test_a_resource_that_failed_to_initialize_keeps_its_id(
    online_plugin: Plugin, runsite: Running
) -> None:
    web, live = online_plugin("WebService"), online_plugin("Deployment")
    id, _ = web.create(checked(web, name="web", image_ref="app:fail-build"))
    inputs = checked(live, web_service_id=id)
    with pytest.raises(RpcFailed) as raised:
        live.create(inputs)
    (deployment,) = runsite.emulator.store.deployments.all()
    assert raised.value.init_failed.id == deployment.id
    assert to_plain(raised.value.init_failed.properties)["webServiceId"] == id
    assert list(raised.value.init_failed.reasons) == [raised.value.details]
    assert f"Deployment {deployment.id} failed" in raised.value.details


def test_cancel_ends_a_wait_within_a_second_and_keeps_the_id(
    online_process: PluginProcess, runsite: Running
) -> None:
    live = online_process("Deployment")
    inputs = checked(live, web_service_id=service(online_process))
    runsite.emulator.switches.build_seconds = NEVER["build_seconds"]
    found: list[RpcFailed] = []

    def create() -> None:
        with pytest.raises(RpcFailed) as raised:
            live.create(inputs)
        found.append(raised.value)

    waiting = threading.Thread(target=create)
    waiting.start()
    online_process.engine.wait_for("pending (waited")
    began = time.monotonic()
    online_process.stub.Cancel(empty_pb2.Empty())
    waiting.join(10)
    took = time.monotonic() - began
    runsite.emulator.switches.build_seconds = 0.0
    (deployment,) = runsite.emulator.store.deployments.all()
    assert found[0].init_failed.id == deployment.id
    assert took < 1


def test_a_signal_ends_a_wait_and_keeps_the_id(
    online_process: PluginProcess, runsite: Running
) -> None:
    live = online_process("Deployment")
    inputs = live.to_inputs(checked(live, web_service_id=service(online_process)))
    runsite.emulator.switches.build_seconds = NEVER["build_seconds"]
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs)
    waiting = online_process.stub.Create.future(request, timeout=30)
    online_process.engine.wait_for("pending (waited")
    online_process.process.send_signal(signal.SIGTERM)
    failed = RpcFailed(waiting.exception())
    runsite.emulator.switches.build_seconds = 0.0
    (deployment,) = runsite.emulator.store.deployments.all()
    assert failed.init_failed.id == deployment.id


def test_a_wait_ends_at_the_custom_timeout(online_plugin: Plugin, runsite: Running) -> None:
    live = online_plugin("Deployment")
    inputs = live.to_inputs(checked(live, web_service_id=service(online_plugin)))
    runsite.emulator.switches.build_seconds = NEVER["build_seconds"]
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs, timeout=0.1)
    with pytest.raises(RpcFailed) as raised:
        live.call("Create", request, timeout_s=20)
    runsite.emulator.switches.build_seconds = 0.0
    (deployment,) = runsite.emulator.store.deployments.all()
    assert raised.value.init_failed.id == deployment.id


def test_a_plugin_configured_after_a_cancel_waits_again(
    online_process: PluginProcess, runsite: Running
) -> None:
    online_process.stub.Cancel(empty_pb2.Empty())
    online_process.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    runsite.emulator.switches.build_seconds = 1.0
    live = online_process("Deployment")
    inputs = checked(live, web_service_id=service(online_process))
    assert live.create(inputs)[1]["status"] == "running"


def test_many_calls_run_concurrently(online_plugin: Plugin, runsite: Running) -> None:
    web = online_plugin("WebService")
    id, state = web.create(checked(web, name="web", image_ref="nginx:1.27"))
    fault(runsite, kind="stall", seconds=1.0, method="GET", path="/web-services/*", count=32)
    request = provider_pb2.ReadRequest(urn=web.urn, id=id, properties=web.to_outputs(state))
    began = time.monotonic()
    calls = [online_plugin.stub.Read.future(request, timeout=30) for _ in range(32)]
    assert {call.result().id for call in calls} == {id}
    assert time.monotonic() - began < 5
