"""`pulumi import` through the plugin."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.resources import WebService
from tests.adapters.fake_engine import Failed
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import checked, imported, service


def test_an_import_says_no_more_than_a_program_may(online_plugin: Plugin) -> None:
    web = online_plugin("WebService")
    id = service(online_plugin)
    given, state, inputs = imported(web, id)
    assert given == id
    assert inputs["image_ref"] == "nginx:1.27"
    assert list(web.check(inputs, inputs).failures) == []
    assert WebService.Outputs.field_names() >= state.keys() > inputs.keys()


def test_an_import_of_nothing_fails_and_says_so(online_plugin: Plugin) -> None:
    id = service(online_plugin)
    for kind, given in [
        ("Project", "00000000-0000-0000-0000-000000000000"),
        ("EnvVar", f"{id}/NO_SUCH"),
        ("Deployment", f"{id}/live"),
    ]:
        with pytest.raises(Failed) as raised:
            imported(online_plugin(kind), given)
        noun = online_plugin(kind).kind.noun
        assert raised.value.plain == f"there is no {noun} {given} on Runsite"


def test_an_imported_masked_value_need_not_be_said_before_it_is_written(
    online_plugin: Plugin,
) -> None:
    variable = online_plugin("EnvVar")
    id = service(online_plugin)
    inputs = checked(variable, web_service_id=id, key="A", value="canary")
    made, _ = variable.create(inputs)
    for given in (f"{id}/A", made):
        found, state, told = imported(variable, given)
        assert found == made
        assert "value" not in state
        assert list(variable.check(told, told).failures) == []
    diff = variable.diff(made, state, told, inputs)
    assert list(diff.detailedDiff) == ["value"]


def test_what_is_imported_by_its_key_is_not_deleted_as_the_old_one(
    online_plugin: Plugin, runsite: Running
) -> None:
    variable = online_plugin("EnvVar")
    id = service(online_plugin)
    inputs = checked(variable, web_service_id=id, key="A", value="canary")
    made, state = variable.create(inputs)
    assert imported(variable, f"{id}/A")[0] == made
    variable.delete(made, state)
    assert len(runsite.emulator.store.variables.all()) == 1
    assert online_plugin.engine.wait_for("is not replaced: it was there already")
