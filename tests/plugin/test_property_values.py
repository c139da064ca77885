"""Property values on the wire: unknowns, outputs, secrets, and the names of properties."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.plugin.property_values import holds_secret, plain, sealed, settings, struct
from pulumi_runsite.provider.resources import Deployment, WebService
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import SERVICE

WORDS = {
    "a string": "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "a bool": "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "a number": "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "a list": "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "a map": "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
}
"""What Pulumi's engine says in the place of what it does not know yet."""


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS.keys())
def test_what_an_engine_does_not_know_is_not_known_whatever_its_type(
    offline_plugin: Plugin, word: str
) -> None:
    web = offline_plugin("WebService")
    news = web.ins(SERVICE)
    news.fields["port"].string_value = word
    answer = web.call("Check", provider_pb2.CheckRequest(urn=web.urn, news=news))
    assert list(answer.failures) == []
    assert plain(WebService.Inputs, answer.inputs)["port"] == UNKNOWN


@pytest.mark.parametrize(
    ("mark", "inner", "known"),
    [
        ("d0e6a833031e9bbcd3f4e8bde6ca49a4", {}, UNKNOWN),
        ("d0e6a833031e9bbcd3f4e8bde6ca49a4", {"value": "s-1"}, "s-1"),
        ("5cf8f73096256a8f31e491e813e4eb8e", {"urn": "u", "id": "s-1"}, "s-1"),
    ],
)
def test_an_output_is_its_value_and_a_resource_its_id(
    offline_plugin: Plugin, mark: str, inner: dict[str, str], known: str
) -> None:
    live = offline_plugin("Deployment")
    news = Struct()
    news.update({"webServiceId": {"4dabf18193072939515e22adb298388d": mark} | inner})
    answer = live.call("Check", provider_pb2.CheckRequest(urn=live.urn, news=news))
    assert list(answer.failures) == []
    assert settings(answer.inputs)["webServiceId"] == known


def test_a_secret_in_a_map_stays_one_beside_others_that_are_none(offline_plugin: Plugin) -> None:
    live = offline_plugin("Deployment")
    news = live.ins({"web_service_id": "s-1", "triggers": {"a": "plain", "b": "hidden"}})
    news.fields["triggers"].struct_value.fields["b"].CopyFrom(sealed("hidden"))
    answer = live.call("Check", provider_pb2.CheckRequest(urn=live.urn, news=news))
    told = answer.inputs.fields["triggers"].struct_value.fields
    assert not holds_secret(told["a"])
    assert holds_secret(told["b"])


def test_of_a_list_that_has_another_length_all_is_secret_where_one_was() -> None:
    like = struct(Deployment.Inputs, {"triggers": ["plain", "hidden"]}, Struct())
    one = struct(Deployment.Inputs, {"triggers": ["hidden"]}, like)
    assert not holds_secret(one.fields["triggers"])
    like.fields["triggers"].list_value.values[1].CopyFrom(sealed("hidden"))
    one = struct(Deployment.Inputs, {"triggers": ["hidden"]}, like)
    assert holds_secret(one.fields["triggers"])


def test_names_are_translated_in_our_models_and_never_in_a_users_map(
    offline_plugin: Plugin,
) -> None:
    news = {"web_service_id": "s-1", "triggers": {"image_ref": ["a_b", {"is_secret": 1}]}}
    answer = offline_plugin("Deployment").check(news)
    assert settings(answer.inputs)["triggers"] == news["triggers"]
    variables = [{"key": "IS_SECRET", "value": "canary", "is_secret": False}]
    answer = offline_plugin("WebService").check(SERVICE | {"env_vars": variables})
    assert settings(answer.inputs)["envVars"] == [
        {"key": "IS_SECRET", "value": "canary", "isSecret": False}
    ]
