"""Both adapters create, read, update and delete in the same way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_runsite.emulator import Running
from tests.adapters.comparison import Door, project, service, through
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def a_project(door: Door) -> None:
    id, state = project(door)
    inputs = {"name": "shop", "description": "A shop"}
    door.delete("Project", id, state)
    door.diff("Project", id, state, inputs, inputs)
    door.read("Project", id, state, inputs)
    changed = inputs | {"description": "Two shops"}
    door.check("Project", changed, inputs)
    accepted = changed | {"immutable_changes": "accept"}
    door.check("Project", accepted, inputs)
    door.diff("Project", id, state, inputs, accepted)
    door.update("Project", id, state, accepted)
    row = door.runsite.emulator.store.projects.get(id)
    assert row
    row.description = "Two shops"
    door.read("Project", id, state, inputs)
    door.update("Project", id, state, accepted)
    door.runsite.emulator.store.projects.remove(id)
    door.read("Project", id, state, inputs)


def a_web_service(door: Door) -> None:
    variables = [{"key": "A", "value": "canary"}, {"key": "B", "value": "b", "is_secret": False}]
    news = {"name": "web", "image_ref": "nginx:1.27", "env_vars": variables}
    id, state = door.create("WebService", news)
    door.read("WebService", id, state, news)
    replaced = news | {"port": 9090, "immutable_changes": "replace"}
    door.diff("WebService", id, state, news, replaced)
    door.create("Deployment", {"web_service_id": id})
    door.delete("WebService", id, state)
    (row,) = door.runsite.emulator.store.web_services.all()
    assert row.status in ("stopping", "stopped")
    door.update("WebService", id, state, news | {"desired_state": "running"})


def a_variable(door: Door) -> None:
    news = {"web_service_id": service(door), "key": "A", "value": "first"}
    id, state = door.create("EnvVar", news)
    door.read("EnvVar", id, state, news)
    door.diff("EnvVar", id, state, news, news | {"value": "second"})
    door.update("EnvVar", id, state, news | {"value": "second"})
    door.update("EnvVar", id, state, news)
    door.diff("EnvVar", id, state, news, news | {"key": "B"})
    door.create("EnvVar", news)
    door.delete("EnvVar", id, state)
    door.delete("EnvVar", id, state)
    door.read("EnvVar", id, state, news)


def a_project_secret(door: Door) -> None:
    news = {"project_id": project(door)[0], "key": "K", "value": "canary", "scope": "staging"}
    id, state = door.create("ProjectSecret", news)
    door.read("ProjectSecret", id, state, news)
    door.diff("ProjectSecret", id, state, news, news | {"scope": "production"})
    door.update("ProjectSecret", id, state, news | {"is_secret": False})
    other, state = door.create("ProjectSecret", news | {"key": "OTHER"})
    door.delete("ProjectSecret", other, state)
    assert [each.key for each in door.runsite.emulator.store.secrets.all()] == ["K"]


def a_deployment(door: Door) -> None:
    news = {"web_service_id": service(door), "triggers": {"image_ref": [1, 2.5, None, "x"]}}
    id, state = door.create("Deployment", news)
    door.diff("Deployment", id, state, news, news)
    door.diff("Deployment", id, state, news, news | {"triggers": {"image_ref": [1]}})
    door.delete("Deployment", id, state)
    door.update("Deployment", id, state, news | {"timeout": 60})
    door.read("Deployment", id, state, news)
    door.create("Restart", {"web_service_id": news["web_service_id"]})


def a_deployment_that_fails(door: Door) -> None:
    news = {"web_service_id": service(door, image_ref="app:fail-build")}
    door.create("Deployment", news)
    (row,) = door.runsite.emulator.store.deployments.all()
    failed = news | {"status": "failed"}
    door.diff("Deployment", row.id, failed, news, news)
    door.update("Deployment", row.id, news | {"status": "building"}, news | {"timeout": 5})


CASES = [
    a_project,
    a_web_service,
    a_variable,
    a_project_secret,
    a_deployment,
    a_deployment_that_fails,
]


@pytest.mark.parametrize("case", CASES)
def test_both_doors_ask_and_answer_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[Door], None]
) -> None:
    dynamic = through(host, runsite, case)
    assert through(plugin, runsite, case) == dynamic
    assert dynamic["asked"] != "[]"
