"""A value that Runsite does not mask is in clear, unless the program marks it as a secret."""

from __future__ import annotations

import pytest
from google.protobuf.struct_pb2 import Value
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.property_values import contains_secret, secret_value
from pulumi_runsite.provider.fields import Props
from tests.adapters.comparison import AdapterCalls, service
from tests.adapters.dynamic_host_process import Host, plain
from tests.adapters.plugin_process import Plugin
from tests.adapters.secret_marks import SECRET

CANARY = Value(string_value="canary")
READABLE: Props = {"key": "A", "value": "canary", "is_secret": False}


def variable(host: Host | Plugin, runsite: Running) -> Props:
    """Return the inputs of a variable of a new web service."""
    runsite.emulator.reset()
    host.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    return READABLE | {"web_service_id": service(AdapterCalls(host, runsite))}


@pytest.mark.parametrize("is_secret", [True, False])
@pytest.mark.parametrize("is_marked", [True, False])
def test_the_plugin_keeps_the_marks_of_the_program(
    plugin: Plugin,
    runsite: Running,
    is_secret: bool,  # noqa: FBT001
    is_marked: bool,  # noqa: FBT001
) -> None:
    env_var = plugin("EnvVar")
    news = env_var.to_inputs(variable(plugin, runsite) | {"is_secret": is_secret})
    news.fields["value"].CopyFrom(secret_value("canary") if is_marked else CANARY)
    check = provider_pb2.CheckRequest(urn=env_var.urn, news=news)
    inputs = env_var.call("Check", check).inputs
    create = provider_pb2.CreateRequest(urn=env_var.urn, properties=inputs)
    created = env_var.call("Create", create)
    read = provider_pb2.ReadRequest(
        id=created.id, urn=env_var.urn, properties=created.properties, inputs=inputs
    )
    refreshed = env_var.call("Read", read)
    structs = (inputs, created.properties, refreshed.properties, refreshed.inputs)
    marks = [contains_secret(struct.fields["value"]) for struct in structs]
    assert marks == [is_secret or is_marked] * 4


def test_the_plugin_marks_a_value_that_it_did_not_know_before(
    plugin: Plugin, runsite: Running
) -> None:
    env_var = plugin("EnvVar")
    news = variable(plugin, runsite)
    id, state = env_var.create(env_var.from_outputs(env_var.check(news).inputs))
    without = {name: value for name, value in state.items() if name != "value"}
    response = env_var.read(id, without, {k: v for k, v in news.items() if k != "value"})
    assert contains_secret(response.properties.fields["value"])


@pytest.mark.parametrize("is_secret", [True, False])
def test_the_dynamic_provider_leaves_a_readable_value_to_the_marks_of_the_engine(
    host: Host,
    runsite: Running,
    is_secret: bool,  # noqa: FBT001
) -> None:
    env_var = host("EnvVar")
    news = variable(host, runsite) | {"is_secret": is_secret}
    id, state = env_var.create(news)
    response = env_var.read(id, state, news)
    changed = env_var.update(id, state, news | {"value": "canary-2"})
    structs = (state, plain(response.properties), plain(response.inputs), changed)
    assert [SECRET in struct["value"] for struct in structs] == [is_secret] * 4
    without = {name: value for name, value in state.items() if name != "value"}
    known = {name: value for name, value in news.items() if name != "value"}
    later = plain(env_var.read(id, without, known).properties)
    assert SECRET in later.get("value", [SECRET])


@pytest.mark.parametrize("adapter", ["host", "plugin"])
def test_what_was_written_last_is_encrypted_while_it_has_a_value(
    adapter: str, request: pytest.FixtureRequest, runsite: Running
) -> None:
    provider = request.getfixturevalue(adapter)
    env_var, news = provider("EnvVar"), variable(provider, runsite)
    id, state = env_var.create(news)
    assert SECRET not in str(state["written"])
    (row,) = runsite.emulator.store.variables.all()
    row.value = "changed"
    drifted = plain(env_var.read(id, state, news).properties)
    assert SECRET in drifted["written"]


def test_what_was_written_last_is_not_redacted_from_errors(
    plugin: Plugin, runsite: Running
) -> None:
    adapter = AdapterCalls(plugin, runsite)
    runsite.emulator.reset()
    plugin.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    news = {"name": "a-long-name", "description": "A long description"}
    id, state = adapter.create("Project", news)
    adapter.read("Project", id, state, news)
    adapter.check("Project", news | {"description": "Another"}, news)
    adapter.diff("Project", id, state, news, news | {"description": "Another"})
    expected = "description: cannot be changed from 'A long description' to 'Another'"
    assert adapter.results[-1]["failed"].startswith(expected)


@pytest.mark.parametrize("adapter", ["host", "plugin"])
def test_an_input_is_displayed_although_a_readable_variable_has_its_value(
    adapter: str, request: pytest.FixtureRequest, runsite: Running
) -> None:
    provider = request.getfixturevalue(adapter)
    calls = AdapterCalls(provider, runsite)
    runsite.emulator.reset()
    provider.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    news: Props = {"name": "a-long-name", "image_ref": "nginx:1.27"}
    news["env_vars"] = {"NAME": "a-long-name", "IMAGE": "nginx:1.27", "TOKEN": "canary-words"}
    id, state = calls.create("WebService", news)
    changed = news | {"image_ref": "nginx:1.28"}
    calls.check("WebService", changed, news)
    calls.diff("WebService", id, state, news, changed)
    expected = "image_ref: cannot be changed from 'nginx:1.27' to 'nginx:1.28'"
    assert calls.results[-1]["failed"].startswith(expected)
    changed = news | {"image_ref": "nginx:canary-words"}
    calls.check("WebService", changed, news)
    calls.diff("WebService", id, state, news, changed)
    expected = "image_ref: cannot be changed from 'nginx:1.27' to 'nginx:[secret]'"
    assert calls.results[-1]["failed"].startswith(expected)
    provider("WebService").delete(id, state)
    assert f"Web service 'a-long-name' ({id}" in provider.engine.log_requests[-1].message
