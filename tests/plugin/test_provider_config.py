"""The plugin's configuration: CheckConfig, DiffConfig, Configure; and its schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.plugin.property_values import holds_secret, settings
from tests.adapters.dynamic_host_process import KEY
from tests.adapters.plugin_process import Plugin, told
from tests.plugin.plugin_calls import NOWHERE

PROVIDER = "urn:pulumi:dev::test::pulumi:providers:runsite::default"


def check_config(plugin: Plugin, **given: str) -> Any:
    request = provider_pb2.CheckRequest(urn=PROVIDER, news=told(given))
    return plugin.stub.CheckConfig(request)


def test_a_key_is_a_secret_however_it_is_given(plugin: Plugin) -> None:
    given = Struct()
    given.update({"apiKey": KEY, "apiUrl": NOWHERE})
    answer = plugin.stub.CheckConfig(provider_pb2.CheckRequest(urn=PROVIDER, news=given))
    assert list(answer.failures) == []
    assert holds_secret(answer.inputs.fields["apiKey"])
    assert not holds_secret(answer.inputs.fields["apiUrl"])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "there is no Runsite API key: "),
        ({"apiKey": "two words"}, "the Runsite API key in runsite:apiKey holds a space"),
        ({"apiKey": KEY, "apiUrl": "ftp://x"}, "runsite:apiUrl: must begin with https://"),
        ({"apiKey": KEY, "apiKye": "x"}, "runsite:apiKye is not a setting of this provider"),
        ({"apiKey": KEY, "immutableChanges": "no"}, "runsite:immutableChanges: must be one of"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(
    plugin: Plugin, given: dict[str, str], sentence: str
) -> None:
    (failure,) = check_config(plugin, **given).failures
    assert failure.property == ""
    assert failure.reason.startswith(sentence)


def test_a_setting_that_is_no_string_is_one_sentence(plugin: Plugin) -> None:
    given = Struct()
    given.update({"apiKey": KEY, "apiUrl": 3})
    answer = plugin.stub.CheckConfig(provider_pb2.CheckRequest(urn=PROVIDER, news=given))
    assert [each.reason for each in answer.failures] == ["runsite:apiUrl: must be a string"]


def test_the_engines_own_settings_are_not_taken_for_ours(plugin: Plugin) -> None:
    own = {"version": "1.2.3", "pluginDownloadURL": "https://x.example", "__internal": "{}"}
    assert list(check_config(plugin, apiKey=KEY, **own).failures) == []
    plugin.configure(apiKey=KEY, apiUrl=NOWHERE, **own)
    assert list(plugin("Project").check({"name": "shop"}).failures) == []


def test_a_key_that_is_not_known_yet_is_not_missed(plugin: Plugin) -> None:
    answer = check_config(plugin, apiKey=UNKNOWN, apiUrl=NOWHERE)
    assert list(answer.failures) == []
    assert settings(answer.inputs)["apiKey"] == UNKNOWN
    assert list(check_config(plugin, apiKey=KEY, apiUrl=UNKNOWN).failures) == []


def test_another_key_or_address_replaces_nothing(plugin: Plugin) -> None:
    olds, news = {"apiKey": KEY, "apiUrl": NOWHERE}, {"apiKey": KEY + "2"}
    request = provider_pb2.DiffRequest(urn=PROVIDER, olds=told(olds), news=told(news))
    answer = plugin.stub.DiffConfig(request)
    assert answer.changes == answer.DIFF_SOME
    assert list(answer.diffs) == ["apiKey", "apiUrl"]
    assert list(answer.replaces) == []
    word = provider_pb2.PropertyDiff
    assert answer.hasDetailedDiff
    assert {name: each.kind for name, each in answer.detailedDiff.items()} == {
        "apiKey": word.UPDATE,
        "apiUrl": word.DELETE,
    }


def test_settings_are_compared_with_what_the_program_said_before(plugin: Plugin) -> None:
    given = {"apiKey": KEY, "apiUrl": NOWHERE}
    request = provider_pb2.DiffRequest(
        urn=PROVIDER, olds=told({"apiKey": KEY}), old_inputs=told(given), news=told(given)
    )
    assert plugin.stub.DiffConfig(request).changes == provider_pb2.DiffResponse.DIFF_NONE


def test_what_is_configured_takes_secrets_and_previews(plugin: Plugin) -> None:
    answer = plugin.stub.Configure(provider_pb2.ConfigureRequest(args=told({"apiKey": KEY})))
    assert (answer.acceptSecrets, answer.acceptOutputs, answer.acceptResources) == (
        True,
        False,
        False,
    )
    assert answer.supportsPreview


def test_the_schema_is_the_committed_one(plugin: Plugin) -> None:
    answer = plugin.stub.GetSchema(provider_pb2.GetSchemaRequest())
    committed = Path(__file__).parents[2] / "pulumi_runsite" / "schema.json"
    assert answer.schema == committed.read_text()
