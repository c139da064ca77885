"""Secrets through Pulumi's dynamic provider host: secret in states, redacted in messages."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.dynamic import provider
from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.engine.internal_properties import SECRET_INPUTS
from tests.adapters.dynamic_host_process import Host, plain
from tests.adapters.fake_engine import RpcFailed
from tests.dynamic.host_calls import checked, service

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
SIGNATURE_KEY = "4dabf18193072939515e22adb298388d"


def test_a_secret_is_returned_as_a_secret(online_host: Host) -> None:
    variable = online_host("EnvVar")
    inputs = {"web_service_id": service(online_host), "key": "A", "value": "canary"}
    _, state = variable.create(checked(variable, inputs))
    secret = state["value"]
    assert secret[SIGNATURE_KEY] == "1b47061264138c4ac30d75fd1eb44270"
    assert secret["value"] == "canary"


def test_secrets_are_secret_in_inputs_and_state_of_a_read(online_host: Host) -> None:
    variable = online_host("EnvVar")
    inputs = {"web_service_id": service(online_host), "key": "A", "value": "canary"}
    id, state = variable.create(checked(variable, inputs))
    plain_state = state | {"value": "canary"}
    response = variable.read(id, plain_state, inputs)
    changed = variable.update(id, plain_state, inputs | {"value": "canary too"})
    result = (plain(response.properties), plain(response.inputs), changed)
    assert [SIGNATURE_KEY in each["value"] for each in result] == [True, True, True]


def test_the_state_of_a_failed_update_has_secrets_and_its_provider(
    online_host: Host, runsite: Running
) -> None:
    web = online_host("WebService")
    id, state = web.create(checked(web, SERVICE | {"secret_env_vars": {"A": "canary"}}))
    assert SIGNATURE_KEY in state["secret_env_vars"]["A"]
    runsite.emulator.faults.add(Fault(kind="answer", status=403, method="POST"))
    news = SERVICE | {"secret_env_vars": {"A": "canary too"}, "desired_state": "running"}
    with pytest.raises(RpcFailed) as raised:
        web.update(id, SERVICE | {"secret_env_vars": {"A": "canary"}}, checked(web, news))
    init_failed = raised.value.init_failed
    assert init_failed.id == id
    assert init_failed.properties["__provider"]
    secret = plain(init_failed.properties)["secret_env_vars"]["A"]
    assert (SIGNATURE_KEY in secret, secret["value"]) == (True, "canary too")


def test_a_secret_known_only_from_state_is_redacted_from_errors(
    online_host: Host, runsite: Running
) -> None:
    body = {"detail": "canary-words is in use"}
    fault = Fault(kind="answer", status=403, body=body, method="DELETE", path="*/env/*")
    runsite.emulator.faults.add(fault)
    state = {"web_service_id": "s-1", "key": "A", "value": "canary-words"}
    with pytest.raises(RpcFailed) as raised:
        online_host("EnvVar").delete("s-1/v-1", state)
    assert raised.value.status_message == (
        "DELETE /api/web-services/s-1/env/v-1 failed with status 403: [secret] is in use. Use an "
        "API key of the account that owns the resource, with the scope that the request needs."
    )


def test_a_checked_secret_is_redacted_from_errors(online_host: Host) -> None:
    checked(online_host("EnvVar"), {"web_service_id": "s-1", "key": "A", "value": "canary-words"})
    project = online_host("Project")
    inputs = checked(project, {"name": "canary-words"})
    project.create(inputs)
    project.urn += "-too"
    with pytest.raises(RpcFailed) as raised:
        project.create(inputs)
    assert raised.value.status_message.startswith("Project '[secret]' already exists on Runsite")


def test_a_checked_secret_is_redacted_from_build_logs(online_host: Host, runsite: Running) -> None:
    web = online_host("WebService")
    id, _ = web.create(checked(web, {"name": "web", "image_ref": "app:fail-build"}))
    checked(online_host("EnvVar"), {"web_service_id": id, "key": "A", "value": "manifest unknown"})
    live = online_host("Deployment")
    with pytest.raises(RpcFailed) as raised:
        live.create(checked(live, {"web_service_id": id}))
    assert "[secret]" in raised.value.status_message
    assert "manifest unknown" not in raised.value.status_message + raised.value.details


def test_an_input_that_the_program_marks_secret_is_not_displayed(offline_host: Host) -> None:
    web = offline_host("WebService")
    olds = SERVICE | {"port": 8080.0, "start_command": "run old"}
    news = SERVICE | {"port": 9090.0, "start_command": "run new"}
    news |= {SECRET_INPUTS: ["start_command"]}
    assert checked(web, news)["start_command"] == "run new"
    assert SECRET_INPUTS not in checked(web, news)
    with pytest.raises(RpcFailed) as raised:
        web.preview("s-1", olds, olds, news)
    reason = raised.value.status_message
    assert "port: cannot be changed from 8080 to 9090" in reason
    assert "start_command: cannot be changed" in reason
    assert "run " not in reason


def test_a_name_that_the_program_marks_secret_is_not_displayed(online_host: Host) -> None:
    project = online_host("Project")
    for urn in (project.urn, f"{project.urn}-too"):
        project.urn = urn
        inputs = checked(project, {"name": "shop", SECRET_INPUTS: ["name"]})
        if urn.endswith("-too"):
            with pytest.raises(RpcFailed) as raised:
                project.create(inputs)
        else:
            project.create(inputs)
    assert raised.value.status_message.startswith("Project '[secret]' already exists on Runsite")


def test_a_secret_trigger_is_redacted_from_a_build_log(online_host: Host) -> None:
    web, live = online_host("WebService"), online_host("Deployment")
    id, _ = web.create(checked(web, {"name": "web", "image_ref": "app:fail-build"}))
    news = {"web_service_id": id, "triggers": ["plain", "manifest unknown"]}
    with pytest.raises(RpcFailed) as raised:
        live.create(checked(live, news | {SECRET_INPUTS: ["triggers"]}))
    assert "[secret]" in raised.value.status_message
    assert "manifest unknown" not in raised.value.status_message


def test_a_readable_value_and_an_id_are_displayed(online_host: Host) -> None:
    variable = online_host("EnvVar")
    id = "service-of-another-variable"
    first = {"web_service_id": "s-1", "key": "STAGE", "value": id, "is_secret": False}
    checked(variable, first)
    second = {"web_service_id": "s-1", "key": "ID", "value": id}
    checked(variable, second)
    with pytest.raises(RpcFailed) as raised:
        variable.create(checked(variable, {"web_service_id": id, "key": "A", "value": "x"}))
    assert f"/web-services/{id}/env" in raised.value.status_message
    assert "[secret]" not in raised.value.status_message


def test_an_unexpected_exception_is_a_message_without_secrets() -> None:
    async def broken() -> None:
        raise KeyError("canary-words")

    provider._runtime.redactor.add_secret("canary-words")
    with pytest.raises(RunsiteError) as raised:
        provider.RunsiteProvider("Project")._run({}, broken())
    assert str(raised.value) == (
        "Internal error in pulumi-runsite: KeyError: '[secret]'. Please report it."
    )
