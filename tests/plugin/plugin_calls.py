"""Calls that several tests of the plugin begin with."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.emulator.faults import Fault
from pulumi_runsite.plugin.property_values import plain
from pulumi_runsite.provider.fields import Props
from tests.adapters.plugin_process import Plugin, Verbs

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}
FILLED = SERVICE | {"port": 8080, "on_destroy": "stop"}
NOWHERE = "http://127.0.0.1:9"


def checked(verbs: Verbs, **inputs: Any) -> Props:
    answer = verbs.check(inputs)
    assert list(answer.failures) == []
    return plain(verbs.kind.Inputs, answer.inputs)


def service(plugin: Plugin) -> str:
    web = plugin("WebService")
    id, _ = web.create(checked(web, name="web", image_ref="nginx:1.27"))
    return id


def fault(runsite: Running, **fault: Any) -> None:
    runsite.emulator.faults.add(Fault(**fault))


def imported(verbs: Verbs, given: str) -> tuple[str, Props, Props]:
    answer = verbs.call("Read", provider_pb2.ReadRequest(urn=verbs.urn, id=given))
    state = plain(verbs.kind.Outputs, answer.properties)
    return answer.id, state, plain(verbs.kind.Inputs, answer.inputs)
