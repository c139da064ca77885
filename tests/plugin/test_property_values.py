"""Property values on the wire: unknowns, outputs, secrets, and the names of properties."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.plugin.property_values import (
    contains_secret,
    secret_value,
    to_plain,
    to_props,
    to_struct,
)
from pulumi_runsite.provider.resources import Deployment, WebService
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import SERVICE

UNKNOWN_VALUES = {
    "a string": "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "a bool": "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "a number": "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "a list": "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "a map": "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
}
"""The values that stand for an unknown value of each type."""


@pytest.mark.parametrize("unknown", UNKNOWN_VALUES.values(), ids=UNKNOWN_VALUES.keys())
def test_unknown_values_of_every_type_are_unknown(offline_plugin: Plugin, unknown: str) -> None:
    web = offline_plugin("WebService")
    news = web.to_inputs(SERVICE)
    news.fields["port"].string_value = unknown
    response = web.call("Check", provider_pb2.CheckRequest(urn=web.urn, news=news))
    assert list(response.failures) == []
    assert to_props(WebService.Inputs, response.inputs)["port"] == UNKNOWN


@pytest.mark.parametrize(
    ("mark", "inner", "known"),
    [
        ("d0e6a833031e9bbcd3f4e8bde6ca49a4", {}, UNKNOWN),
        ("d0e6a833031e9bbcd3f4e8bde6ca49a4", {"value": "s-1"}, "s-1"),
        ("5cf8f73096256a8f31e491e813e4eb8e", {"urn": "u", "id": "s-1"}, "s-1"),
    ],
)
def test_an_output_is_read_as_its_value_and_a_resource_as_its_id(
    offline_plugin: Plugin, mark: str, inner: dict[str, str], known: str
) -> None:
    live = offline_plugin("Deployment")
    news = Struct()
    news.update({"webServiceId": {"4dabf18193072939515e22adb298388d": mark} | inner})
    response = live.call("Check", provider_pb2.CheckRequest(urn=live.urn, news=news))
    assert list(response.failures) == []
    assert to_plain(response.inputs)["webServiceId"] == known


def test_a_secret_in_a_map_stays_secret_and_its_siblings_plain(offline_plugin: Plugin) -> None:
    live = offline_plugin("Deployment")
    news = live.to_inputs({"web_service_id": "s-1", "triggers": {"a": "plain", "b": "hidden"}})
    news.fields["triggers"].struct_value.fields["b"].CopyFrom(secret_value("hidden"))
    response = live.call("Check", provider_pb2.CheckRequest(urn=live.urn, news=news))
    result = response.inputs.fields["triggers"].struct_value.fields
    assert not contains_secret(result["a"])
    assert contains_secret(result["b"])


def test_a_list_of_another_length_is_secret_if_any_item_was() -> None:
    like = to_struct(Deployment.Inputs, {"triggers": ["plain", "hidden"]}, Struct())
    one = to_struct(Deployment.Inputs, {"triggers": ["hidden"]}, like)
    assert not contains_secret(one.fields["triggers"])
    like.fields["triggers"].list_value.values[1].CopyFrom(secret_value("hidden"))
    one = to_struct(Deployment.Inputs, {"triggers": ["hidden"]}, like)
    assert contains_secret(one.fields["triggers"])


def test_names_are_translated_in_models_but_not_in_user_maps(
    offline_plugin: Plugin,
) -> None:
    news = {"web_service_id": "s-1", "triggers": {"image_ref": ["a_b", {"is_secret": 1}]}}
    response = offline_plugin("Deployment").check(news)
    assert to_plain(response.inputs)["triggers"] == news["triggers"]
    response = offline_plugin("WebService").check(SERVICE | {"env_vars": {"image_ref": "canary"}})
    assert to_plain(response.inputs)["envVars"] == {"image_ref": "canary"}
