"""Both adapters create, read, update and delete in the same way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_runsite.emulator import Running
from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.resources import WebService
from tests.adapters.comparison import AdapterCalls, project, run_both, service
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def a_project(adapter: AdapterCalls) -> None:
    id, state = project(adapter)
    inputs = {"name": "shop", "description": "A shop"}
    adapter.delete("Project", id, state)
    adapter.diff("Project", id, state, inputs, inputs)
    adapter.read("Project", id, state, inputs)
    changed = inputs | {"description": "Two shops"}
    adapter.check("Project", changed, inputs)
    accepted = changed | {"immutable_changes": "accept"}
    adapter.check("Project", accepted, inputs)
    adapter.diff("Project", id, state, inputs, accepted)
    adapter.update("Project", id, state, accepted)
    row = adapter.runsite.emulator.store.projects.get(id)
    assert row
    row.description = "Two shops"
    adapter.read("Project", id, state, inputs)
    adapter.update("Project", id, state, accepted)
    adapter.runsite.emulator.store.projects.remove(id)
    adapter.read("Project", id, state, inputs)


def a_web_service(adapter: AdapterCalls) -> None:
    maps = {"env_vars": {"B": "b"}, "secret_env_vars": {"A": "canary", "C": "canary too"}}
    news = {"name": "web", "image_ref": "nginx:1.27"} | maps
    id, state = adapter.create("WebService", news)
    adapter.read("WebService", id, state, news)
    replaced = news | {"port": 9090, "immutable_changes": "replace"}
    adapter.diff("WebService", id, state, news, replaced)
    adapter.create("Deployment", {"web_service_id": id})
    adapter.delete("WebService", id, state)
    (row,) = adapter.runsite.emulator.store.web_services.all()
    assert row.status in ("stopping", "stopped")
    adapter.update("WebService", id, state, news | {"desired_state": "running"})


def the_maps_of_a_web_service(adapter: AdapterCalls) -> None:
    maps = {"env_vars": {"B": "b"}, "secret_env_vars": {"A": "canary", "C": "canary too"}}
    news = {"name": "web", "image_ref": "nginx:1.27"} | maps
    changed = news | {"env_vars": {"B": "c", "D": "d"}, "secret_env_vars": {"A": "canary"}}
    id, state = adapter.create("WebService", news)
    adapter.diff("WebService", id, state, news, changed)
    adapter.fault(kind="answer", status=400, method="PUT")
    adapter.update("WebService", id, state, changed)
    adapter.update("WebService", id, state, changed)
    keys = {row.key for row in adapter.runsite.emulator.store.variables.all()}
    assert keys == {"A", "B", "D"}
    adapter.read("WebService", id, state, news)
    adapter.update("WebService", id, state, news)


def an_env_var(adapter: AdapterCalls) -> None:
    news = {"web_service_id": service(adapter), "key": "A", "value": "first"}
    id, state = adapter.create("EnvVar", news)
    adapter.read("EnvVar", id, state, news)
    adapter.diff("EnvVar", id, state, news, news | {"value": "second"})
    state = adapter.update("EnvVar", id, state, news | {"value": "second"})
    state = adapter.update("EnvVar", id, state, news)
    adapter.diff("EnvVar", id, state, news, news | {"key": "B"})
    replaced, state_now = adapter.create("EnvVar", news)
    assert replaced == id
    adapter.delete("EnvVar", id, state)
    adapter.delete("EnvVar", id, state)
    adapter.read("EnvVar", id, state_now, news)


def a_project_secret(adapter: AdapterCalls) -> None:
    news = {"project_id": project(adapter)[0], "key": "K", "value": "canary", "scope": "staging"}
    id, state = adapter.create("ProjectSecret", news)
    adapter.read("ProjectSecret", id, state, news)
    adapter.diff("ProjectSecret", id, state, news, news | {"scope": "production"})
    adapter.update("ProjectSecret", id, state, news | {"is_secret": False})
    other, state = adapter.create("ProjectSecret", news | {"key": "OTHER"})
    adapter.delete("ProjectSecret", other, state)
    assert [each.key for each in adapter.runsite.emulator.store.secrets.all()] == ["K"]


def a_deployment(adapter: AdapterCalls) -> None:
    news = {"web_service_id": service(adapter), "triggers": {"image_ref": [1, 2.5, None, "x"]}}
    id, state = adapter.create("Deployment", news)
    adapter.diff("Deployment", id, state, news, news)
    adapter.diff("Deployment", id, state, news, news | {"triggers": {"image_ref": [1]}})
    adapter.delete("Deployment", id, state)
    adapter.update("Deployment", id, state, news | {"timeout": 60})
    adapter.read("Deployment", id, state, news)
    adapter.create("Restart", {"web_service_id": news["web_service_id"]})


def a_deployment_that_fails(adapter: AdapterCalls) -> None:
    news = {"web_service_id": service(adapter, image_ref="app:fail-build")}
    adapter.create("Deployment", news)
    (row,) = adapter.runsite.emulator.store.deployments.all()
    failed = news | {"status": "failed"}
    adapter.diff("Deployment", row.id, failed, news, news)
    adapter.update("Deployment", row.id, news | {"status": "building"}, news | {"timeout": 5})


CASES = [
    a_project,
    a_web_service,
    the_maps_of_a_web_service,
    an_env_var,
    a_project_secret,
    a_deployment,
    a_deployment_that_fails,
]


@pytest.mark.parametrize("case", CASES)
def test_both_adapters_send_and_return_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[AdapterCalls], None]
) -> None:
    dynamic = run_both(host, plugin, runsite, case)
    assert dynamic["requests"] != "[]"


@pytest.mark.parametrize("adapter", ["host", "plugin"])
def test_a_key_of_a_map_is_no_env_var_where_the_service_is_known(
    request: pytest.FixtureRequest, runsite: Running, adapter: str
) -> None:
    calls = request.getfixturevalue(adapter)
    runsite.emulator.reset()
    calls.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    web, variable = calls("WebService"), calls("EnvVar")
    news = {"name": "web", "image_ref": "nginx:1.27", "secret_env_vars": {"A": "canary"}}
    id, state = web.create(to_props(WebService.Inputs, web.check(news).inputs))
    declared = {"web_service_id": id, "key": "A", "value": "x"}
    (failure,) = variable.check(declared).failures
    assert "declares the key `A` of WebService" in failure.reason
    assert not variable.check(declared | {"key": "B"}).failures
    calls.configure(apiKey=runsite.emulator.api_key, apiUrl=runsite.url)
    web.preview(id, state, news, news)  # another run, in which the service is not created
    assert len(variable.check(declared).failures) == 1
