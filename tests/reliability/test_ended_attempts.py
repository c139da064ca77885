"""An attempt ends when its refusal is certain; what others create is never taken for its result."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import Interrupted, OutcomeUnknown, RunsiteError
from pulumi_runsite.provider import server_time
from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    WebService,
)
from tests.reliability.interrupted import inputs_of, interrupted, posts, rows
from tests.world import World

ALL = [Project, WebService, EnvVar, ProjectSecret, Deployment]
REFUSALS = [400, 401, 403, 404, 405, 409, 413, 422]


def by_somebody_else(world: World, resource: type[Resource], inputs: dict[str, Any]) -> str:
    """Create what *inputs* describe without this provider; return its id."""
    local = {"triggers", "wait", "web_service_id", "project_id"}
    body = {name: value for name, value in inputs.items() if name not in local}
    paths = {
        "Project": "/projects",
        "WebService": "/web-services",
        "EnvVar": f"/web-services/{inputs.get('web_service_id')}/env",
        "ProjectSecret": f"/projects/{inputs.get('project_id')}/secrets",
        "Deployment": f"/web-services/{inputs.get('web_service_id')}/deployments",
    }
    if resource is WebService:
        body["source_type"] = "image"
    id: str = world.by_hand(paths[resource.__name__], **body)["id"]
    return id


@pytest.mark.parametrize("status", [*REFUSALS, 429])
def test_a_refused_attempt_leaves_no_entry(world: World, status: int) -> None:
    count = 1 if status != 429 else 1000
    world.fault(kind="answer", status=status, method="POST", count=count)
    with pytest.raises(RunsiteError):
        world.create(Project, name="shop")
    assert os.listdir(world.folder) == []  # noqa: PTH208
    world.emulator.faults.clear()


def test_an_attempt_that_was_interrupted_before_it_was_sent_leaves_no_entry(world: World) -> None:
    world.fault(kind="answer", status=429, method="POST")
    world.clock.interrupted = True
    with pytest.raises(Interrupted):
        world.create(Project, name="shop")
    assert os.listdir(world.folder) == []  # noqa: PTH208


@pytest.mark.parametrize("resource", [Project, WebService, EnvVar, ProjectSecret])
def test_what_somebody_creates_after_a_refusal_is_not_adopted(
    world: World, resource: type[Resource]
) -> None:
    inputs = inputs_of(world, resource)
    world.fault(kind="answer", status=403, method="POST")
    with pytest.raises(RunsiteError):
        world.create(resource, **inputs)
    theirs = by_somebody_else(world, resource, inputs)
    mark = world.mark()
    with pytest.raises(RunsiteError, match=f"already exists on Runsite.*`adopt_id='{theirs}'`"):
        world.create(resource, **inputs)
    assert world.writes(mark) == []


def test_a_deployment_by_hand_after_a_refusal_is_not_the_requested_one(world: World) -> None:
    inputs = inputs_of(world, Deployment)
    world.fault(kind="answer", status=403, method="POST")
    with pytest.raises(RunsiteError):
        world.create(Deployment, **inputs)
    by_hand = by_somebody_else(world, Deployment, inputs)
    world.emulator.clock.advance(3600)
    id, _ = world.create(Deployment, **inputs)
    assert id != by_hand
    assert len(rows(world, Deployment)) == 2


@pytest.mark.parametrize("time_format", ["seconds", "fraction", "offset", "epoch", "epoch_ms"])
@pytest.mark.parametrize("resource", ALL)
def test_what_somebody_creates_later_is_not_the_lost_one(
    world: World, resource: type[Resource], time_format: str
) -> None:
    world.control("PATCH", "switches", time_format=time_format, echo="all")
    inputs = inputs_of(world, resource)
    interrupted(world, resource, fault="close", **inputs)
    world.emulator.clock.advance(1800)
    theirs = by_somebody_else(world, resource, inputs)
    mark = world.mark()
    # Which of both it is shows only the time of a deployment: a clock may be wrong.
    why = f"{theirs}.*is not the time of the request"
    why = why if resource is Deployment else f"already exists on Runsite.*{theirs}"
    with pytest.raises(RunsiteError, match=why):
        world.create(resource, **inputs)
    assert world.writes(mark) == []


@pytest.mark.parametrize("wrong_s", [7200, -18000])
def test_what_a_wrong_clock_dates_at_another_time_is_not_created_again(
    world: World, monkeypatch: pytest.MonkeyPatch, wrong_s: float
) -> None:
    inputs = inputs_of(world, Deployment)
    now = world.emulator.clock.now
    monkeypatch.setattr(server_time, "server_now", lambda _: (now() - wrong_s, 5.0))
    interrupted(world, Deployment, fault="close_after_commit", **inputs)
    (row,) = rows(world, Deployment)
    known = rf"{row.id}' \(status `\w+`, `created_at` .*Set `adopt_id`.*remove the file "
    for _ in range(2):
        with pytest.raises(OutcomeUnknown, match=known):
            world.create(Deployment, **inputs)
    assert [each.id for each in rows(world, Deployment)] == [row.id]
    assert world.create(Deployment, **inputs, adopt_id=row.id)[0] == row.id


@pytest.mark.parametrize(
    ("resource", "other"),
    [
        (Project, {"description": "theirs"}),
        (WebService, {"image_ref": "theirs:1"}),
        (EnvVar, {"value": "theirs", "is_secret": False}),
        (ProjectSecret, {"is_secret": False}),
    ],
)
def test_what_differs_from_the_request_is_not_its_result(
    world: World, resource: type[Resource], other: dict[str, Any]
) -> None:
    inputs = inputs_of(world, resource)
    if "key" in inputs:
        inputs["is_secret"] = resource is ProjectSecret
    interrupted(world, resource, fault="close", **inputs)
    theirs = by_somebody_else(world, resource, inputs | other)
    mark = world.mark()
    with pytest.raises(RunsiteError, match=f"already exists on Runsite.*{theirs}"):
        world.create(resource, **inputs)
    assert world.writes(mark) == []


def test_two_deployments_of_one_service_never_have_one_id(world: World) -> None:
    inputs = inputs_of(world, Deployment)
    interrupted(world, Deployment, fault="close", **inputs)
    second, _ = world.create(Deployment, "second", **inputs)
    for _ in range(2):  # before and after the second one is found in the state
        mark = world.mark()
        first, _ = world.create(Deployment, **inputs)
        assert first != second
        assert posts(world, mark) <= 1
        world.store(second, "second")
    assert len(rows(world, Deployment)) == 2


def test_two_lost_deployments_at_once_do_not_share_an_id(world: World) -> None:
    inputs, _ = Deployment.check(inputs_of(world, Deployment))
    world.fault(kind="close", method="POST")
    world.fault(kind="close_after_commit", method="POST")
    ids: list[str] = []

    async def create(ctx: Context, urn: str) -> None:
        log = CreateLogFile(world.folder, world.url, urn)
        own = replace(ctx, create_log=log)
        try:
            ids.append((await Deployment.create(own, inputs))[0])
        except OutcomeUnknown:
            ids.append("unknown")

    async def both(ctx: Context) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(create, ctx, "first")
            group.start_soon(create, ctx, "second")

    world.run(both)
    (row,) = rows(world, Deployment)
    assert sorted(ids) == sorted(["unknown", row.id])


def test_equal_numbers_of_other_lists_are_other_objects(world: World) -> None:
    """Ids may be numbers that are unique in one list only."""
    inputs = inputs_of(world, Deployment)
    interrupted(world, Deployment, fault="close_after_commit", **inputs)
    (row,) = rows(world, Deployment)
    other = CreateLogFile(world.folder, world.url, "of another list")
    other.begin(Begun({}, frozenset(), {}, None, None, "/web-services/1/deployments"))
    other.created(row.id)
    world.known_paths = {f"/web-services/{row.id}", f"/web-services/1/deployments/{row.id}"}
    assert world.create(Deployment, **inputs)[0] == row.id
