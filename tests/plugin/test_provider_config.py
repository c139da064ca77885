"""The plugin's configuration: CheckConfig, DiffConfig, Configure; and its schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.plugin.property_values import contains_secret, to_plain
from tests.adapters.dynamic_host_process import KEY
from tests.adapters.plugin_process import Plugin, config_struct
from tests.plugin.plugin_calls import NOWHERE

PROVIDER = "urn:pulumi:dev::test::pulumi:providers:runsite::default"


def check_config(plugin: Plugin, **settings: str) -> Any:
    request = provider_pb2.CheckRequest(urn=PROVIDER, news=config_struct(settings))
    return plugin.stub.CheckConfig(request)


def test_the_api_key_is_always_a_secret(plugin: Plugin) -> None:
    settings = Struct()
    settings.update({"apiKey": KEY, "apiUrl": NOWHERE})
    response = plugin.stub.CheckConfig(provider_pb2.CheckRequest(urn=PROVIDER, news=settings))
    assert list(response.failures) == []
    assert contains_secret(response.inputs.fields["apiKey"])
    assert not contains_secret(response.inputs.fields["apiUrl"])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "No Runsite API key is configured. "),
        ({"apiKey": "two words"}, "The Runsite API key in `runsite:apiKey` contains a space"),
        (
            {"apiKey": KEY, "apiUrl": "ftp://x"},
            "`runsite:apiUrl` is not a valid address: it must begin with https://, or with",
        ),
        ({"apiKey": KEY, "apiKye": "x"}, "`runsite:apiKye` is not a setting of this provider"),
        (
            {"apiKey": KEY, "immutableChanges": "no"},
            "`runsite:immutableChanges` is not a valid policy: it must be one of",
        ),
    ],
)
def test_an_invalid_setting_is_a_single_line_error(
    plugin: Plugin, settings: dict[str, str], message: str
) -> None:
    (failure,) = check_config(plugin, **settings).failures
    assert failure.property == ""
    assert failure.reason.startswith(message)


def test_a_setting_that_is_not_a_string_is_a_single_line_error(plugin: Plugin) -> None:
    settings = Struct()
    settings.update({"apiKey": KEY, "apiUrl": 3})
    response = plugin.stub.CheckConfig(provider_pb2.CheckRequest(urn=PROVIDER, news=settings))
    assert [each.reason for each in response.failures] == [
        "`runsite:apiUrl` is not a string. Set it to a string, or remove it."
    ]


def test_settings_of_the_engine_are_ignored(plugin: Plugin) -> None:
    engine_settings = {
        "version": "1.2.3",
        "pluginDownloadURL": "https://x.example",
        "__internal": "{}",
    }
    assert list(check_config(plugin, apiKey=KEY, **engine_settings).failures) == []
    plugin.configure(apiKey=KEY, apiUrl=NOWHERE, **engine_settings)
    assert list(plugin("Project").check({"name": "shop"}).failures) == []


def test_an_unknown_api_key_is_not_missing(plugin: Plugin) -> None:
    response = check_config(plugin, apiKey=UNKNOWN, apiUrl=NOWHERE)
    assert list(response.failures) == []
    assert to_plain(response.inputs)["apiKey"] == UNKNOWN
    assert list(check_config(plugin, apiKey=KEY, apiUrl=UNKNOWN).failures) == []


def test_another_api_key_or_url_replaces_nothing(plugin: Plugin) -> None:
    olds, news = {"apiKey": KEY, "apiUrl": NOWHERE}, {"apiKey": KEY + "2"}
    request = provider_pb2.DiffRequest(
        urn=PROVIDER, olds=config_struct(olds), news=config_struct(news)
    )
    response = plugin.stub.DiffConfig(request)
    assert response.changes == response.DIFF_SOME
    assert list(response.diffs) == ["apiKey", "apiUrl"]
    assert list(response.replaces) == []
    assert response.hasDetailedDiff
    assert {name: each.kind for name, each in response.detailedDiff.items()} == {
        "apiKey": provider_pb2.PropertyDiff.UPDATE,
        "apiUrl": provider_pb2.PropertyDiff.DELETE,
    }


def test_settings_are_compared_with_the_old_inputs(plugin: Plugin) -> None:
    settings = {"apiKey": KEY, "apiUrl": NOWHERE}
    request = provider_pb2.DiffRequest(
        urn=PROVIDER,
        olds=config_struct({"apiKey": KEY}),
        old_inputs=config_struct(settings),
        news=config_struct(settings),
    )
    assert plugin.stub.DiffConfig(request).changes == provider_pb2.DiffResponse.DIFF_NONE


def test_the_configured_plugin_accepts_secrets_and_previews(plugin: Plugin) -> None:
    response = plugin.stub.Configure(
        provider_pb2.ConfigureRequest(args=config_struct({"apiKey": KEY}))
    )
    assert (response.acceptSecrets, response.acceptOutputs, response.acceptResources) == (
        True,
        False,
        False,
    )
    assert response.supportsPreview


def test_the_returned_schema_is_the_committed_file(plugin: Plugin) -> None:
    response = plugin.stub.GetSchema(provider_pb2.GetSchemaRequest())
    committed = Path(__file__).parents[2] / "pulumi_runsite" / "schema.json"
    assert response.schema == committed.read_text()
