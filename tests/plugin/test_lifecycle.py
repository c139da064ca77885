"""Create, read, update, delete and invoke through the plugin, against an emulator."""

from __future__ import annotations

import json
from pathlib import Path

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.property_values import plain, settings
from pulumi_runsite.provider.resources import EnvVar
from tests.adapters.plugin_process import Plugin
from tests.plugin.plugin_calls import checked, service


def test_made_read_changed_and_removed(online_plugin: Plugin, runsite: Running) -> None:
    variable = online_plugin("EnvVar")
    inputs = checked(variable, web_service_id=service(online_plugin), key="A", value="first")
    id, state = variable.create(inputs)
    assert state["value"] == "first"
    read = variable.read(id, state, inputs)
    assert read.id == id
    assert plain(EnvVar.Outputs, read.properties) == state
    assert plain(EnvVar.Inputs, read.inputs) == inputs
    changed = variable.update(id, state, inputs | {"value": "second"})
    assert changed["revision"] != state["revision"]
    online_plugin.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)  # the next run
    variable.delete(id, changed)
    assert runsite.emulator.store.variables.all() == []
    assert variable.read(id, changed, inputs).id == ""


def test_whole_numbers_reach_runsite_as_whole_numbers(
    online_plugin: Plugin, runsite: Running
) -> None:
    service(online_plugin)
    (entry,) = runsite.emulator.journal.entries(operation="create_web_service")
    assert repr(entry["request_body"]["port"]) == "8080"


def test_a_state_may_be_larger_than_a_message_of_grpc_usually_is(online_plugin: Plugin) -> None:
    project = online_plugin("Project")
    project.delete("p-1", {"name": "shop", "description": "x" * (5 * 1024 * 1024)})
    assert online_plugin.engine.wait_for("stays on Runsite").urn == project.urn


def test_what_is_left_unfinished_lies_beside_pulumis_files(
    online_plugin: Plugin, tmp_path: Path
) -> None:
    project = online_plugin("Project")
    inputs = checked(project, name="shop")
    id, state = project.create(inputs)
    (intent,) = (tmp_path / "runsite-intents").iterdir()
    assert json.loads(intent.read_text())["made"] == id
    project.diff(id, state, inputs, inputs)
    assert not intent.exists()


def test_a_question_is_answered_in_pulumis_names(online_plugin: Plugin) -> None:
    id = service(online_plugin)
    args = Struct()
    args.update({"name": "web"})
    request = provider_pb2.InvokeRequest(tok="runsite:index:getWebService", args=args)
    answer = settings(getattr(online_plugin.stub.Invoke(request), "return"))
    assert answer["id"] == id
    assert answer["imageRef"] == "nginx:1.27"
