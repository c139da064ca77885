"""Which engine the plugin's log lines go to, and for which resource."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import plugin_pb2, provider_pb2

from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import checked


def test_log_lines_have_the_urn_of_their_resource(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    id, state = project.create(checked(project, name="shop"))
    project.delete(id, state)
    assert online_plugin.engine.wait_for("still exists").urn == project.urn


def test_log_lines_go_to_the_engine_of_the_handshake(
    online_plugin: Plugin, engine: tuple[Any, str]
) -> None:
    online_plugin.stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
    online_plugin.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine[1]))
    project = online_plugin("Project")
    id, state = project.create(checked(project, name="shop"))
    project.delete(id, state)
    assert online_plugin.engine.wait_for("still exists").urn == project.urn


def test_log_lines_go_to_the_engine_attached_last(
    online_plugin: Plugin, engine: tuple[Any, str]
) -> None:
    online_plugin.stub.Handshake(
        provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1")
    )
    online_plugin.stub.Attach(plugin_pb2.PluginAttach(address=engine[1]))
    project = online_plugin("Project")
    project.delete("p-1", {"name": "shop"})
    assert online_plugin.engine.wait_for("still exists").urn == project.urn
