"""Secrets through Pulumi's dynamic provider host: sealed in states, redacted in messages."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from tests.adapters.dynamic_host_process import Host, plain
from tests.adapters.fake_engine import Failed
from tests.dynamic.host_calls import checked, service

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
SEAL = "4dabf18193072939515e22adb298388d"


def test_a_secret_comes_back_sealed(online_host: Host) -> None:
    variable = online_host("EnvVar")
    inputs = {"web_service_id": service(online_host), "key": "A", "value": "canary"}
    _, state = variable.create(checked(variable, inputs))
    sealed = state["value"]
    assert sealed["4dabf18193072939515e22adb298388d"] == "1b47061264138c4ac30d75fd1eb44270"
    assert sealed["value"] == "canary"


def test_what_is_read_is_sealed_among_inputs_and_state(online_host: Host) -> None:
    variable = online_host("EnvVar")
    inputs = {"web_service_id": service(online_host), "key": "A", "value": "canary"}
    id, state = variable.create(checked(variable, inputs))
    plain_state = state | {"value": "canary"}
    answer = variable.read(id, plain_state, inputs)
    changed = variable.update(id, plain_state, inputs | {"value": "canary too"})
    told = (plain(answer.properties), plain(answer.inputs), changed)
    assert [SEAL in each["value"] for each in told] == [True, True, True]


def test_what_is_kept_is_sealed_and_can_be_worked_on_again(
    online_host: Host, runsite: Running
) -> None:
    body = {"id": "0b1c", "name": ["web"]}
    runsite.emulator.faults.add(Fault(kind="answer", status=201, body=body, method="POST"))
    web = online_host("WebService")
    variables = [{"key": "A", "value": "canary"}]
    with pytest.raises(Failed) as raised:
        web.create(SERVICE | {"port": 8080, "on_destroy": "stop", "env_vars": variables})
    kept = raised.value.kept
    assert kept.id == "0b1c"
    assert kept.properties["__provider"]
    assert SEAL in plain(kept.properties)["env_vars"]


def test_a_secret_that_only_the_state_knows_is_in_no_sentence(
    online_host: Host, runsite: Running
) -> None:
    body = {"detail": "canary-words is in use"}
    fault = Fault(kind="answer", status=403, body=body, method="DELETE", path="*/env/*")
    runsite.emulator.faults.add(fault)
    state = {"web_service_id": "s-1", "key": "A", "value": "canary-words"}
    with pytest.raises(Failed) as raised:
        online_host("EnvVar").delete("s-1/v-1", state)
    assert raised.value.sentence.endswith(": 403: [secret] is in use")


def test_a_value_that_was_only_checked_is_in_no_sentence(online_host: Host) -> None:
    checked(online_host("EnvVar"), {"web_service_id": "s-1", "key": "A", "value": "canary-words"})
    project = online_host("Project")
    inputs = checked(project, {"name": "canary-words"})
    project.create(inputs)
    project.urn += "-too"
    with pytest.raises(Failed) as raised:
        project.create(inputs)
    assert raised.value.sentence.startswith("project '[secret]' exists already on Runsite")


def test_a_value_that_was_only_checked_is_not_shown_in_a_build_log(
    online_host: Host, runsite: Running
) -> None:
    web = online_host("WebService")
    id, _ = web.create(checked(web, {"name": "web", "image_ref": "app:fail-build"}))
    checked(online_host("EnvVar"), {"web_service_id": id, "key": "A", "value": "manifest unknown"})
    live = online_host("Deployment")
    with pytest.raises(Failed) as raised:
        live.create(checked(live, {"web_service_id": id}))
    assert "[secret]" in raised.value.sentence
    assert "manifest unknown" not in raised.value.sentence + raised.value.plain
