"""A killed run on another machine, and lists that lag into the next run: nothing is doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_runsite.api import OutcomeUnknown, RunsiteError
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    WebService,
)
from tests.reliability.interrupted import (
    another_machine,
    inputs_of,
    interrupted,
    posts,
    rows,
)
from tests.world import World

ALL = [Project, WebService, EnvVar, ProjectSecret, Deployment]
REPEATABLE = [Project, WebService, Deployment]


def killed_elsewhere(world: World, tmp_path: Path, resource: type[Resource]) -> dict[str, object]:
    """Have a run create the resource and end, and continue on another machine."""
    inputs = inputs_of(world, resource)
    world.policy = "replace"
    world.control("PATCH", "switches", echo="all")
    interrupted(world, resource, fault="close_after_commit", **inputs)
    another_machine(world, tmp_path)
    return inputs


@pytest.mark.parametrize("resource", REPEATABLE)
def test_what_a_killed_run_of_another_machine_created_is_an_error_with_its_id(
    world: World, tmp_path: Path, resource: type[Resource]
) -> None:
    inputs = killed_elsewhere(world, tmp_path, resource)
    (row,) = rows(world, resource)
    mark = world.mark()
    with pytest.raises(RunsiteError, match=f"Nothing was created.*`adopt_id='{row.id}'`"):
        world.create(resource, **inputs)
    assert world.writes(mark) == []
    assert world.create(resource, **inputs, adopt_id=row.id)[0] == row.id
    assert world.writes(mark) == []


def test_the_next_run_requests_another_deployment_after_that_error(
    world: World, tmp_path: Path
) -> None:
    inputs = killed_elsewhere(world, tmp_path, Deployment)
    with pytest.raises(RunsiteError, match="or run `pulumi up` again to create another one"):
        world.create(Deployment, **inputs)
    id, _ = world.create(Deployment, **inputs)
    assert [row.id for row in rows(world, Deployment)][1:] == [id]


def test_a_deployment_in_progress_may_be_of_a_killed_run_for_as_long_as_it_takes(
    world: World, tmp_path: Path
) -> None:
    world.control("PATCH", "switches", build_seconds=7200)
    inputs = killed_elsewhere(world, tmp_path, Deployment)
    world.emulator.clock.advance(3600)
    with pytest.raises(RunsiteError, match="Nothing was created"):
        world.create(Deployment, **inputs)


def test_a_finished_deployment_of_ten_minutes_ago_does_not_stop_a_new_one_but_is_named(
    world: World, tmp_path: Path
) -> None:
    inputs = killed_elsewhere(world, tmp_path, Deployment)
    (row,) = rows(world, Deployment)
    world.emulator.clock.advance(700)
    assert world.create(Deployment, **inputs)[0] != row.id
    (info,) = world.messages.infos
    assert f"exists and is in no state: '{row.id}'." in info
    assert info.endswith("Another one is created.")


@pytest.mark.parametrize(
    "other",
    [
        {"trigger_type": "push"},
        {"rollback_from_deployment_id": "00000000-0000-4000-8000-000000000000"},
        {"branch": "other"},
    ],
)
def test_a_deployment_that_this_request_would_not_create_does_not_stop_it(
    world: World, tmp_path: Path, other: dict[str, str]
) -> None:
    inputs = killed_elsewhere(world, tmp_path, Deployment) | {"branch": "main"}
    (row,) = rows(world, Deployment)
    world.control("PATCH", f"dashboard/deployments/{row.id}", **{"branch": "main"} | other)
    assert world.create(Deployment, **inputs)[0] != row.id
    assert world.messages.infos == []


def test_a_deployment_by_hand_before_the_one_in_the_state_does_not_stop_a_new_one(
    world: World, tmp_path: Path
) -> None:
    inputs = inputs_of(world, Deployment)
    service = inputs["web_service_id"]
    world.by_hand(f"/web-services/{service}/deployments")
    world.emulator.clock.advance(60)
    replaced = world.by_hand(f"/web-services/{service}/deployments")
    world.known_paths = {f"/web-services/{service}/deployments/{replaced['id']}"}
    id, _ = world.create(Deployment, **inputs)
    assert len(rows(world, Deployment)) == 3
    assert world.messages.infos == []
    world.emulator.clock.advance(60)
    world.by_hand(f"/web-services/{service}/deployments")
    another_machine(world, tmp_path)
    world.known_paths = {f"/web-services/{service}/deployments/{id}"}
    with pytest.raises(RunsiteError, match="Nothing was created"):
        world.create(Deployment, **inputs)


@pytest.mark.parametrize("resource", [Project, EnvVar, ProjectSecret])
def test_a_name_or_key_that_exists_is_refused_on_another_machine(
    world: World, tmp_path: Path, resource: type[Resource]
) -> None:
    inputs = killed_elsewhere(world, tmp_path, resource)
    world.policy = "error"
    (row,) = rows(world, resource)
    mark = world.mark()
    with pytest.raises(RunsiteError, match=f"already exists on Runsite.*{row.id}"):
        world.create(resource, **inputs)
    assert world.writes(mark) == []


@pytest.mark.parametrize("resource", ALL)
def test_a_list_that_lags_into_the_next_run_is_read_until_it_shows_the_created_one(
    world: World, resource: type[Resource]
) -> None:
    inputs = inputs_of(world, resource)
    world.emulator.clock.advance(60)
    world.control("PATCH", "switches", list_lag_seconds=40)
    interrupted(world, resource, fault="close_after_commit", **inputs)
    mark = world.mark()
    id, _ = world.create(resource, **inputs)
    (row,) = rows(world, resource)
    assert id.endswith(row.id)
    assert world.writes(mark) == []
    assert any("of an interrupted run" in each for each in world.messages.progresses)


def test_an_interrupted_search_says_what_may_exist(world: World) -> None:
    interrupted(world, Project, fault="close", name="shop")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown, match=r"created project 'shop', which may exist now"):
        world.create(Project, name="shop")


@pytest.mark.parametrize("resource", ALL)
def test_what_is_not_found_in_a_minute_is_created(world: World, resource: type[Resource]) -> None:
    inputs = inputs_of(world, resource)
    interrupted(world, resource, fault="close", **inputs)
    before, mark = world.clock.now(), world.mark()
    world.create(resource, **inputs)
    assert len(rows(world, resource)) == 1
    assert posts(world, mark) == 1
    assert 50 < world.clock.now() - before < 70


@pytest.mark.parametrize("list_lag", [0, 20])
def test_a_confirmed_id_is_found_in_a_list_that_lags(world: World, list_lag: int) -> None:
    """The engine was killed after the response, before it stored the state."""
    inputs = inputs_of(world, Project)
    world.control("PATCH", "switches", list_lag_seconds=list_lag)
    created, _ = world.create(Project, **inputs)
    found, _ = world.create(Project, **inputs)
    assert found == created
    assert len(rows(world, Project)) == 1


def test_a_deployment_whose_result_the_engine_has_received_is_requested_again(
    world: World,
) -> None:
    """By `up --replace`; or the engine was killed before it stored it."""
    inputs = inputs_of(world, Deployment)
    first, _ = world.create(Deployment, **inputs)

    async def reported(ctx: Context) -> None:
        ctx.create_log.reported()

    world.run(reported)
    world.create(Deployment, **inputs)
    assert len(rows(world, Deployment)) == 2
    (info,) = world.messages.infos
    assert first in info
