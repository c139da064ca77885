"""Waiting for deployments through Pulumi's dynamic provider host."""

from __future__ import annotations

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.fields import Props
from tests.adapters.dynamic_host_process import Host, Provider, plain
from tests.adapters.fake_engine import Failed
from tests.dynamic.host_calls import checked, service


def test_a_wait_is_no_longer_than_the_program_allows(online_host: Host, runsite: Running) -> None:
    live = online_host("Deployment")
    inputs = live.props(checked(live, {"web_service_id": service(online_host)}))
    runsite.emulator.switches.build_seconds = 3600.0
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs, timeout=0.1)
    with pytest.raises(Failed) as raised:
        live.call("Create", request, timeout_s=20)
    (deployment,) = runsite.emulator.store.deployments.all()
    assert raised.value.kept.id == deployment.id


def test_cancel_ends_a_wait_and_keeps_the_id(online_host: Host, runsite: Running) -> None:
    live = online_host("Deployment")
    inputs = live.props(checked(live, {"web_service_id": service(online_host)}))
    runsite.emulator.switches.build_seconds = 3600.0
    request = provider_pb2.CreateRequest(urn=live.urn, properties=inputs)
    waiting = online_host.stub.Create.future(request, timeout=30)
    online_host.engine.wait_for("is pending for")
    online_host.stub.Cancel(empty_pb2.Empty())
    failed = Failed(waiting.exception())
    (deployment,) = runsite.emulator.store.deployments.all()
    assert failed.kept.id == deployment.id


WORDS = [
    # word, what create comes to, what a resumed wait comes to, what then asks for a new one
    ("running", "success", "success", []),
    ("SUCCEEDED", "success", "success", []),
    ("completed", "success", "success", []),
    ("failed", "failure", "failure", ["status"]),
    ("crashed", "failure", "failure", ["status"]),
    ("cancelled", "failure", "failure", ["status"]),
    ("Canceled", "failure", "failure", ["status"]),
    ("pending", "timeout", "timeout", []),
    ("rolling_back", "timeout", "timeout", []),
    ("polishing", "timeout", "timeout", []),
    ("", "timeout", "timeout", []),
]


def outcome(provider: Provider, verb: str, *args: object) -> tuple[str, Props]:
    """Return what a verb came to, and the state that the engine would keep."""
    try:
        answer = getattr(provider, verb)(*args)
    except Failed as failed:
        if not failed.kept.id:
            return "lost", {}
        over = "not done after" in failed.sentence
        return ("timeout" if over else "failure"), plain(failed.kept.properties)
    return "success", answer[1] if verb == "create" else answer


@pytest.mark.parametrize(("word", "created", "resumed", "again"), WORDS)
def test_each_status_word_has_its_meaning(
    online_host: Host, runsite: Running, word: str, created: str, resumed: str, again: list[str]
) -> None:
    live = online_host("Deployment")
    inputs = checked(live, {"web_service_id": service(online_host), "timeout": 1})
    runsite.emulator.switches.deployment_words = {"running": word}
    came_to, state = outcome(live, "create", inputs)
    assert came_to == created
    (deployment,) = runsite.emulator.store.deployments.all()

    cut_short = inputs | {"status": "building"}
    assert outcome(live, "update", deployment.id, cut_short, inputs)[0] == resumed

    read = plain(live.read(deployment.id, state, inputs).properties)
    assert read.get("status", "") == word
    found = live.diff(deployment.id, read, inputs, inputs)
    assert list(found.replaces) == again
    assert len(runsite.emulator.store.deployments.all()) == 1
