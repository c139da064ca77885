"""After Ctrl-C no write is begun, one that is under way ends, and what it began is completed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_runsite.api import NotBegun
from pulumi_runsite.api.interruption import completing
from pulumi_runsite.provider import earlier_run
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.deployments import rollback_on_failure
from pulumi_runsite.provider.deployments.history import newest_deployments
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    Restart,
    WebService,
)
from pulumi_runsite.provider.resources.bulk_batch import BulkQueue, VariableWrite
from pulumi_runsite.provider.resources.bulk_observations import BulkWrites
from tests.provider.interrupts import interrupt_during
from tests.provider.resources.parent_variables import ParentVariables
from tests.provider.resources.test_bulk_batch import create, sent, update_all
from tests.provider.service_deployments import ServiceDeployments
from tests.reliability.interrupted import inputs_of, interrupted, rows
from tests.world import EmulatedClock, World

UNSENT = r"was not sent, and changed nothing: interrupted\. Run the command again to resume\."
CREATED = [Project, WebService, EnvVar, ProjectSecret, Deployment]


def next_run(world: World) -> None:
    world.clock = EmulatedClock(world.emulator)


@pytest.mark.parametrize("resource", CREATED)
def test_no_create_is_begun(world: World, resource: type[Resource]) -> None:
    inputs = inputs_of(world, resource)
    mark = world.mark()
    world.clock.interrupt()
    with pytest.raises(NotBegun, match=f"^POST .* {UNSENT}$"):
        world.create(resource, **inputs)
    assert world.writes(mark) == []
    next_run(world)
    id, _ = world.create(resource, **inputs)
    assert [row.id for row in rows(world, resource)] == [id.rpartition("/")[2]]
    assert world.messages.warnings + world.messages.infos == []


@pytest.mark.parametrize("resource", CREATED)
def test_a_create_that_is_under_way_ends_with_its_id(
    world: World, resource: type[Resource], monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = inputs_of(world, resource)
    interrupt_during(monkeypatch, world.clock, "POST")
    id, _ = world.create(resource, **inputs)
    assert [row.id for row in rows(world, resource)] == [id.rpartition("/")[2]]


def test_what_an_earlier_run_may_have_created_is_not_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(world, Project, fault="close_after_commit", name="shop")
    monkeypatch.setattr(earlier_run, "SEARCHED_S", 0.0)
    world.control("PATCH", "switches", list_lag_seconds=60)
    world.clock.interrupt()
    with pytest.raises(NotBegun):
        world.create(Project, name="shop")
    next_run(world)
    world.emulator.clock.advance(60)
    id, _ = world.create(Project, name="shop")
    assert [row.id for row in world.emulator.store.projects.all()] == [id]


def test_a_web_service_is_neither_stopped_nor_restarted(service: ServiceDeployments) -> None:
    service.deploy()
    world, mark = service.world, service.world.mark()
    inputs: Props = {"name": "web", "image_ref": "nginx:1.27"}
    state = inputs | {"on_destroy": "stop", "port": 8080, "desired_state": "running"}
    calls: list[Callable[[], Any]] = [
        lambda: world.delete(WebService, service.id, state),
        lambda: world.update(WebService, service.id, state, **inputs, desired_state="stopped"),
        lambda: world.create(Restart, "restart", web_service_id=service.id),
    ]
    world.clock.interrupt()
    for call in calls:
        with pytest.raises(NotBegun, match=UNSENT):
            call()
    assert world.writes(mark) == []


def test_a_variable_is_neither_written_nor_deleted(variables: ParentVariables) -> None:
    id, state = variables.create()
    mark = variables.world.mark()
    variables.world.clock.interrupt()
    with pytest.raises(NotBegun, match=UNSENT):
        variables.update(id, state, value="canary-2")
    with pytest.raises(NotBegun, match=UNSENT):
        variables.world.delete(variables.resource, id, state)
    assert variables.world.writes(mark) == []


def test_writes_that_wait_for_another_one_are_not_begun(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = create(variables, 5)
    interrupt_during(monkeypatch, variables.world.clock, "PUT")
    first, *others = update_all(variables, created)
    assert isinstance(first, dict)
    assert {type(each) for each in others} == {NotBegun}
    next_run(variables.world)
    update_all(variables, created[1:])
    assert sent(variables)[0] == ["KEY_0"]
    assert set(variables.values().values()) == {"canary-2"}


def test_writes_that_wait_for_one_that_completes_another_are_not_begun(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    created, send = create(variables, 5), BulkQueue.send

    async def completes_first(queue: BulkQueue, ctx: Context, variable: VariableWrite) -> Any:
        if "KEY_0" not in variable.name:
            return await send(queue, ctx, variable)
        with completing():
            return await send(queue, ctx, variable)

    monkeypatch.setattr(BulkQueue, "send", completes_first)
    interrupt_during(monkeypatch, variables.world.clock, "PUT")
    first, *others = update_all(variables, created)
    assert isinstance(first, dict)
    assert {type(each) for each in others} == {NotBegun}


def test_a_variable_that_was_deleted_to_be_written_is_created_again(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((id, state),) = create(variables, 1)
    inputs = {name: state[name] for name in variables.resource.Inputs.field_names() & state.keys()}

    async def write_singly(ctx: Context) -> Props:
        BulkWrites.of(ctx.client, variables.resource.noun).has_removed(1)
        return await variables.resource.update(ctx, id, state, inputs | {"value": "canary-2"})

    interrupt_during(monkeypatch, variables.world.clock, "DELETE")
    written = variables.world.run(write_singly)
    assert variables.values() == {"KEY_0": "canary-2"}
    assert variables.world.read(variables.resource, id, written) == written


def test_a_rollback_of_a_deployment_that_has_failed_is_sent(
    service: ServiceDeployments, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, _ = service.deploy("good")
    service.world.control("PATCH", f"dashboard/deployments/{good}", is_live=False)
    service.break_image()

    async def interrupt(ctx: Context, web_service_id: str) -> list[Props]:
        service.world.clock.interrupt()
        return await newest_deployments(ctx, web_service_id)

    monkeypatch.setattr(rollback_on_failure, "newest_deployments", interrupt)
    with pytest.raises(
        ResourceInitFailed, match=f"rollback to deployment {good} was not completed"
    ):
        service.deploy(rollback_on_failure=True)
    assert service.world.writes()[-1] == f"POST {service.path}/{good}/rollback"
