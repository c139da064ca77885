"""What an interrupted run created is brought to what the program declares now, or is an error."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.fields import ImmutableChanges
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    WebService,
)
from tests.reliability.interrupted import inputs_of, interrupted, rows
from tests.world import World


@pytest.mark.parametrize("resource", [EnvVar, ProjectSecret])
@pytest.mark.parametrize("change", [{"value": "canary-2"}, {"is_secret": False}])
def test_a_variable_gets_the_value_that_is_declared_now(
    world: World, resource: type[Resource], change: dict[str, Any]
) -> None:
    inputs = inputs_of(world, resource) | {"is_secret": True}
    interrupted(world, resource, fault="close_after_commit", **inputs)
    mark = world.mark()
    id, state = world.create(resource, **inputs | change)
    (row,) = rows(world, resource)
    assert id.endswith(row.id)
    declared = inputs | change
    assert (row.value, row.is_secret) == (declared["value"], declared["is_secret"])
    assert (state["value"], state["is_secret"]) == (declared["value"], declared["is_secret"])
    assert [each.partition(" ")[0] for each in world.writes(mark)] == ["PUT"]


@pytest.mark.parametrize("resource", [EnvVar, ProjectSecret])
def test_an_unchanged_variable_is_not_written_again(world: World, resource: type[Resource]) -> None:
    inputs = inputs_of(world, resource)
    interrupted(world, resource, fault="close_after_commit", **inputs)
    mark = world.mark()
    world.create(resource, **inputs)
    assert world.writes(mark) == []


def test_a_value_that_an_interrupted_write_may_have_changed_is_written_again(
    world: World,
) -> None:
    inputs = inputs_of(world, EnvVar)
    interrupted(world, EnvVar, fault="close_after_commit", **inputs)
    for _ in range(4):
        world.fault(kind="close_after_commit", method="PUT")
    with pytest.raises(RunsiteError):
        world.create(EnvVar, **inputs | {"value": "canary-2"})
    assert rows(world, EnvVar)[0].value == "canary-2"
    world.create(EnvVar, **inputs)
    assert rows(world, EnvVar)[0].value == "canary-1"


@pytest.mark.parametrize("policy", ["error", "accept", "replace"])
@pytest.mark.parametrize(
    ("resource", "change"),
    [
        (Project, {"description": "second"}),
        (WebService, {"port": 4000}),
        (WebService, {"start_command": "serve"}),
    ],
)
def test_an_immutable_change_is_an_error_that_keeps_the_id(
    world: World, resource: type[Resource], change: dict[str, Any], policy: ImmutableChanges
) -> None:
    inputs = inputs_of(world, resource)
    world.policy = policy
    interrupted(world, resource, fault="close_after_commit", **inputs)
    mark = world.mark()
    (field,) = change
    with pytest.raises(ResourceInitFailed, match=f"with another value of `{field}`") as raised:
        world.create(resource, **inputs | change)
    (row,) = rows(world, resource)
    assert raised.value.id == row.id
    assert world.writes(mark) == []
    assert raised.value.state.get(field) != change[field]
    declared, _ = resource.check(inputs | change)
    diff = resource.diff(raised.value.state, declared, policy)
    assert field in diff.updates | diff.replaces


def test_an_unchanged_project_that_runsite_normalised_is_quiet(world: World) -> None:
    world.control("PATCH", "switches", normalize="all", echo="all")
    inputs = {"name": "web", "git_repository_url": "https://github.com/user/repo"}
    interrupted(world, WebService, fault="close_after_commit", **inputs)
    id, state = world.create(WebService, **inputs)
    assert [row.id for row in rows(world, WebService)] == [id]
    declared, _ = WebService.check(inputs)
    assert not WebService.diff(state, declared, "error")
    assert world.read(WebService, id, state) == state


@pytest.mark.parametrize("change", [{"triggers": ["b"]}, {"branch": "main"}])
def test_a_changed_deployment_is_another_one(world: World, change: dict[str, Any]) -> None:
    inputs = inputs_of(world, Deployment)
    interrupted(world, Deployment, fault="close_after_commit", **inputs)
    (first,) = rows(world, Deployment)
    id, state = world.create(Deployment, **inputs | change)
    assert id != first.id
    assert [row.id for row in rows(world, Deployment)] == [first.id, id]
    assert {name: state[name] for name in change} == change


@pytest.mark.parametrize("later_s", [1, 30])
@pytest.mark.parametrize("resource", [EnvVar, ProjectSecret])
def test_a_masked_value_that_was_changed_since_the_interruption_is_written(
    world: World, resource: type[Resource], later_s: float
) -> None:
    inputs = inputs_of(world, resource)
    interrupted(world, resource, fault="close_after_commit", **inputs)
    (row,) = rows(world, resource)
    world.emulator.clock.advance(later_s)
    row.value, row.updated_at = "of a colleague", world.emulator.clock.now()
    _, state = world.create(resource, **inputs)
    assert [each.value for each in rows(world, resource)] == [state["value"]] == [inputs["value"]]
    assert [each.split()[0] for each in world.writes()][-2:] == ["POST", "PUT"]
