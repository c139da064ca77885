"""A create whose outcome is unknown: the resource is found and never created twice."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import OutcomeUnknown, RunsiteError
from pulumi_runsite.provider.attempt import Attempt
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.resources import Project
from tests.world import World


def test_a_duplicate_of_a_resource_created_earlier_is_not_adopted(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    world.control("DELETE", f"dashboard/projects/{id}")
    other, _ = world.create(Project, "another user's", name="shop")
    mark = world.mark()
    with pytest.raises(RunsiteError, match=f"already exists on Runsite.*`adopt_id='{other}'`"):
        world.create(Project, name="shop")
    assert world.writes(mark) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "close_after_commit"},
        {"kind": "partial_head"},
        {"kind": "short_body"},
        {"kind": "answer", "status": 500, "apply": "before"},
        {"kind": "answer", "status": 502, "apply": "before"},
        {"kind": "answer", "status": 201, "text": "", "apply": "before"},
        {"kind": "answer", "status": 201, "body": {"name": "shop"}, "apply": "before"},
        {"kind": "answer", "status": 201, "body": {"id": 5}, "apply": "before"},
        {"kind": "html"},
        {"kind": "nan"},
        {"kind": "redirect", "apply": "before"},
    ],
)
def test_a_lost_response_is_recovered_and_nothing_is_created_twice(
    world: World, fault: dict[str, object]
) -> None:
    world.fault(**fault, method="POST")
    id, state = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
    assert state["name"] == "shop"


@pytest.mark.parametrize("status", [500, 503])
def test_an_unknown_outcome_is_an_error_when_nothing_is_found(world: World, status: int) -> None:
    world.fault(kind="answer", status=status, method="POST")
    with pytest.raises(
        OutcomeUnknown,
        match="unknown whether project 'shop' was created, and it was not found",
    ):
        world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    id, _ = world.create(Project, name="shop")
    assert [p.id for p in world.emulator.store.projects.all()] == [id]


def test_a_lost_response_is_searched_for_ten_seconds(world: World) -> None:
    world.fault(kind="close", method="POST")
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    assert world.clock.slept == [0, 1, 3, 6]


def attempt_of(world: World) -> Attempt:
    async def unfinished(ctx: Context) -> Attempt | None:
        return ctx.create_log.unfinished()

    attempt = world.run(unfinished)
    assert attempt
    return attempt


def test_the_log_has_the_time_in_which_the_object_is_created(world: World) -> None:
    now = world.emulator.clock.now()
    world.create(Project, name="shop")
    created = attempt_of(world)
    assert created.since
    assert created.until
    assert now - 7 < created.since < now - 4
    assert now + 423 < created.until < now + 427, "5 s of the clock, 360 s to send it, 60 s late"


def test_a_lost_response_ends_that_time_a_minute_later(world: World) -> None:
    world.fault(kind="close", method="POST")
    now = world.emulator.clock.now()
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    until = attempt_of(world).until
    assert until
    assert now + 63 < until < now + 67


def test_the_next_run_finds_what_a_killed_run_created(world: World) -> None:
    world.fault(kind="answer", status=500, apply="before", method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    world.clock.interrupted = False
    id, _ = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
    assert world.messages.infos == [
        f"Found project 'shop' ({id}): an earlier run created it. No second one is created."
    ]

    async def created_id(ctx: Context) -> str | None:
        return ctx.create_log.created_id()

    assert world.run(created_id) == id, "its id in the state ends the attempt"


def test_two_candidates_are_named_and_neither_is_adopted(world: World) -> None:
    world.fault(kind="answer", status=500, apply="before", method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    world.clock.interrupted = False
    world.by_hand("/projects", name="shop")
    with pytest.raises(
        OutcomeUnknown, match="More than one new object may be project 'shop'"
    ) as raised:
        world.create(Project, name="shop")
    assert all(project.id in str(raised.value) for project in world.emulator.store.projects.all())


def test_a_resource_created_after_the_timeout_is_found(world: World) -> None:
    world.fault(kind="late_commit", seconds=2, method="POST")
    id, _ = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
