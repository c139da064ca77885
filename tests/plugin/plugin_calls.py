"""Calls that several tests of the plugin begin with."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.fields import Props
from tests.adapters.plugin_process import Plugin, PluginResource

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080, "on_destroy": "stop"}
NOWHERE = "http://127.0.0.1:9"


def checked(resource: PluginResource, **inputs: Any) -> Props:
    response = resource.check(inputs)
    assert list(response.failures) == []
    return to_props(resource.resource_type.Inputs, response.inputs)


def service(plugin: Plugin) -> str:
    web = plugin("WebService")
    id, _ = web.create(checked(web, name="web", image_ref="nginx:1.27"))
    return id


def fault(runsite: Running, **fault: Any) -> None:
    runsite.emulator.faults.add(Fault(**fault))


def imported(resource: PluginResource, import_id: str) -> tuple[str, Props, Props]:
    response = resource.call("Read", provider_pb2.ReadRequest(urn=resource.urn, id=import_id))
    state = to_props(resource.resource_type.Outputs, response.properties)
    return response.id, state, to_props(resource.resource_type.Inputs, response.inputs)
