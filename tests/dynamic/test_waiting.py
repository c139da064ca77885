"""Waiting for deployments through Pulumi's dynamic provider host."""

from __future__ import annotations

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.fields import Props
from tests.adapters.dynamic_host_process import DynamicResource, Host, HostProcess, plain
from tests.adapters.fake_engine import RpcFailed
from tests.dynamic.host_calls import checked, service


def test_a_wait_ends_at_the_custom_timeout(online_host: Host, runsite: Running) -> None:
    live = online_host("Deployment")
    inputs = live.to_inputs(checked(live, {"web_service_id": service(online_host)}))
    runsite.emulator.switches.build_seconds = 3600.0
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs, timeout=0.1)
    with pytest.raises(RpcFailed) as raised:
        live.call("Create", request, timeout_s=20)
    (deployment,) = runsite.emulator.store.deployments.all()
    assert raised.value.init_failed.id == deployment.id


def test_cancel_ends_a_wait_and_keeps_the_id(online_process: HostProcess, runsite: Running) -> None:
    live = online_process("Deployment")
    inputs = live.to_inputs(checked(live, {"web_service_id": service(online_process)}))
    runsite.emulator.switches.build_seconds = 3600.0
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs)
    waiting = online_process.stub.Create.future(request, timeout=30)
    online_process.engine.wait_for("pending (waited")
    online_process.stub.Cancel(empty_pb2.Empty())
    failed = RpcFailed(waiting.exception())
    (deployment,) = runsite.emulator.store.deployments.all()
    assert failed.init_failed.id == deployment.id


STATUSES = [
    # status of a live deployment, outcomes of a create and of a resumed wait, what then replaces
    ("running", "success", "success", []),
    ("SUCCEEDED", "success", "success", []),
    ("completed", "success", "success", []),
    ("failed", "failure", "failure", ["status"]),
    ("crashed", "failure", "failure", ["status"]),
    ("cancelled", "failure", "failure", ["status"]),
    ("Canceled", "failure", "failure", ["status"]),
    ("pending", "success", "success", []),
    ("polishing", "success", "success", []),
    ("", "success", "success", []),
]
UNFINISHED = [
    # status of a deployment that is not live, the same
    ("pending", "timeout", "timeout", []),
    ("rolling_back", "timeout", "timeout", []),
    ("polishing", "timeout", "timeout", []),
    ("", "timeout", "timeout", []),
]


def outcome(provider: DynamicResource, method: str, *args: object) -> tuple[str, Props]:
    """Return the outcome of a call, and the state that the engine would store."""
    try:
        response = getattr(provider, method)(*args)
    except RpcFailed as failed:
        if not failed.init_failed.id:
            return "lost", {}
        timed_out = "timed out after" in failed.status_message
        return ("timeout" if timed_out else "failure"), plain(failed.init_failed.properties)
    return "success", response[1] if method == "create" else response


@pytest.mark.parametrize(
    ("status", "created", "resumed", "again"),
    [*STATUSES, *(pytest.param(*row, id=f"{row[0]}-unfinished") for row in UNFINISHED)],
)
def test_each_deployment_status_has_its_outcome(
    online_host: Host, runsite: Running, status: str, created: str, resumed: str, again: list[str]
) -> None:
    live = online_host("Deployment")
    inputs = checked(live, {"web_service_id": service(online_host), "timeout": 1})
    runsite.emulator.switches.deployment_words = {"running": status, "pending": status}
    if created == "timeout":
        runsite.emulator.switches.build_seconds = 3600.0
    result, state = outcome(live, "create", inputs)
    assert result == created
    (deployment,) = runsite.emulator.store.deployments.all()

    interrupted = inputs | {"status": "building"}
    assert outcome(live, "update", deployment.id, interrupted, inputs)[0] == resumed

    read = plain(live.read(deployment.id, state, inputs).properties)
    assert read.get("status", "") == status
    found = live.diff(deployment.id, read, inputs, inputs)
    assert list(found.replaces) == again
    assert len(runsite.emulator.store.deployments.all()) == 1
