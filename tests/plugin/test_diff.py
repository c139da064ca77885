"""Diff by the plugin: the detailed diff names each changed property."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.plugin.property_values import is_whole_secret, secret_value, to_plain
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import FILLED


def test_a_detailed_diff_names_properties_and_changed_inputs(
    offline_plugin: Plugin,
) -> None:
    olds = {"web_service_id": "s-1", "triggers": ["a", "b"], "wait": True, "timeout": 1800}
    news = olds | {"triggers": ["a", "c", "d"], "timeout": 60}
    response = offline_plugin("Deployment").diff("d-1", olds | {"status": "running"}, olds, news)
    changes = {path: (each.kind, each.inputDiff) for path, each in response.detailedDiff.items()}
    assert changes == {
        "timeout": (provider_pb2.PropertyDiff.UPDATE, True),
        "triggers[1]": (provider_pb2.PropertyDiff.UPDATE_REPLACE, True),
        "triggers[2]": (provider_pb2.PropertyDiff.ADD_REPLACE, True),
    }
    assert response.changes == response.DIFF_SOME
    assert list(response.diffs) == ["timeout", "triggers"]
    assert list(response.replaces) == ["triggers"]


def test_unset_inputs_are_diffed_as_deleted_and_map_keys_by_name(
    offline_plugin: Plugin,
) -> None:
    live = offline_plugin("Deployment")
    olds = {"web_service_id": "s-1", "wait": True, "timeout": 60}
    triggers = {"same": 1, "removed": 1, 'a.b "c"': 1}
    response = live.diff(
        "d-1",
        olds | {"triggers": triggers},
        olds | {"triggers": triggers},
        {"web_service_id": "s-1", "wait": True, "triggers": {"same": 1, 'a.b "c"': 2}},
    )
    assert {path: each.kind for path, each in response.detailedDiff.items()} == {
        "timeout": provider_pb2.PropertyDiff.DELETE,
        "triggers.removed": provider_pb2.PropertyDiff.DELETE_REPLACE,
        'triggers["a.b \\"c\\""]': provider_pb2.PropertyDiff.UPDATE_REPLACE,
    }


@pytest.mark.parametrize("side", ["old_inputs", "news"])
def test_a_property_with_a_secret_item_is_diffed_as_a_whole(
    offline_plugin: Plugin, side: str
) -> None:
    live = offline_plugin("Deployment")
    olds = {"web_service_id": "s-1", "triggers": ["a", "b"], "wait": True, "timeout": 60}
    news = olds | {"triggers": ["a", "c"]}
    request = provider_pb2.DiffRequest(
        urn=live.urn,
        olds=live.to_outputs(olds),
        old_inputs=live.to_inputs(olds),
        news=live.to_inputs(news),
    )
    triggers = getattr(request, side).fields["triggers"].list_value
    triggers.values[1].CopyFrom(secret_value(to_plain(getattr(request, side))["triggers"][1]))
    assert list(live.call("Diff", request).detailedDiff) == ["triggers"]


def test_drift_is_not_an_input_diff(offline_plugin: Plugin) -> None:
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    response = offline_plugin("EnvVar").diff(
        "s-1/v-1", inputs | {"is_secret": False}, inputs, inputs
    )
    assert not response.detailedDiff["isSecret"].inputDiff


def test_a_map_of_secrets_is_diffed_by_key_without_its_values(offline_plugin: Plugin) -> None:
    web, kinds = offline_plugin("WebService"), provider_pb2.PropertyDiff
    olds = FILLED | {"env_vars": {"A": "x", "SAME": "x", "GONE": "x"}, "port": 8080}
    news = FILLED | {"env_vars": {"A": "y", "SAME": "x"}, "secret_env_vars": {"a.b": "canary"}}
    checked = web.check(news).inputs
    response = web.diff("s-1", olds, olds, news)
    assert {path: each.kind for path, each in response.detailedDiff.items()} == {
        "envVars.A": kinds.UPDATE,
        "envVars.GONE": kinds.DELETE,
        'secretEnvVars["a.b"]': kinds.ADD,
    }
    assert not any(
        map(is_whole_secret, (checked.fields["envVars"], checked.fields["secretEnvVars"]))
    )
    values = checked.fields["envVars"].struct_value.fields.values()
    assert all(map(is_whole_secret, values))


def test_a_map_that_is_a_secret_as_a_whole_is_diffed_as_a_whole(offline_plugin: Plugin) -> None:
    web = offline_plugin("WebService")
    olds, news = (web.to_inputs(FILLED | {"env_vars": {"A": each}}) for each in "xy")
    news.fields["envVars"].CopyFrom(secret_value({"A": "y"}))
    request = provider_pb2.DiffRequest(urn=web.urn, olds=olds, old_inputs=olds, news=news)
    assert list(web.call("Diff", request).detailedDiff) == ["envVars"]


def test_no_change_is_no_change(offline_plugin: Plugin) -> None:
    state = FILLED | {"subdomain": "web", "min_instances": 1}
    response = offline_plugin("WebService").diff("s-1", state, FILLED, FILLED)
    assert response.changes == response.DIFF_NONE
    assert not response.diffs


def test_a_variable_is_deleted_after_its_replacement_is_created(offline_plugin: Plugin) -> None:
    olds = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    response = offline_plugin("EnvVar").diff("s-1/v-1", olds, olds, olds | {"key": "B"})
    assert list(response.replaces) == ["key"]
    assert not response.deleteBeforeReplace
    response = offline_plugin("EnvVar").diff(
        "s-1/v-1", olds, olds, olds | {"web_service_id": "s-2"}
    )
    assert list(response.replaces) == list(response.detailedDiff) == ["webServiceId"]


def test_a_state_of_the_dynamic_provider_is_an_update_with_known_outputs(
    offline_plugin: Plugin,
) -> None:
    variable = offline_plugin("EnvVar")
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    moved = Struct()
    moved.update(inputs | {"revision": "r-1", "__provider": "blob"})
    diff = provider_pb2.DiffRequest(
        id="s-1/v-1",
        urn=variable.urn,
        olds=moved,
        old_inputs=moved,
        news=variable.to_inputs(inputs),
    )
    response = variable.call("Diff", diff)
    assert response.changes == response.DIFF_SOME
    assert list(response.diffs) == list(response.detailedDiff) == ["__provider"]
    assert list(response.replaces) == []
    update = provider_pb2.UpdateRequest(
        id="s-1/v-1", urn=variable.urn, olds=moved, news=variable.to_inputs(inputs), preview=True
    )
    state = variable.call("Update", update).properties
    assert to_plain(state)["revision"] == "r-1"
    assert "__provider" not in state.fields


def test_an_ignored_path_in_the_names_of_python_is_a_warning_with_the_right_one(
    offline_plugin: Plugin,
) -> None:
    web = offline_plugin("WebService")
    request = provider_pb2.DiffRequest(
        urn=web.urn,
        olds=web.to_outputs(FILLED),
        old_inputs=web.to_inputs(FILLED),
        news=web.to_inputs(FILLED),
        ignoreChanges=[
            "env_vars.KEY", 'secret_env_vars["a.b"]', "envVars.KEY", "envVars", "port", "*", "x.y"
        ],
    )  # fmt: skip
    web.call("Diff", request)
    warnings = [each.message for each in offline_plugin.engine.log_requests]
    assert len(warnings) == 2
    assert "for `env_vars.KEY`: write it as `envVars.KEY`," in warnings[0]
    assert """`secret_env_vars["a.b"]`: write it as `secretEnvVars["a.b"]`,""" in warnings[1]
