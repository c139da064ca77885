"""Check of inputs by the plugin: nothing is sent to Runsite."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.plugin.property_values import contains_secret, secret_value, to_plain, to_props
from pulumi_runsite.provider.resources import EnvVar
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import FILLED, SERVICE


def test_checked_inputs_have_defaults_and_camel_case_names(offline_plugin: Plugin) -> None:
    response = offline_plugin("WebService").check(SERVICE)
    assert list(response.failures) == []
    assert to_plain(response.inputs) == {
        "name": "web",
        "imageRef": "nginx:1.27",
        "onDestroy": "stop",
    }


def test_the_name_of_a_child_defaults_to_its_own_name_and_the_stack(offline_plugin: Plugin) -> None:
    project = offline_plugin("Project")
    project.urn = "urn:pulumi:dev::test::my:index:Shop$runsite:index:Project::the::shop"
    assert to_plain(project.check({}).inputs) == {"name": "the-shop-dev"}


@pytest.mark.parametrize(
    ("mode", "proposed", "reason"),
    [
        ("PROPOSE", "Shop_4f", ""),
        ("ENFORCE", "Shop_4f", ""),
        (
            "DISABLE",
            "",
            "name: required, since `pulumi:autonaming` is disabled for this resource; set it",
        ),
    ],
)
def test_the_engines_autonaming_decides_the_default_name(
    offline_plugin: Plugin, mode: str, proposed: str, reason: str
) -> None:
    project, modes = offline_plugin("Project"), provider_pb2.CheckRequest.AutonamingOptions
    autonaming = modes(mode=modes.Mode.Value(mode), proposed_name=proposed)
    request = provider_pb2.CheckRequest(urn=project.urn, news=Struct(), autonaming=autonaming)
    response = project.call("Check", request)
    assert [failure.reason for failure in response.failures] == ([reason] if reason else [])
    assert reason or to_plain(response.inputs) == {"name": proposed}


def test_the_plugin_declares_that_it_honours_autonaming(offline_plugin: Plugin) -> None:
    # The engine reads it in the response to Handshake, and without one in that to Configure.
    handshake = offline_plugin.stub.Handshake(provider_pb2.ProviderHandshakeRequest())
    configured = offline_plugin.stub.Configure(provider_pb2.ConfigureRequest())
    assert handshake.supports_autonaming_configuration
    assert configured.supports_autonaming_configuration


def test_all_check_failures_have_a_reason_and_no_property(offline_plugin: Plugin) -> None:
    response = offline_plugin("WebService").check(SERVICE | {"port": 99999, "min_instances": 9})
    assert [failure.property for failure in response.failures] == ["", ""]
    assert sorted(failure.reason for failure in response.failures) == [
        "min_instances: must be at most 5; set a lower number",
        "port: must be at most 65535; set a lower number",
    ]


def test_an_unknown_input_stays_unknown_and_a_secret_one_secret(offline_plugin: Plugin) -> None:
    response = offline_plugin("EnvVar").check(
        {"web_service_id": UNKNOWN, "key": "A", "value": UNKNOWN}
    )
    assert list(response.failures) == []
    inputs = to_props(EnvVar.Inputs, response.inputs)
    assert inputs["web_service_id"] == inputs["value"] == UNKNOWN
    assert contains_secret(response.inputs.fields["value"])
    assert not contains_secret(response.inputs.fields["key"])


def test_two_declarations_of_one_key_fail_and_both_are_named(offline_plugin: Plugin) -> None:
    one, other = offline_plugin("EnvVar"), offline_plugin("EnvVar")
    other.urn = other.urn.replace("::it", "::other")
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x"}
    assert list(one.check(inputs).failures) == []
    assert list(one.check(inputs).failures) == []
    (failure,) = other.check(inputs).failures
    assert failure.reason == (
        "EnvVar 'other' and EnvVar 'it' are the same environment variable "
        "(same `web_service_id`, `key`). Declare it once."
    )


def test_unknown_or_adopted_resources_are_not_duplicates(
    offline_plugin: Plugin,
) -> None:
    one, other = offline_plugin("EnvVar"), offline_plugin("EnvVar")
    other.urn = other.urn.replace("::it", "::other")
    same = {"web_service_id": "s-1", "key": "A", "value": "x"}
    for first, second in (
        (same | {"web_service_id": UNKNOWN}, same | {"web_service_id": UNKNOWN}),
        (same | {"adopt_id": "v-1"}, same | {"adopt_id": "v-2"}),
    ):
        assert list(one.check(first).failures) == []
        assert list(other.check(second).failures) == []


def test_a_refused_change_redacts_secrets_of_other_resources(offline_plugin: Plugin) -> None:
    secret = {"web_service_id": "s-1", "key": "A", "value": "canary-words"}
    assert list(offline_plugin("EnvVar").check(secret).failures) == []
    olds = FILLED | {"start_command": "canary-words"}
    with pytest.raises(RpcFailed) as raised:
        offline_plugin("WebService").preview("s-1", olds, olds, FILLED | {"start_command": "run"})
    reason = raised.value.details
    assert reason.startswith("start_command: cannot be changed from '[secret]' to 'run'")


def test_declared_secrets_are_redacted_from_refused_changes(offline_plugin: Plugin) -> None:
    web = offline_plugin("WebService")
    olds, news = (
        Struct(
            fields={
                **web.to_inputs(FILLED).fields,
                "startCommand": secret_value(f"run canary-{text}"),
            }
        )
        for text in ("old", "new " * 40)
    )
    web.call("Check", provider_pb2.CheckRequest(urn=web.urn, olds=olds, news=news))
    request = provider_pb2.DiffRequest(id="s-1", urn=web.urn, olds=olds, old_inputs=olds, news=news)
    with pytest.raises(RpcFailed) as raised:
        web.call("Diff", request)
    assert raised.value.details.startswith(
        "start_command: cannot be changed (its values are masked): "
        "the Runsite API has no update for web services."
    )
    assert "canary" not in raised.value.details
