"""Create, read, update, delete and invoke through the plugin, against an emulator."""

from __future__ import annotations

from pathlib import Path

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.property_values import to_plain, to_props
from pulumi_runsite.provider.attempt import decoded_record
from pulumi_runsite.provider.resources import EnvVar
from tests.adapters.plugin_process import Plugin, PluginProcess
from tests.plugin.plugin_calls import checked, service


def test_a_variable_is_created_read_updated_and_deleted(
    online_plugin: Plugin, runsite: Running
) -> None:
    variable = online_plugin("EnvVar")
    inputs = checked(variable, web_service_id=service(online_plugin), key="A", value="first")
    id, state = variable.create(inputs)
    assert state["value"] == "first"
    read = variable.read(id, state, inputs)
    assert read.id == id
    assert to_props(EnvVar.Outputs, read.properties) == state
    assert to_props(EnvVar.Inputs, read.inputs) == inputs
    changed = variable.update(id, state, inputs | {"value": "second"})
    assert changed["revision"] != state["revision"]
    online_plugin.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)  # the next run
    variable.delete(id, changed)
    assert runsite.emulator.store.variables.all() == []
    assert variable.read(id, changed, inputs).id == ""


def test_integers_are_sent_to_runsite_as_integers(online_plugin: Plugin, runsite: Running) -> None:
    service(online_plugin)
    (entry,) = runsite.emulator.journal.entries(operation="create_web_service")
    assert repr(entry["request_body"]["port"]) == "8080"


def test_a_state_may_exceed_grpcs_default_message_size(online_process: PluginProcess) -> None:
    project = online_process("Project")
    project.delete("p-1", {"name": "shop", "description": "x" * (5 * 1024 * 1024)})
    assert online_process.engine.wait_for("still exists").urn == project.urn


def test_the_creation_log_is_stored_in_pulumi_home(online_plugin: Plugin, tmp_path: Path) -> None:
    project = online_plugin("Project")
    inputs = checked(project, name="shop")
    id, state = project.create(inputs)
    (entry,) = (tmp_path / "runsite-creation-log").iterdir()
    assert decoded_record(entry.read_bytes())["created_id"] == id
    project.diff(id, state, inputs, inputs)
    assert not entry.exists()


def test_a_function_returns_camel_case_names(online_plugin: Plugin) -> None:
    id = service(online_plugin)
    args = Struct()
    args.update({"name": "web"})
    request = provider_pb2.InvokeRequest(tok="runsite:index:getWebService", args=args)
    response = to_plain(getattr(online_plugin.stub.Invoke(request), "return"))
    assert response["id"] == id
    assert response["imageRef"] == "nginx:1.27"
