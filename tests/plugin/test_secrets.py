"""Secrets through the plugin: kept secret in states, redacted in messages."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.property_values import holds_secret, plain, sealed
from pulumi_runsite.provider.resources import Project
from tests.adapters.fake_engine import Failed
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import checked, fault, service


def test_what_the_program_calls_secret_comes_back_secret(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    inputs = project.ins(checked(project, name="shop"))
    inputs.fields["description"].CopyFrom(sealed("for insiders"))
    answer = project.call("Create", provider_pb2.CreateRequest(urn=project.urn, properties=inputs))
    assert holds_secret(answer.properties.fields["description"])
    assert not holds_secret(answer.properties.fields["name"])
    assert plain(Project.Outputs, answer.properties)["description"] == "for insiders"


def test_a_secret_trigger_stays_one_beside_others_that_are_none(online_plugin: Plugin) -> None:
    live = online_plugin("Deployment")
    inputs = live.ins(
        checked(live, web_service_id=service(online_plugin), triggers=["plain", "hidden"])
    )
    inputs.fields["triggers"].list_value.values[1].CopyFrom(sealed("hidden"))
    answer = live.call("Create", provider_pb2.CreateRequest(urn=live.urn, properties=inputs))
    one, two = answer.properties.fields["triggers"].list_value.values
    assert not holds_secret(one)
    assert holds_secret(two)


def test_what_the_program_calls_secret_is_still_so_after_a_refresh(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    inputs = checked(project, name="shop", description="for insiders")
    id, state = project.create(inputs)
    request = provider_pb2.ReadRequest(
        urn=project.urn, id=id, properties=project.outs(state), inputs=project.ins(inputs)
    )
    for known in (request.properties, request.inputs):
        known.fields["description"].CopyFrom(sealed("for insiders"))
    answer = project.call("Read", request)
    for told in (answer.properties, answer.inputs):
        assert holds_secret(told.fields["description"])
        assert not holds_secret(told.fields["name"])


def test_what_is_kept_keeps_the_programs_secrets(online_plugin: Plugin) -> None:
    web, live = online_plugin("WebService"), online_plugin("Deployment")
    id, _ = web.create(checked(web, name="web", image_ref="app:fail-build"))
    inputs = live.ins(checked(live, web_service_id=id, triggers=["hidden"]))
    inputs.fields["triggers"].list_value.values[0].CopyFrom(sealed("hidden"))
    with pytest.raises(Failed) as raised:
        live.call("Create", provider_pb2.CreateRequest(urn=live.urn, properties=inputs))
    assert holds_secret(raised.value.kept.properties.fields["triggers"])


def test_a_secret_that_only_the_state_knows_is_in_no_sentence(
    online_plugin: Plugin, runsite: Running
) -> None:
    body = {"detail": "canary-words is in use"}
    fault(runsite, kind="answer", status=403, body=body, method="DELETE", path="*/env/*")
    variable = online_plugin("EnvVar")
    with pytest.raises(Failed) as raised:
        variable.delete("s-1/v-1", {"web_service_id": "s-1", "key": "A", "value": "canary-words"})
    assert raised.value.plain.endswith(": 403: [secret] is in use")


def test_a_key_is_shown_nowhere(online_plugin: Plugin, runsite: Running) -> None:
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
    with pytest.raises(Failed) as raised:
        project.create(checked(project, name="shop"))
    assert "[secret]" in raised.value.plain
    assert key not in raised.value.plain


def test_a_value_that_was_only_checked_is_in_no_sentence(online_plugin: Plugin) -> None:
    checked(online_plugin("EnvVar"), web_service_id="s-1", key="A", value="canary-words")
    project = online_plugin("Project")
    inputs = checked(project, name="canary-words")
    project.create(inputs)
    project.urn += "-too"
    with pytest.raises(Failed) as raised:
        project.create(inputs)
    assert raised.value.plain.startswith("project '[secret]' exists already on Runsite")


def test_a_warning_shows_nothing_that_the_program_calls_secret(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    state = Struct(fields={"name": sealed("canary-name")})
    request = provider_pb2.DeleteRequest(id="p-1", urn=project.urn, properties=state)
    project.call("Delete", request)
    said = online_plugin.engine.wait_for("stays on Runsite")
    assert said.message.startswith("project '[secret]' (p-1) stays on Runsite")
