"""Times that Runsite reports, in every form that its documentation allows."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pulumi_runsite.api import OutcomeUnknown
from pulumi_runsite.emulator.api import env_vars, projects
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.resources import EnvVar, Project, WebService
from pulumi_runsite.provider.server_time import epoch_s, server_now
from tests.world import World

AT = 1767225600.0


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("2026-01-01T00:00:00Z", AT),
        ("2026-01-01T00:00:00.5Z", AT + 0.5),
        ("2026-01-01T00:00:00.123456789+00:00", AT + 0.123456),
        ("2026-01-01 02:00:00+02:00", AT),
        (1767225600, AT),
        (1767225600123, AT + 0.123),
        (1767225600.25, AT + 0.25),
        ("2026-01-01T00:00:00", None),  # of an unknown time zone
        ("2026-13-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
        (0, None),
        (-5, None),
        (17, None),
        (-62135596800, None),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("1970-01-01T00:00:00.000Z", None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        ({"at": 1}, None),
    ],
)
def test_a_time_is_read_in_every_form_and_otherwise_unknown(reported: Any, expected: Any) -> None:
    assert epoch_s(reported) == (None if expected is None else pytest.approx(expected))


def test_the_time_on_runsite_is_that_of_its_last_response(world: World) -> None:
    world.emulator.clock.advance(1000)

    async def now(ctx: Context) -> tuple[float, float]:
        await ctx.client.request_any("GET", "/projects")
        await ctx.client.clock.sleep(30)
        return server_now(ctx.client)

    assert world.run(now) == (pytest.approx(world.emulator.clock.now(), abs=1), 5.0)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Thu, 01 Jan 2026 00:00:00 -0000"])
def test_without_a_date_the_clock_of_this_machine_is_used_with_tolerance(
    world: World, date: str | None
) -> None:
    async def now(ctx: Context) -> tuple[float, float]:
        ctx.client.observations["Date"] = (date, 0.0, 0.0)
        return server_now(ctx.client)

    assert world.run(now) == (pytest.approx(time.time(), abs=60), 3600.0)


def test_a_slow_response_shows_the_time_on_runsite_less_exactly(world: World) -> None:
    async def now(ctx: Context) -> tuple[float, float]:
        await ctx.client.clock.sleep(30)
        ctx.client.observations["Date"] = ("Thu, 01 Jan 2026 00:00:00 GMT", 0.0, 20.0)
        return server_now(ctx.client)

    assert world.run(now) == (AT + 10, 5.0 + 20.0), "it may have been sent at once"


NO_TIME = "0001-01-01T00:00:00.000Z"


def test_what_a_killed_run_created_is_found_without_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projects, "timestamp", lambda _: NO_TIME)
    world.fault(kind="answer", status=500, apply="before", method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown):
        world.create(Project, name="shop")
    world.clock.interrupted = False
    id, _ = world.create(Project, name="shop")
    assert [row.id for row in world.emulator.store.projects.all()] == [id]


def test_two_variables_without_a_time_are_not_one_because_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env_vars, "timestamp", lambda _: NO_TIME)
    service_id, _ = world.create(WebService, "web", name="web", image_ref="nginx:1.27")
    inputs = {"web_service_id": service_id, "key": "A", "value": "own"}
    id, state = world.create(EnvVar, **inputs)
    world.control("DELETE", f"dashboard/variables/{id.partition('/')[2]}")
    world.by_hand(f"/web-services/{service_id}/env", key="A", value="theirs", is_secret=True)
    assert world.read(EnvVar, id, state) is None
