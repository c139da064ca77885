"""Create and Update at preview: which outputs are known."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from pulumi_runsite.plugin.property_values import contains_secret, secret_value, to_props
from pulumi_runsite.provider.fields import UNKNOWN as OPEN
from pulumi_runsite.provider.resources import EnvVar, WebService
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import FILLED


def test_a_preview_of_a_create_knows_only_the_inputs(offline_plugin: Plugin) -> None:
    web = offline_plugin("WebService")
    request = provider_pb2.CreateRequest(
        urn=web.urn, properties=web.to_inputs(FILLED), preview=True
    )
    response = to_props(WebService.Outputs, web.call("Create", request).properties)
    assert {name for name, value in response.items() if value != UNKNOWN} == FILLED.keys()
    assert response["subdomain"] == response["auto_deploy"] == UNKNOWN
    assert "description" not in response


def test_a_preview_of_an_update_leaves_computed_outputs_unknown(
    offline_plugin: Plugin,
) -> None:
    variable = offline_plugin("EnvVar")
    inputs = {"web_service_id": "s-1", "key": "A", "value": "x", "is_secret": True}
    request = provider_pb2.UpdateRequest(
        id="s-1/v-1",
        urn=variable.urn,
        olds=variable.to_outputs(inputs | {"revision": "r-1"}),
        news=variable.to_inputs(inputs | {"value": "y"}),
        preview=True,
    )
    state = to_props(EnvVar.Outputs, variable.call("Update", request).properties)
    assert state["value"] == "y"
    assert state["revision"] == UNKNOWN


def test_a_declared_secret_stays_secret_in_an_update(offline_plugin: Plugin) -> None:
    live = offline_plugin("Deployment")
    inputs = {"web_service_id": "s-1", "triggers": ["a"], "wait": True, "timeout": 60}
    news = live.to_inputs(inputs)
    news.fields["triggers"].list_value.values[0].CopyFrom(secret_value("a"))
    request = provider_pb2.UpdateRequest(
        id="d-1", urn=live.urn, olds=live.to_outputs(inputs), news=news, preview=True
    )
    response = live.call("Update", request)
    assert contains_secret(response.properties.fields["triggers"])


def preview_of_update(resource: Any, state: dict[str, Any], news: dict[str, Any]) -> Any:
    request = provider_pb2.UpdateRequest(
        id="it",
        urn=resource.urn,
        olds=resource.to_outputs(state),
        news=resource.to_inputs(news),
        preview=True,
    )
    return to_props(resource.resource_type.Outputs, resource.call("Update", request).properties)


def test_a_preview_of_an_update_leaves_only_changeable_outputs_unknown(
    offline_plugin: Plugin,
) -> None:
    variable = {"web_service_id": "s-1", "key": "A", "value": "canary", "is_secret": True}
    state = variable | {"revision": "r-1", "created_at": "2026-01-01T00:00:00Z"}
    written = preview_of_update(offline_plugin("EnvVar"), state, variable | {"value": "other"})
    assert (written["revision"], written["created_at"]) == (OPEN, state["created_at"])

    web = FILLED | {"subdomain": "web"}
    abandoned = preview_of_update(
        offline_plugin("WebService"), web, FILLED | {"on_destroy": "abandon"}
    )
    assert (abandoned["subdomain"], abandoned["on_destroy"]) == ("web", "abandon")

    accepted = FILLED | {"port": 9090, "immutable_changes": "accept"}
    assert preview_of_update(offline_plugin("WebService"), web, accepted)["subdomain"] == OPEN
    started = preview_of_update(
        offline_plugin("WebService"), web, FILLED | {"desired_state": "running"}
    )
    assert started["subdomain"] == OPEN

    live = {"web_service_id": "s-1", "wait": True, "status": "running", "url": "https://x"}
    news = {"web_service_id": "s-1", "wait": True, "timeout": 60}
    assert preview_of_update(offline_plugin("Deployment"), live, news)["url"] == "https://x"
    waited_for = preview_of_update(
        offline_plugin("Deployment"), live | {"status": "building"}, news
    )
    assert waited_for["url"] == waited_for["status"] == OPEN


def test_a_preview_of_an_update_reads_a_stored_state(offline_plugin: Plugin) -> None:
    """In it, what was written is short where it is what the state has."""
    web = {"name": "web", "image_ref": "nginx:1.27", "on_destroy": "stop"}
    state = web | {"written": {"name": True, "image_ref": True}}
    news = web | {"on_destroy": "abandon"}
    assert preview_of_update(offline_plugin("WebService"), state, news)["on_destroy"] == "abandon"
