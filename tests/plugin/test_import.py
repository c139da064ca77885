"""`pulumi import` through the plugin."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.provider.resources import WebService
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import checked, imported, service


def test_an_import_returns_only_valid_inputs(online_plugin: Plugin) -> None:
    web = online_plugin("WebService")
    id = service(online_plugin)
    imported_id, state, inputs = imported(web, id)
    assert imported_id == id
    assert inputs["image_ref"] == "nginx:1.27"
    assert list(web.check(inputs, inputs).failures) == []
    assert WebService.Outputs.field_names() >= state.keys() > inputs.keys()


def test_an_import_of_a_missing_resource_is_an_error(online_plugin: Plugin) -> None:
    id = service(online_plugin)
    service_id = "<web service id>"
    for resource_type, import_id, forms in [
        ("Project", "00000000-0000-0000-0000-000000000000", "`<project id>`"),
        ("WebService", "my shop/web", f"`{service_id}`"),
        ("EnvVar", f"{id}/NO", f"`{service_id}/<KEY>` or `{service_id}/<variable id>`"),
        ("Deployment", f"{id}/live", f"`{service_id}/<deployment id>` or `{service_id}/live`"),
    ]:
        with pytest.raises(RpcFailed) as raised:
            imported(online_plugin(resource_type), import_id)
        noun = online_plugin(resource_type).resource_type.noun
        assert raised.value.details == (
            f"Runsite has no {noun} {import_id}. The import id is {forms}. Check it, and which "
            "account the API key belongs to."
        )


def test_an_import_by_name_shows_the_id(online_plugin: Plugin) -> None:
    id = service(online_plugin)
    with pytest.raises(RpcFailed) as raised:
        imported(online_plugin("WebService"), "web")
    assert raised.value.details == f"'web' is the name of a web service, not its id. Import `{id}`."


def test_an_imported_masked_value_is_not_required_until_it_is_updated(
    online_plugin: Plugin,
) -> None:
    variable = online_plugin("EnvVar")
    id = service(online_plugin)
    inputs = checked(variable, web_service_id=id, key="A", value="canary")
    created, _ = variable.create(inputs)
    for import_id in (f"{id}/A", created):
        found, state, result = imported(variable, import_id)
        assert found == created
        assert "value" not in state
        assert list(variable.check(result, result).failures) == []
    diff = variable.diff(created, state, result, inputs)
    assert list(diff.detailedDiff) == ["value"]


def test_the_empty_value_that_an_import_writes_into_the_program_is_explained(
    online_plugin: Plugin,
) -> None:
    variable = online_plugin("EnvVar")
    id = service(online_plugin)
    inputs = checked(variable, web_service_id=id, key="A", value="canary")
    variable.create(inputs)
    created, state, result = imported(variable, f"{id}/A")
    with pytest.raises(RpcFailed) as raised:
        variable.preview(created, state, result, inputs | {"value": ""})
    assert raised.value.details.startswith(
        "The value of environment variable 'A' would be replaced with an empty one: the program "
        'has `value=""`, because Runsite masks the value, and `pulumi import` could not read it.'
    )
    written = variable.update(created, state, inputs)
    variable.preview(created, written, inputs, inputs | {"value": ""})


def test_a_variable_imported_by_key_is_not_deleted_as_replaced(
    online_plugin: Plugin, runsite: Running
) -> None:
    variable = online_plugin("EnvVar")
    id = service(online_plugin)
    inputs = checked(variable, web_service_id=id, key="A", value="canary")
    created, state = variable.create(inputs)
    assert imported(variable, f"{id}/A")[0] == created
    variable.delete(created, state)
    assert len(runsite.emulator.store.variables.all()) == 1
    assert online_plugin.engine.wait_for("was not replaced: it existed before")
