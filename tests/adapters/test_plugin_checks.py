"""Check, Diff and the settings through the plugin's own server: nothing is sent to Runsite."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.api import (
    Conflict,
    Forbidden,
    Interrupted,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    RunsiteError,
    Unauthorized,
    Unavailable,
)
from pulumi_runsite.plugin.errors import Kept, _code, in_one_sentence
from pulumi_runsite.plugin.property_values import holds_secret, plain, sealed, settings, struct
from pulumi_runsite.plugin.resource_servicer import Servicer
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.fields import UNKNOWN as OPEN
from pulumi_runsite.provider.resources import Deployment, EnvVar, WebService
from tests.adapters.conftest import KEY
from tests.adapters.plugin_door import Plugin, told

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080, "on_destroy": "stop"}
NOWHERE = "http://127.0.0.1:9"
WORDS = {
    "a string": "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "a bool": "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "a number": "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "a list": "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "a map": "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
}
"""What Pulumi's engine says in the place of what it does not know yet."""
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


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS.keys())
def test_what_an_engine_does_not_know_is_not_known_whatever_its_type(
    ready: Plugin, word: str
) -> None:
    web = ready("WebService")
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
    ready: Plugin, mark: str, inner: dict[str, str], known: str
) -> None:
    live = ready("Deployment")
    news = Struct()
    news.update({"webServiceId": {"4dabf18193072939515e22adb298388d": mark} | inner})
    answer = live.call("Check", provider_pb2.CheckRequest(urn=live.urn, news=news))
    assert list(answer.failures) == []
    assert settings(answer.inputs)["webServiceId"] == known


def test_a_secret_in_a_map_stays_one_beside_others_that_are_none(ready: Plugin) -> None:
    live = ready("Deployment")
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


def test_two_that_are_not_known_yet_or_taken_over_by_their_ids_are_two(ready: Plugin) -> None:
    one, other = ready("EnvVar"), ready("EnvVar")
    other.urn = other.urn.replace("::it", "::other")
    same = {"web_service_id": "s-1", "key": "A", "value": "x"}
    for mine, others in (
        (same | {"web_service_id": UNKNOWN}, same | {"web_service_id": UNKNOWN}),
        (same | {"adopt_id": "v-1"}, same | {"adopt_id": "v-2"}),
    ):
        assert list(one.check(mine).failures) == []
        assert list(other.check(others).failures) == []


def test_a_reason_shows_no_secret_of_another_resource(ready: Plugin) -> None:
    secret = {"web_service_id": "s-1", "key": "A", "value": "canary-words"}
    assert list(ready("EnvVar").check(secret).failures) == []
    olds = FILLED | {"start_command": "canary-words"}
    (failure,) = ready("WebService").check(FILLED | {"start_command": "run"}, olds).failures
    assert failure.reason.startswith("start_command: was '[secret]', the program says 'run'")


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


def test_what_is_left_out_is_told_as_deleted_and_a_key_of_a_map_by_its_name(ready: Plugin) -> None:
    live = ready("Deployment")
    olds = {"web_service_id": "s-1", "wait": True, "timeout": 60}
    triggers = {"same": 1, "gone": 1, 'a.b "c"': 1}
    answer = live.diff(
        "d-1",
        olds | {"triggers": triggers},
        olds | {"triggers": triggers},
        {"web_service_id": "s-1", "wait": True, "triggers": {"same": 1, 'a.b "c"': 2}},
    )
    word = provider_pb2.PropertyDiff
    assert {path: each.kind for path, each in answer.detailedDiff.items()} == {
        "timeout": word.DELETE,
        "triggers.gone": word.DELETE_REPLACE,
        'triggers["a.b \\"c\\""]': word.UPDATE_REPLACE,
    }


@pytest.mark.parametrize("side", ["old_inputs", "news"])
def test_what_holds_a_secret_before_or_after_is_told_as_a_whole(ready: Plugin, side: str) -> None:
    live = ready("Deployment")
    olds = {"web_service_id": "s-1", "triggers": ["a", "b"], "wait": True, "timeout": 60}
    news = olds | {"triggers": ["a", "c"]}
    request = provider_pb2.DiffRequest(
        urn=live.urn, olds=live.outs(olds), old_inputs=live.ins(olds), news=live.ins(news)
    )
    triggers = getattr(request, side).fields["triggers"].list_value
    triggers.values[1].CopyFrom(sealed(settings(getattr(request, side))["triggers"][1]))
    assert list(live.call("Diff", request).detailedDiff) == ["triggers"]


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
    answer = ready("EnvVar").diff("s-1/v-1", olds, olds, olds | {"web_service_id": "s-2"})
    assert list(answer.replaces) == list(answer.detailedDiff) == ["webServiceId"]


def test_a_preview_knows_what_the_program_says_and_nothing_else(ready: Plugin) -> None:
    web = ready("WebService")
    request = provider_pb2.CreateRequest(urn=web.urn, properties=web.ins(FILLED), preview=True)
    answer = plain(WebService.Outputs, web.call("Create", request).properties)
    assert {name for name, value in answer.items() if value != UNKNOWN} == FILLED.keys()
    assert answer["subdomain"] == answer["auto_deploy"] == UNKNOWN
    assert "description" not in answer


def test_a_preview_of_an_update_knows_nothing_that_only_runsite_tells(ready: Plugin) -> None:
    variable = ready("EnvVar")
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    request = provider_pb2.UpdateRequest(
        id="s-1/v-1",
        urn=variable.urn,
        olds=variable.outs(inputs | {"revision": "r-1"}),
        news=variable.ins(inputs | {"value": "y"}),
        preview=True,
    )
    state = plain(EnvVar.Outputs, variable.call("Update", request).properties)
    assert state["value"] == "y"
    assert state["revision"] == UNKNOWN


def test_a_secret_of_the_program_stays_one_in_an_update(ready: Plugin) -> None:
    live = ready("Deployment")
    inputs = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 60}
    news = live.ins(inputs)
    news.fields["triggers"].list_value.values[0].CopyFrom(sealed("a"))
    request = provider_pb2.UpdateRequest(
        id="d-1", urn=live.urn, olds=live.outs(inputs), news=news, preview=True
    )
    answer = live.call("Update", request)
    assert holds_secret(answer.properties.fields["triggers"])


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
        ({}, "No Runsite API key is configured. "),
        ({"apiKey": "two words"}, "The Runsite API key in `runsite:apiKey` contains a space"),
        (
            {"apiKey": KEY, "apiUrl": "ftp://x"},
            "`runsite:apiUrl` is not a valid address: it must begin with https://",
        ),
        ({"apiKey": KEY, "apiKye": "x"}, "`runsite:apiKye` is not a setting of this provider"),
        (
            {"apiKey": KEY, "immutableChanges": "no"},
            "`runsite:immutableChanges` is not a valid policy: it must be one of",
        ),
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

    accepted = FILLED | {"port": 9090, "immutable_changes": "accept"}
    assert preview_of_update(ready("WebService"), web, accepted)["subdomain"] == OPEN
    started = preview_of_update(ready("WebService"), web, FILLED | {"desired_state": "running"})
    assert started["subdomain"] == OPEN

    live = {"web_service_id": "s-1", "wait": True, "status": "running", "url": "https://x"}
    news = {"web_service_id": "s-1", "wait": True, "timeout": 60}
    assert preview_of_update(ready("Deployment"), live, news)["url"] == "https://x"
    waited_for = preview_of_update(ready("Deployment"), live | {"status": "building"}, news)
    assert waited_for["url"] == waited_for["status"] == OPEN


def test_a_function_that_this_version_lacks_is_one_sentence(ready: Plugin) -> None:
    with pytest.raises(grpc.RpcError) as raised:
        ready.stub.Invoke(provider_pb2.InvokeRequest(tok="runsite:index:getDatabase"))
    assert raised.value.details() == "this version has no function runsite:index:getDatabase"


def test_what_nobody_thought_of_is_one_sentence_too(ready: Plugin) -> None:
    with pytest.raises(grpc.RpcError) as raised:
        ready.stub.Check(provider_pb2.CheckRequest(urn="no urn"))
    assert raised.value.code() == grpc.StatusCode.INTERNAL
    assert raised.value.details().startswith("a bug in pulumi-runsite: IndexError: ")
    assert "Traceback" not in raised.value.details()


class Broken(Servicer):
    """A plugin with a bug that quotes a secret."""

    @in_one_sentence
    async def GetPluginInfo(self, _: Any) -> plugin_pb2.PluginInfo:  # noqa: N802
        self.shared.redactor.add_secret("canary-words")
        raise KeyError("canary-words")


async def ask_broken() -> str:
    server = grpc.aio.server()
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Broken("1.2.3", ""), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await provider_pb2_grpc.ResourceProviderStub(channel).GetPluginInfo(empty_pb2.Empty())
    await server.stop(None)
    return str(raised.value.details())


def test_a_bug_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    said = asyncio.run(ask_broken())
    assert said == "a bug in pulumi-runsite: KeyError: '[secret]'"
    assert "KeyError: '[secret]'" in caplog.text
    assert "canary-words" not in caplog.text


ERRORS = [
    (Unauthorized("GET /x", 401, "no"), grpc.StatusCode.UNAUTHENTICATED),
    (Forbidden("GET /x", 403, "no"), grpc.StatusCode.PERMISSION_DENIED),
    (NotFound("GET /x", 404, "no"), grpc.StatusCode.NOT_FOUND),
    (Conflict("POST /x", 409, "no"), grpc.StatusCode.ALREADY_EXISTS),
    (Rejected("POST /x", 422, "no"), grpc.StatusCode.INVALID_ARGUMENT),
    (RateLimited("GET /x", 429, "no"), grpc.StatusCode.RESOURCE_EXHAUSTED),
    (Unavailable("GET /x", 503, "no"), grpc.StatusCode.UNAVAILABLE),
    (NotSent("no"), grpc.StatusCode.UNAVAILABLE),
    (Interrupted("no"), grpc.StatusCode.CANCELLED),
    (OutcomeUnknown("no"), grpc.StatusCode.UNKNOWN),
    (RunsiteError("no"), grpc.StatusCode.FAILED_PRECONDITION),
    (Kept(ResourceInitFailed("no", "d-1", {}), Struct()), grpc.StatusCode.UNKNOWN),
]


@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda each: type(each).__name__)
def test_each_failure_has_its_own_code(error: RunsiteError, code: grpc.StatusCode) -> None:
    assert _code(error) == code
