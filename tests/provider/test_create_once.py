"""A create whose outcome is unknown: the resource is found and never created twice."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import OutcomeUnknown, RunsiteError
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.resources import Project
from tests.world import World


def test_a_namesake_of_what_an_earlier_run_has_made_is_not_taken_over(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    world.control("DELETE", f"dashboard/projects/{id}")
    other, _ = world.create(Project, "somebody else's", name="shop")
    mark = world.mark()
    with pytest.raises(RunsiteError, match=f"exists already on Runsite.*adopt_id='{other}'"):
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
def test_a_lost_answer_is_found_and_nothing_is_made_twice(
    world: World, fault: dict[str, object]
) -> None:
    world.fault(**fault, method="POST")
    id, state = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
    assert state["name"] == "shop"


@pytest.mark.parametrize("status", [500, 503])
def test_where_nothing_was_made_it_says_that_it_is_not_known(world: World, status: int) -> None:
    world.fault(kind="answer", status=status, method="POST")
    with pytest.raises(OutcomeUnknown, match="is not known, and it was not found"):
        world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    id, _ = world.create(Project, name="shop")
    assert [p.id for p in world.emulator.store.projects.all()] == [id]


def test_a_killed_run_is_found_by_the_next_one(world: World) -> None:
    world.fault(kind="answer", status=500, apply="before", method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    world.clock.interrupted = False
    id, _ = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
    assert world.said.infos == [f"an earlier run has made project 'shop' already: {id}"]

    async def last(ctx: Context) -> str | None:
        return ctx.create_log.last()

    assert world.run(last) == id, "so that its id in the state settles it"


def test_two_new_ones_are_named_and_neither_is_taken(world: World) -> None:
    world.fault(kind="answer", status=500, apply="before", method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    world.clock.interrupted = False
    world.policy = "replace"  # somebody else, who minds no twins
    world.create(Project, "another", name="shop")
    world.policy = "error"
    with pytest.raises(OutcomeUnknown, match="several new ones are there") as raised:
        world.create(Project, name="shop")
    assert all(project.id in str(raised.value) for project in world.emulator.store.projects.all())


def test_what_is_made_after_we_gave_up_on_the_answer_is_found(world: World) -> None:
    world.fault(kind="late_commit", seconds=2, method="POST")
    id, _ = world.create(Project, name="shop")
    assert world.writes() == ["POST /projects"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]
