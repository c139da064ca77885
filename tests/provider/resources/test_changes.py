"""The effect of a change of each input: every input has a row, and every row is tested."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import ChangeEffect, Resource
from pulumi_runsite.provider.resources import (
    RESOURCES,
    RESOURCES_BY_NAME,
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    Restart,
    WebService,
)
from pulumi_runsite.provider.resources.immutable import ImmutableResource
from tests.world import World

OTHER = "11111111-1111-4111-8111-111111111111"

TABLE: dict[str, dict[str, tuple[ChangeEffect, Any]]] = {
    "Project": {
        "name": ("refuse", "store"),
        "description": ("refuse", "Another"),
        "immutable_changes": ("record", "error"),
        "adopt_id": ("none", OTHER),
    },
    "WebService": {
        "name": ("refuse", "other"),
        "project_id": ("refuse", OTHER),
        "project_type": ("refuse", "worker"),
        "source_type": ("refuse", "image"),
        "git_repository_url": ("refuse", "https://github.com/u/other"),
        "github_branch": ("refuse", "next"),
        "image_ref": ("refuse", "nginx:2"),
        "port": ("refuse", 9090),
        "build_command": ("refuse", "make"),
        "start_command": ("refuse", "serve"),
        "pre_deploy_command": ("refuse", "migrate"),
        "health_check_path": ("refuse", "/health"),
        "dockerfile_path": ("refuse", "./Other"),
        "root_directory": ("refuse", "web"),
        "min_instances": ("refuse", 2),
        "max_instances": ("refuse", 4),
        "auto_deploy": ("refuse", True),
        "env_vars": ("update", {"A": "x"}),
        "secret_env_vars": ("update", {"B": "x"}),
        "desired_state": ("record", "running"),
        "on_destroy": ("record", "abandon"),
        "immutable_changes": ("record", "error"),
        "adopt_id": ("none", OTHER),
    },
    "EnvVar": {
        "web_service_id": ("replace", OTHER),
        "key": ("replace", "OTHER"),
        "value": ("update", "changed"),
        "is_secret": ("update", False),
        "adopt_id": ("none", OTHER),
    },
    "ProjectSecret": {
        "project_id": ("replace", OTHER),
        "key": ("replace", "OTHER"),
        "scope": ("replace", "staging"),
        "value": ("update", "changed"),
        "is_secret": ("update", False),
        "adopt_id": ("none", OTHER),
    },
    "Deployment": {
        "web_service_id": ("replace", OTHER),
        "branch": ("replace", "next"),
        "triggers": ("replace", ["b"]),
        "rollback_to": ("replace", OTHER),
        "wait": ("record", False),
        "timeout": ("record", 60),
        "stream_logs": ("record", True),
        "rollback_on_failure": ("record", True),
        "adopt_id": ("none", OTHER),
    },
    "Restart": {
        "web_service_id": ("replace", OTHER),
        "triggers": ("replace", ["b"]),
        "wait": ("record", False),
    },
}

GIT = {"name": "web", "git_repository_url": "https://github.com/u/r", "max_instances": 3}


def create_resource(world: World, resource_type: type[Resource]) -> tuple[str, Props, Props]:
    """Return the id, state and inputs of a new resource."""
    if resource_type is Project:
        inputs: Props = {"name": "shop"}
    elif resource_type is WebService:
        inputs = dict(GIT)
    elif resource_type is ProjectSecret:
        project, _ = world.create(Project, "p", name="shop")
        inputs = {"project_id": project, "key": "A", "value": "first", "scope": "production"}
    else:
        service, _ = world.create(WebService, "w", **GIT)
        inputs = {"web_service_id": service}
        if resource_type is EnvVar:
            inputs |= {"key": "A", "value": "first"}
        elif resource_type is Restart:
            world.create(Deployment, "d", web_service_id=service)
    checked, failures = resource_type.check(inputs)
    assert failures == []
    id, state = world.create(resource_type, **inputs)
    return id, state, checked


def test_every_input_has_a_row_and_every_row_an_input() -> None:
    assert {name: set(rows) for name, rows in TABLE.items()} == {
        resource.__name__: set(resource.Inputs.field_names()) for resource in RESOURCES
    }


def test_the_models_have_the_effects_of_the_table() -> None:
    assert {
        resource.__name__: {
            name: resource.change_effect(name) for name in resource.Inputs.model_fields
        }
        for resource in RESOURCES
    } == {name: {key: row[0] for key, row in rows.items()} for name, rows in TABLE.items()}


@pytest.mark.parametrize(
    ("resource", "name"),
    [(resource_type, name) for resource_type, rows in TABLE.items() for name in rows],
)
def test_a_change_has_the_effect_of_its_row(world: World, resource: str, name: str) -> None:
    resource_type = RESOURCES_BY_NAME[resource]
    effect, value = TABLE[resource][name]
    id, state, old = create_resource(world, resource_type)
    mark = world.mark()
    news, failures = resource_type.check(old | {name: value})
    if issubclass(resource_type, ImmutableResource):
        failures += resource_type.refused_changes(state, news)
    CHECKS[effect](world, resource_type, name, (id, state, news), [f.path for f in failures])
    if effect != "update":
        assert world.requests(mark) == []


def _refuse(_: World, __: Any, name: str, ___: Any, failed: list[str]) -> None:
    assert name in failed


def _replace(
    _: World, resource_type: Any, name: str, resource: tuple[str, Props, Props], failed: Any
) -> None:
    _, state, news = resource
    assert failed == []
    assert name in resource_type.diff(state, news, "error").replaces


def _record(
    world: World, resource_type: Any, name: str, resource: tuple[str, Props, Props], failed: Any
) -> None:
    id, state, news = resource
    assert failed == []
    diff = resource_type.diff(state, news, "error")
    assert (diff.updates, diff.replaces) == ({name}, frozenset())
    if name != "desired_state":  # starts and stops: test_immutable_destroy.py
        assert world.update(resource_type, id, state, **news) == state | news


def _update(
    world: World, resource_type: Any, name: str, resource: tuple[str, Props, Props], failed: Any
) -> None:
    id, state, news = resource
    assert failed == []
    assert resource_type.diff(state, news, "error").updates == {name}
    mark = world.mark()
    after = world.update(resource_type, id, state, **news)
    assert len(world.writes(mark)) == 1
    assert after[name] == news[name]
    assert not resource_type.diff(after, news, "error")


def _nothing(
    _: World, resource_type: Any, __: str, resource: tuple[str, Props, Props], failed: Any
) -> None:
    _id, state, news = resource
    assert failed == []
    assert not resource_type.diff(state, news, "error")


CHECKS: dict[ChangeEffect, Callable[..., None]] = {
    "refuse": _refuse,
    "replace": _replace,
    "record": _record,
    "update": _update,
    "none": _nothing,
}


def test_a_refresh_keeps_the_inputs_that_were_declared_and_adopt_id_as_it_was() -> None:
    state = {"name": "now", "description": "not declared", "adopt_id": "of the state", "id": "p-1"}
    assert Project.refreshed_inputs({"name": "before"}, state) == {"name": "now"}
    declared = {"name": "before", "adopt_id": "p-2", "id": "no input"}
    assert Project.refreshed_inputs(declared, state) == {"name": "now", "adopt_id": "p-2"}
