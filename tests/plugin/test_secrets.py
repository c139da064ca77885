"""Secrets through the plugin: kept secret in states, redacted in messages."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.property_values import contains_secret, secret_value, to_props
from pulumi_runsite.provider.resources import Project
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import SERVICE, checked, fault, service


def test_a_declared_secret_is_returned_as_a_secret(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    inputs = project.to_inputs(checked(project, name="shop"))
    inputs.fields["description"].CopyFrom(secret_value("for insiders"))
    response = project.call(
        "Create", provider_pb2.CreateRequest(urn=project.urn, properties=inputs)
    )
    assert contains_secret(response.properties.fields["description"])
    assert not contains_secret(response.properties.fields["name"])
    assert to_props(Project.Outputs, response.properties)["description"] == "for insiders"


def test_a_secret_trigger_stays_secret_and_its_siblings_plain(online_plugin: Plugin) -> None:
    live = online_plugin("Deployment")
    inputs = live.to_inputs(
        checked(live, web_service_id=service(online_plugin), triggers=["plain", "hidden"])
    )
    inputs.fields["triggers"].list_value.values[1].CopyFrom(secret_value("hidden"))
    response = live.call("Create", provider_pb2.CreateRequest(urn=live.urn, properties=inputs))
    one, two = response.properties.fields["triggers"].list_value.values
    assert not contains_secret(one)
    assert contains_secret(two)


def test_a_declared_secret_stays_secret_after_a_refresh(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    inputs = checked(project, name="shop", description="for insiders")
    id, state = project.create(inputs)
    request = provider_pb2.ReadRequest(
        urn=project.urn,
        id=id,
        properties=project.to_outputs(state),
        inputs=project.to_inputs(inputs),
    )
    for known in (request.properties, request.inputs):
        known.fields["description"].CopyFrom(secret_value("for insiders"))
    response = project.call("Read", request)
    for result in (response.properties, response.inputs):
        assert contains_secret(result.fields["description"])
        assert not contains_secret(result.fields["name"])


def test_a_declared_secret_stays_secret_after_a_failed_create(online_plugin: Plugin) -> None:
    web, live = online_plugin("WebService"), online_plugin("Deployment")
    id, _ = web.create(checked(web, name="web", image_ref="app:fail-build"))
    inputs = live.to_inputs(checked(live, web_service_id=id, triggers=["hidden"]))
    inputs.fields["triggers"].list_value.values[0].CopyFrom(secret_value("hidden"))
    with pytest.raises(RpcFailed) as raised:
        live.call("Create", provider_pb2.CreateRequest(urn=live.urn, properties=inputs))
    assert contains_secret(raised.value.init_failed.properties.fields["triggers"])


def test_a_secret_known_only_from_state_is_redacted_from_errors(
    online_plugin: Plugin, runsite: Running
) -> None:
    body = {"detail": "canary-words is in use"}
    fault(runsite, kind="answer", status=403, body=body, method="DELETE", path="*/env/*")
    variable = online_plugin("EnvVar")
    with pytest.raises(RpcFailed) as raised:
        variable.delete("s-1/v-1", {"web_service_id": "s-1", "key": "A", "value": "canary-words"})
    assert raised.value.details == (
        "DELETE /api/web-services/s-1/env/v-1 failed with status 403: [secret] is in use. Use an "
        "API key of the account that owns the resource, with the scope that the request needs."
    )


def test_the_api_key_is_redacted_from_errors(online_plugin: Plugin, runsite: Running) -> None:
    key = runsite.emulator.api_key
    fault(
        runsite,
        kind="answer",
        status=422,
        body={"detail": f"bad key {key}"},
        method="POST",
        path="/projects",
    )
    project = online_plugin("Project")
    with pytest.raises(RpcFailed) as raised:
        project.create(checked(project, name="shop"))
    assert "[secret]" in raised.value.details
    assert key not in raised.value.details


def test_a_checked_secret_is_redacted_from_errors(online_plugin: Plugin) -> None:
    checked(online_plugin("EnvVar"), web_service_id="s-1", key="A", value="canary-words")
    project = online_plugin("Project")
    inputs = checked(project, name="canary-words")
    project.create(inputs)
    project.urn += "-too"
    with pytest.raises(RpcFailed) as raised:
        project.create(inputs)
    assert raised.value.details.startswith("Project '[secret]' already exists on Runsite")


def test_declared_secrets_are_redacted_from_warnings(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    state = Struct(fields={"name": secret_value("canary-name")})
    request = provider_pb2.DeleteRequest(id="p-1", urn=project.urn, properties=state)
    project.call("Delete", request)
    log_line = online_plugin.engine.wait_for("still exists")
    assert log_line.message.startswith(
        "Project '[secret]' (p-1) was removed from the stack, but still exists"
    )


def test_a_secret_trigger_is_redacted_from_a_build_log(online_plugin: Plugin) -> None:
    web, live = online_plugin("WebService"), online_plugin("Deployment")
    id, _ = web.create(checked(web, name="web", image_ref="app:fail-build"))
    inputs = live.to_inputs(checked(live, web_service_id=id, triggers=["manifest unknown"]))
    inputs.fields["triggers"].list_value.values[0].CopyFrom(secret_value("manifest unknown"))
    with pytest.raises(RpcFailed) as raised:
        live.call("Create", provider_pb2.CreateRequest(urn=live.urn, properties=inputs))
    assert "[secret]" in raised.value.status_message
    assert "manifest unknown" not in raised.value.status_message


def test_a_short_value_is_redacted_unless_runsite_displays_it(
    online_plugin: Plugin, runsite: Running
) -> None:
    web, project = online_plugin("WebService"), online_plugin("Project")
    inputs = checked(web, **SERVICE, env_vars={"A": "1"}, secret_env_vars={"B": "2"})
    marked = web.to_inputs(inputs)
    for name in ("envVars", "secretEnvVars"):
        for value in marked.fields[name].struct_value.fields.values():
            value.CopyFrom(secret_value(value.string_value))
    web.call("Check", provider_pb2.CheckRequest(urn=web.urn, news=marked))
    web.call("Create", provider_pb2.CreateRequest(urn=web.urn, properties=marked))
    body = {"detail": "step 1 of 2"}
    fault(runsite, kind="answer", status=422, body=body, method="POST", path="/projects")
    with pytest.raises(RpcFailed, match=r"step 1 of \[secret\]"):
        project.create(checked(project, name="shop"))


def test_our_own_words_are_not_redacted(online_plugin: Plugin) -> None:
    for value in ("already", "exists on Runsite", "Set"):
        checked(online_plugin("EnvVar"), web_service_id="s-1", key="STAGE", value=value)
    project = online_plugin("Project")
    inputs = checked(project, name="shop")
    project.create(inputs)
    project.urn += "-too"
    with pytest.raises(RpcFailed) as raised:
        project.create(inputs)
    assert raised.value.details.startswith("Project 'shop' already exists on Runsite, so nothing")


def test_a_secret_in_the_state_of_a_diff_is_redacted_from_what_follows(
    online_plugin: Plugin, runsite: Running
) -> None:
    variable = {"web_service_id": "s-1", "key": "A", "value": "canary-words", "is_secret": True}
    online_plugin("EnvVar").diff("s-1/v-1", variable, variable, variable)
    fault(runsite, kind="answer", status=400, body={"detail": "no canary-words"}, method="POST")
    project = online_plugin("Project")
    with pytest.raises(RpcFailed) as raised:
        project.create(checked(project, name="shop"))
    assert "failed with status 400: no [secret]. " in raised.value.details


def test_a_message_cannot_control_the_terminal(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    state = {"name": "\x1b]0;title\x07shop\u202e"}
    project.delete("p-1", state)
    message = online_plugin.engine.wait_for("still exists").message
    assert all(each.isprintable() or each == "\n" for each in message)
