"""Check, Diff and the settings through the plugin's own server: nothing is sent to Runsite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.fields import UNKNOWN as OPEN
from pulumi_runsite.plugin.values import holds_secret, plain, sealed, settings
from pulumi_runsite.resources import EnvVar, WebService
from tests.adapters.conftest import KEY
from tests.adapters.plugin_door import Plugin, told

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080, "on_destroy": "stop"}
NOWHERE = "http://127.0.0.1:9"
PROVIDER = "urn:pulumi:dev::test::pulumi:providers:runsite::default"


@pytest.fixture
def ready(plugin: Plugin) -> Plugin:
    """A plugin that would notice if anything were sent."""
    plugin.configure(apiKey=KEY, apiUrl=NOWHERE)
    return plugin


def check_config(plugin: Plugin, **given: str) -> Any:
    request = provider_pb2.CheckRequest(urn=PROVIDER, news=told(given))
    return plugin.stub.CheckConfig(request)


def test_checked_inputs_have_defaults_and_pulumis_names(ready: Plugin) -> None:
    answer = ready("WebService").check(SERVICE)
    assert list(answer.failures) == []
    assert settings(answer.inputs) == {
        "name": "web",
        "imageRef": "nginx:1.27",
        "port": 8080,
        "onDestroy": "stop",
    }


def test_the_name_is_the_resources_own_where_none_is_given(ready: Plugin) -> None:
    project = ready("Project")
    project.urn = "urn:pulumi:dev::test::my:index:Shop$runsite:index:Project::the::shop"
    assert settings(project.check({}).inputs) == {"name": "the::shop"}


def test_all_problems_are_told_in_reasons_and_never_as_a_property(ready: Plugin) -> None:
    answer = ready("WebService").check(SERVICE | {"port": 99999, "min_instances": 9})
    assert [failure.property for failure in answer.failures] == ["", ""]
    assert sorted(failure.reason for failure in answer.failures) == [
        "min_instances: must be at most 5",
        "port: must be at most 65535",
    ]


def test_an_unknown_input_stays_unknown_and_a_secret_one_secret(ready: Plugin) -> None:
    answer = ready("EnvVar").check({"web_service_id": UNKNOWN, "key": "A", "value": UNKNOWN})
    assert list(answer.failures) == []
    inputs = plain(EnvVar.Inputs, answer.inputs)
    assert inputs["web_service_id"] == inputs["value"] == UNKNOWN
    assert holds_secret(answer.inputs.fields["value"])
    assert not holds_secret(answer.inputs.fields["key"])


def test_names_are_translated_in_our_models_and_never_in_a_users_map(ready: Plugin) -> None:
    news = {"web_service_id": "s-1", "triggers": {"image_ref": ["a_b", {"is_secret": 1}]}}
    answer = ready("Deployment").check(news)
    assert settings(answer.inputs)["triggers"] == news["triggers"]
    variables = [{"key": "IS_SECRET", "value": "canary", "is_secret": False}]
    answer = ready("WebService").check(SERVICE | {"env_vars": variables})
    assert settings(answer.inputs)["envVars"] == [
        {"key": "IS_SECRET", "value": "canary", "isSecret": False}
    ]


def test_two_of_one_key_are_refused_and_both_are_named(ready: Plugin) -> None:
    one, other = ready("EnvVar"), ready("EnvVar")
    other.urn = other.urn.replace("::it", "::other")
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x"}
    assert list(one.check(inputs).failures) == []
    assert list(one.check(inputs).failures) == []
    (failure,) = other.check(inputs).failures
    assert failure.reason == (
        "EnvVar 'other' and EnvVar 'it' are the same environment variable (they have the same "
        "web_service_id, key): declare it once"
    )


def test_a_change_says_which_property_and_whether_the_program_changed(ready: Plugin) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a", "b"], "wait": True, "timeout": 1800}
    news = olds | {"triggers": ["a", "c", "d"], "timeout": 60}
    answer = ready("Deployment").diff("d-1", olds | {"status": "running"}, olds, news)
    kinds = {path: (each.kind, each.inputDiff) for path, each in answer.detailedDiff.items()}
    word = provider_pb2.PropertyDiff
    assert kinds == {
        "timeout": (word.UPDATE, True),
        "triggers[1]": (word.UPDATE_REPLACE, True),
        "triggers[2]": (word.ADD_REPLACE, True),
    }
    assert answer.changes == answer.DIFF_SOME
    assert list(answer.diffs) == ["timeout", "triggers"]
    assert list(answer.replaces) == ["triggers"]


def test_drift_is_told_as_runsites_not_the_programs(ready: Plugin) -> None:
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    answer = ready("EnvVar").diff("s-1/v-1", inputs | {"is_secret": False}, inputs, inputs)
    assert not answer.detailedDiff["isSecret"].inputDiff


def test_a_secret_is_told_as_a_whole(ready: Plugin) -> None:
    olds = FILLED | {"env_vars": [{"key": "A", "value": "x", "is_secret": True}]}
    news = FILLED | {"env_vars": [{"key": "A", "value": "y", "is_secret": True}]}
    assert list(ready("WebService").diff("s-1", olds, olds, news).detailedDiff) == ["envVars"]


def test_no_change_is_no_change(ready: Plugin) -> None:
    state = FILLED | {"subdomain": "web", "min_instances": 1}
    answer = ready("WebService").diff("s-1", state, FILLED, FILLED)
    assert answer.changes == answer.DIFF_NONE
    assert not answer.diffs


def test_a_variable_is_deleted_before_it_is_made_anew(ready: Plugin) -> None:
    olds = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    answer = ready("EnvVar").diff("s-1/v-1", olds, olds, olds | {"key": "B"})
    assert list(answer.replaces) == ["key"]
    assert answer.deleteBeforeReplace
    # Also where nothing changes: the program may ask for a replacement by itself.
    assert ready("EnvVar").diff("s-1/v-1", olds, olds, olds).deleteBeforeReplace


def test_a_preview_knows_what_the_program_says_and_nothing_else(ready: Plugin) -> None:
    web = ready("WebService")
    request = provider_pb2.CreateRequest(urn=web.urn, properties=web.ins(FILLED), preview=True)
    answer = plain(WebService.Outputs, web.call("Create", request).properties)
    assert {name for name, value in answer.items() if value != UNKNOWN} == FILLED.keys()
    assert answer["subdomain"] == answer["auto_deploy"] == UNKNOWN
    assert "description" not in answer


def test_a_state_of_the_other_door_is_a_change_and_nothing_is_unknown_of_it(
    ready: Plugin,
) -> None:
    variable = ready("EnvVar")
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    moved = Struct()
    moved.update(inputs | {"revision": "r-1", "__provider": "blob"})
    diff = provider_pb2.DiffRequest(
        id="s-1/v-1", urn=variable.urn, olds=moved, old_inputs=moved, news=variable.ins(inputs)
    )
    answer = variable.call("Diff", diff)
    assert answer.changes == answer.DIFF_SOME
    assert list(answer.diffs) == list(answer.detailedDiff) == ["__provider"]
    assert list(answer.replaces) == []
    update = provider_pb2.UpdateRequest(
        id="s-1/v-1", urn=variable.urn, olds=moved, news=variable.ins(inputs), preview=True
    )
    state = variable.call("Update", update).properties
    assert settings(state)["revision"] == "r-1"
    assert "__provider" not in state.fields


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
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(
    plugin: Plugin, given: dict[str, str], sentence: str
) -> None:
    (failure,) = check_config(plugin, **given).failures
    assert failure.property == ""
    assert failure.reason.startswith(sentence)


def test_a_key_that_is_not_known_yet_is_not_missed(plugin: Plugin) -> None:
    answer = check_config(plugin, apiKey=UNKNOWN, apiUrl=NOWHERE)
    assert list(answer.failures) == []
    assert settings(answer.inputs)["apiKey"] == UNKNOWN


def test_another_key_or_address_replaces_nothing(plugin: Plugin) -> None:
    olds, news = {"apiKey": KEY, "apiUrl": NOWHERE}, {"apiKey": KEY + "2"}
    request = provider_pb2.DiffRequest(urn=PROVIDER, olds=told(olds), news=told(news))
    answer = plugin.stub.DiffConfig(request)
    assert answer.changes == answer.DIFF_SOME
    assert list(answer.diffs) == ["apiKey", "apiUrl"]
    assert list(answer.replaces) == []


def test_the_schema_is_the_committed_one(plugin: Plugin) -> None:
    answer = plugin.stub.GetSchema(provider_pb2.GetSchemaRequest())
    committed = Path(__file__).parents[2] / "pulumi_runsite" / "schema.json"
    assert answer.schema == committed.read_text()


def test_a_kind_that_this_version_lacks_is_one_sentence(ready: Plugin) -> None:
    project = ready("Project")
    project.urn = project.urn.replace("Project", "Database")
    with pytest.raises(Exception, match=r"^this version has no resource runsite:index:Database$"):
        project.check({})


def test_what_the_program_calls_secret_is_in_no_refusal(ready: Plugin) -> None:
    web = ready("WebService")
    olds, news = (
        Struct(fields={**web.ins(FILLED).fields, "startCommand": sealed(f"run canary-{word}")})
        for word in ("old", "new " * 40)
    )
    request = provider_pb2.CheckRequest(urn=web.urn, olds=olds, news=news)
    (failure,) = web.call("Check", request).failures
    assert failure.reason.startswith("start_command: has changed; Runsite's API cannot change it")
    assert "canary" not in failure.reason


def preview_of_update(verbs: Any, state: dict[str, Any], news: dict[str, Any]) -> Any:
    request = provider_pb2.UpdateRequest(
        id="it", urn=verbs.urn, olds=verbs.outs(state), news=verbs.ins(news), preview=True
    )
    return plain(verbs.kind.Outputs, verbs.call("Update", request).properties)


def test_a_preview_holds_open_only_what_an_update_may_change(ready: Plugin) -> None:
    variable = {"web_service_id": "s-1", "key": "A", "value": "canary", "is_secret": True}
    state = variable | {"revision": "r-1", "created_at": "2026-01-01T00:00:00Z"}
    written = preview_of_update(ready("EnvVar"), state, variable | {"value": "other"})
    assert (written["revision"], written["created_at"]) == (OPEN, state["created_at"])

    web = FILLED | {"subdomain": "web"}
    kept = preview_of_update(ready("WebService"), web, FILLED | {"on_destroy": "abandon"})
    assert (kept["subdomain"], kept["on_destroy"]) == ("web", "abandon")

    live = {"web_service_id": "s-1", "wait": True, "status": "running", "url": "https://x"}
    news = {"web_service_id": "s-1", "wait": True, "timeout": 60}
    assert preview_of_update(ready("Deployment"), live, news)["url"] == "https://x"
    waited_for = preview_of_update(ready("Deployment"), live | {"status": "building"}, news)
    assert waited_for["url"] == waited_for["status"] == OPEN
