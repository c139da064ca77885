"""A create whose outcome is unknown: the resource is found and never created twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from errno import ENOSPC
from typing import Any

import pytest

from pulumi_runsite.api import OutcomeUnknown, RunsiteError
from pulumi_runsite.emulator.world import records
from pulumi_runsite.provider import server_time
from pulumi_runsite.provider.attempt import Attempt, Begun
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.private_folder import PrivateFolder
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import EmulatedClock, World


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


class ClockWithAnEvent(EmulatedClock):
    """Lets something happen before its first sleep ends."""

    event: Callable[[], object] | None = None

    async def sleep(self, seconds: float) -> None:
        if self.event:
            self.event()
        self.event = None
        await super().sleep(seconds)


def test_an_object_is_found_under_another_name_by_the_id_of_the_response(world: World) -> None:
    world.by_hand("/projects", name="first")
    now = world.emulator.clock.now()
    created = records.Project("p-9", "renamed", None, "workspace", now, now)
    world.fault(kind="answer", status=201, body={"id": "p-9", "name": "renamed"}, method="POST")
    world.clock = ClockWithAnEvent(world.emulator)
    world.clock.event = lambda: world.emulator.store.projects.put(created)
    assert world.create(Project, name="shop")[0] == "p-9"


def test_the_id_of_an_object_that_existed_before_is_no_evidence(world: World) -> None:
    existing = world.by_hand("/projects", name="first")
    body = {"id": existing["id"], "name": "renamed"}
    world.fault(kind="answer", status=201, body=body, method="POST")
    with pytest.raises(OutcomeUnknown, match="it was not found"):
        world.create(Project, name="shop")
    assert attempt_of(world).answered_id is None


@pytest.mark.parametrize("fault", [None, "close"])
def test_a_disk_that_is_full_after_the_request_does_not_hide_the_outcome(
    world: World, monkeypatch: pytest.MonkeyPatch, fault: str | None
) -> None:
    begin = CreateLogFile.begin

    def fill(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    def begin_and_fill(log: CreateLogFile, begun: Begun) -> None:
        begin(log, begun)
        monkeypatch.setattr(PrivateFolder, "append", fill)
        monkeypatch.setattr(PrivateFolder, "write", fill)

    monkeypatch.setattr(CreateLogFile, "begin", begin_and_fill)
    if fault:
        world.fault(kind=fault, method="POST")
        with pytest.raises(OutcomeUnknown, match="unknown whether project 'shop' was created"):
            world.create(Project, name="shop")
    else:
        assert world.create(Project, name="shop")[0]


def test_a_project_of_somebody_else_is_not_what_an_interrupted_create_of_another_left(
    world: World,
) -> None:
    world.control("PATCH", "switches", informational="missing")
    other = world.by_hand("/projects", name="theirs")["id"]
    world.fault(kind="close", method="POST")
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    with pytest.raises(RunsiteError, match=f"'theirs' already exists on Runsite.*'{other}'"):
        world.create(Project, name="theirs")


def test_a_replacement_that_was_interrupted_before_a_weekend_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs: dict[str, Any] = {"name": "web", "image_ref": "nginx:1.27"}
    inputs["immutable_changes"] = "replace"
    old, _ = world.create(WebService, **inputs, port=80)
    world.store(old)
    new, _ = world.create(WebService, **inputs, port=90)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 72 * 3600)
    world.emulator.clock.advance(72 * 3600)
    assert world.create(WebService, **inputs, port=90)[0] == new


def test_a_replacement_that_a_wrong_clock_dates_hours_later_is_not_created_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs: dict[str, Any] = {"name": "web", "image_ref": "nginx:1.27"}
    inputs["immutable_changes"] = "replace"
    world.control("PATCH", "switches", echo="all")
    old, _ = world.create(WebService, **inputs, port=80)
    world.store(old)
    services, now = world.emulator.store.web_services, world.emulator.clock.now
    monkeypatch.setattr(server_time, "server_now", lambda _: (now() - 7200, 5.0))
    world.fault(kind="close_after_commit", method="POST")
    for _ in range(2):
        with pytest.raises(OutcomeUnknown, match="may be web service 'web': it is new and as"):
            world.create(WebService, **inputs, port=90)
    assert len(services.all()) == 2
