"""What a run of days ago created on this machine: the API cannot delete a second one."""

from __future__ import annotations

import time

import pytest

from pulumi_runsite.api import OutcomeUnknown, RunsiteError
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import EnvVar, Project, WebService
from tests.reliability.interrupted import inputs_of, interrupted, rows
from tests.world import World

DAY_S = 24 * 3600.0


@pytest.fixture
def killed(world: World) -> World:
    world.policy = "replace"
    return world


def let_days_pass(world: World, patch: pytest.MonkeyPatch, days: int) -> None:
    later = time.time() + days * DAY_S
    patch.setattr(time, "time", lambda: later)
    world.emulator.clock.advance(days * DAY_S)


def create_lost_days_ago(
    world: World, patch: pytest.MonkeyPatch, resource: type[Resource], days: int
) -> Props:
    """Create an object in a run that is killed before the answer; return its inputs."""
    inputs = inputs_of(world, resource)
    interrupted(world, resource, fault="close_after_commit", **inputs)
    let_days_pass(world, patch, days)
    return inputs


@pytest.mark.parametrize("resource", [Project, WebService])
def test_it_is_found_and_no_second_one_is_created(
    killed: World, resource: type[Resource], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed.control("PATCH", "switches", echo="all")
    inputs = create_lost_days_ago(killed, monkeypatch, resource, 20)
    id, _ = killed.create(resource, **inputs)
    assert [row.id for row in rows(killed, resource)] == [id]
    assert id in killed.messages.infos[-1]


def test_its_id_in_the_log_is_evidence_for_ever(
    killed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine was killed before it stored the result; Runsite reports no time of creation."""
    inputs = inputs_of(killed, WebService)
    interrupted(killed, WebService, fault="close_after_commit", **inputs)
    (row,) = rows(killed, WebService)

    async def answered(ctx: Context) -> None:
        ctx.create_log.created(row.id)

    killed.run(answered)
    let_days_pass(killed, monkeypatch, 40)
    assert killed.create(WebService, **inputs)[0] == row.id


def test_without_its_id_or_a_time_it_is_an_error_with_the_id(
    killed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = create_lost_days_ago(killed, monkeypatch, WebService, 20)
    (row,) = rows(killed, WebService)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown, match=f"'{row.id}' may be web service .*a day ago"):
            killed.create(WebService, **inputs)
    assert len(rows(killed, WebService)) == 1


def test_an_entry_without_an_id_does_not_take_what_was_created_meanwhile_months_later(
    killed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed.control("PATCH", "switches", echo="all")
    inputs = inputs_of(killed, WebService)
    interrupted(killed, WebService, fault="close", **inputs)
    another = killed.by_hand("/web-services", source_type="image", **inputs)["id"]
    let_days_pass(killed, monkeypatch, 40)
    assert killed.create(WebService, **inputs)[0] != another


def test_a_variable_can_be_deleted_so_that_its_entry_expires(
    killed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = create_lost_days_ago(killed, monkeypatch, EnvVar, 40)
    with pytest.raises(RunsiteError, match="already exists on Runsite"):
        killed.create(EnvVar, **inputs)
