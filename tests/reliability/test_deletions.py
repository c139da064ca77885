"""What is missing for a moment was not deleted; what is deleted is missed for longer."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.collection import LOOK_AGAIN_S, env_vars_of
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.deployments.status import PRUNED
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import Deployment, EnvVar, Project, Restart, WebService
from tests.provider.service_deployments import ServiceDeployments
from tests.world import World

GONE: dict[str, Any] = {"kind": "answer", "status": 404, "body": {"detail": "not found"}}


def create_variables(world: World, count: int) -> list[tuple[str, Props]]:
    parent, _ = world.create(WebService, "w", name="web", image_ref="nginx")
    return [
        world.create(EnvVar, f"v{n}", web_service_id=parent, key=f"KEY_{n}", value="canary")
        for n in range(count)
    ]


def seconds(world: World, before: float) -> float:
    return world.clock.now() - before


def test_a_list_that_lags_deletes_no_variable(world: World) -> None:
    (created,) = create_variables(world, 1)
    world.control("PATCH", "switches", list_lag_seconds=3)
    assert world.read(EnvVar, *created) == created[1]


def test_a_passing_404_of_parent_and_list_deletes_no_variable(world: World) -> None:
    (created,) = create_variables(world, 1)
    world.fault(**GONE, path="*/env")
    world.fault(**GONE, path="/web-services/*")
    world.control("PATCH", "switches", list_lag_seconds=3)
    with pytest.raises(RunsiteError, match="/env failed with status 404"):
        world.read(EnvVar, *created)


def test_a_deleted_variable_is_missed_twice_and_its_parent_is_found(world: World) -> None:
    (created,) = create_variables(world, 1)
    world.emulator.store.variables.clear()
    mark, before = world.mark(), world.clock.now()
    assert world.read(EnvVar, *created) is None
    assert seconds(world, before) == LOOK_AGAIN_S
    service = f"/web-services/{created[1]['web_service_id']}"
    assert world.requests(mark) == [f"GET {service}/env", f"GET {service}", f"GET {service}/env"]


def test_what_is_missing_at_once_costs_one_pause(world: World) -> None:
    created = create_variables(world, 6)
    world.emulator.store.variables.clear()
    mark, before = world.mark(), world.clock.now()

    async def read_in_two_batches(ctx: Context) -> None:
        for batch in (created[:3], created[3:]):
            async with anyio.create_task_group() as group:
                for each in batch:
                    group.start_soon(read_deleted, ctx, each)

    async def read_deleted(ctx: Context, each: tuple[str, Props]) -> None:
        assert await EnvVar.read(ctx, *each) is None

    world.run(read_in_two_batches)
    assert seconds(world, before) < 2 * LOOK_AGAIN_S
    assert len(world.requests(mark)) <= 4


def test_what_was_in_the_first_list_is_looked_for_twice_again(world: World) -> None:
    first, second = create_variables(world, 2)
    variables = world.emulator.store.variables
    variables.remove(first[0].partition("/")[2])

    async def read_both(ctx: Context) -> float:
        assert await EnvVar.read(ctx, *first) is None
        variables.clear()
        await ctx.client.clock.sleep(60)
        before = ctx.client.clock.now()
        assert await EnvVar.read(ctx, *second) is None
        return ctx.client.clock.now() - before

    assert world.run(read_both) == LOOK_AGAIN_S


@pytest.mark.parametrize("resource", [Project, WebService])
def test_a_passing_404_deletes_nothing(world: World, resource: type[Project | WebService]) -> None:
    more = {"image_ref": "nginx"} if resource is WebService else {}
    id, state = world.create(resource, name="shop", **more)
    world.control("PATCH", "switches", list_lag_seconds=3)
    world.fault(**GONE, path=f"*/{id}")
    assert world.read(resource, id, state) == state


def test_a_passing_404_of_a_stop_stops_the_service_all_the_same(
    service: ServiceDeployments,
) -> None:
    service.deploy()
    state = {"name": "web", "on_destroy": "stop"}
    service.world.fault(**GONE, path=f"*/{service.id}")
    service.world.delete(WebService, service.id, state)
    assert service.world.emulator.store.web_services.all()[0].status in ("stopping", "stopped")


def test_a_passing_404_removes_no_restart(service: ServiceDeployments) -> None:
    service.deploy()
    id, state = service.world.create(Restart, "r", web_service_id=service.id)
    service.world.control("PATCH", "switches", list_lag_seconds=3)
    service.world.fault(**GONE, path=f"*/{service.id}")
    assert service.world.read(Restart, id, state) == state


def test_a_passing_404_while_waiting_does_not_end_the_wait(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", build_seconds=30)
    service.world.fault(**GONE, path=f"{service.path}/*", method="GET", count=2)
    _, state = service.deploy()
    assert state["status"] == "running"


def test_a_deployment_that_is_lost_while_waiting_is_pruned_after_a_second_look(
    service: ServiceDeployments,
) -> None:
    service.world.control("PATCH", "switches", build_seconds=30)
    service.world.fault(**GONE, path=f"{service.path}/*", method="GET", count=5)
    before = service.world.clock.now()
    with pytest.raises(ResourceInitFailed, match="no longer exists on Runsite") as failed:
        service.deploy()
    assert failed.value.state["status"] == PRUNED
    assert seconds(service.world, before) >= LOOK_AGAIN_S


def test_a_deployment_is_not_pruned_while_its_web_service_is_missing(
    service: ServiceDeployments,
) -> None:
    service.world.control("PATCH", "switches", build_seconds=30)
    service.world.fault(**GONE, path=f"{service.path}/*", method="GET", count=5)
    service.world.fault(**GONE, path=f"/web-services/{service.id}")
    with pytest.raises(ResourceInitFailed, match="Stopped waiting for deployment") as failed:
        service.deploy()
    assert failed.value.state["status"] != PRUNED


def test_a_passing_404_prunes_no_deployment(service: ServiceDeployments) -> None:
    id, state = service.deploy()
    service.world.fault(**GONE, path=f"{service.path}/*", method="GET")
    assert service.world.read(Deployment, id, state) == state
    service.world.emulator.store.deployments.clear()
    read = service.world.read(Deployment, id, state)
    assert read is not None
    assert read["status"] == PRUNED


def test_a_list_that_fails_to_be_read_again_is_not_the_one_before(world: World) -> None:
    create_variables(world, 1)
    (row,) = world.emulator.store.variables.all()
    variables = env_vars_of(row.web_service_id)

    async def read_three_times(ctx: Context) -> None:
        await variables.fetch_cached(ctx)
        await ctx.client.clock.sleep(60)
        with pytest.raises(RunsiteError):
            await variables.fetch_cached(ctx)
        world.emulator.store.variables.clear()
        assert await variables.fetch_cached(ctx) == []

    world.fault(**GONE, path="*/env", skip=1)
    world.run(read_three_times)
