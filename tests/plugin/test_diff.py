"""Diff by the plugin: the detailed diff names each changed property."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.plugin.property_values import sealed, settings
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import FILLED


def test_a_change_says_which_property_and_whether_the_program_changed(
    offline_plugin: Plugin,
) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a", "b"], "wait": True, "timeout": 1800}
    news = olds | {"triggers": ["a", "c", "d"], "timeout": 60}
    answer = offline_plugin("Deployment").diff("d-1", olds | {"status": "running"}, olds, news)
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


def test_what_is_left_out_is_told_as_deleted_and_a_key_of_a_map_by_its_name(
    offline_plugin: Plugin,
) -> None:
    live = offline_plugin("Deployment")
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
def test_what_holds_a_secret_before_or_after_is_told_as_a_whole(
    offline_plugin: Plugin, side: str
) -> None:
    live = offline_plugin("Deployment")
    olds = {"web_service_id": "s-1", "triggers": ["a", "b"], "wait": True, "timeout": 60}
    news = olds | {"triggers": ["a", "c"]}
    request = provider_pb2.DiffRequest(
        urn=live.urn, olds=live.outs(olds), old_inputs=live.ins(olds), news=live.ins(news)
    )
    triggers = getattr(request, side).fields["triggers"].list_value
    triggers.values[1].CopyFrom(sealed(settings(getattr(request, side))["triggers"][1]))
    assert list(live.call("Diff", request).detailedDiff) == ["triggers"]


def test_drift_is_told_as_runsites_not_the_programs(offline_plugin: Plugin) -> None:
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    answer = offline_plugin("EnvVar").diff("s-1/v-1", inputs | {"is_secret": False}, inputs, inputs)
    assert not answer.detailedDiff["isSecret"].inputDiff


def test_a_secret_is_told_as_a_whole(offline_plugin: Plugin) -> None:
    olds = FILLED | {"env_vars": [{"key": "A", "value": "x", "is_secret": True}]}
    news = FILLED | {"env_vars": [{"key": "A", "value": "y", "is_secret": True}]}
    assert list(offline_plugin("WebService").diff("s-1", olds, olds, news).detailedDiff) == [
        "envVars"
    ]


def test_no_change_is_no_change(offline_plugin: Plugin) -> None:
    state = FILLED | {"subdomain": "web", "min_instances": 1}
    answer = offline_plugin("WebService").diff("s-1", state, FILLED, FILLED)
    assert answer.changes == answer.DIFF_NONE
    assert not answer.diffs


def test_a_variable_is_deleted_before_it_is_made_anew(offline_plugin: Plugin) -> None:
    olds = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    answer = offline_plugin("EnvVar").diff("s-1/v-1", olds, olds, olds | {"key": "B"})
    assert list(answer.replaces) == ["key"]
    assert answer.deleteBeforeReplace
    # Also where nothing changes: the program may ask for a replacement by itself.
    assert offline_plugin("EnvVar").diff("s-1/v-1", olds, olds, olds).deleteBeforeReplace
    answer = offline_plugin("EnvVar").diff("s-1/v-1", olds, olds, olds | {"web_service_id": "s-2"})
    assert list(answer.replaces) == list(answer.detailedDiff) == ["webServiceId"]


def test_a_state_of_the_other_door_is_a_change_and_nothing_is_unknown_of_it(
    offline_plugin: Plugin,
) -> None:
    variable = offline_plugin("EnvVar")
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
