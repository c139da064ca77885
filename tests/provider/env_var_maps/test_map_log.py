"""Until when a new variable is one of an update whose outcome is unknown."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from pulumi_runsite.api import (
    ApiError,
    InvalidResponse,
    NotSent,
    OutcomeUnknown,
    Redactor,
    RunsiteError,
    Unavailable,
)
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.create_once import is_refused
from pulumi_runsite.provider.resources.map_log import MapLog, is_unknown
from pulumi_runsite.provider.server_time import CLOCK_TOLERANCE_S
from tests.world import World

SENT_AT = 1767225600.0
"""2026-01-01T00:00:00Z, the time on Runsite at which the update is sent."""


def of_status(kind: type[ApiError], status: int) -> ApiError:
    return kind("PUT /env/bulk", status, Redactor().clean("no", 9))


def is_created(world: World, error: RunsiteError, lost_at: float | None, created_s: float) -> bool:
    """Return whether the update that fails after 100 s has created what is *created_s* old then."""

    async def fail(ctx: Context) -> bool:
        now = ctx.client.clock.now()
        ctx.client.observations["Date"] = "Thu, 01 Jan 2026 00:00:00 GMT", now, now
        log = MapLog(ctx, "revision")
        log.begin(["NEW"], [], "/env")
        await ctx.client.clock.sleep(100)
        log.failed(error, lost_at)
        created_at = datetime.fromtimestamp(SENT_AT + created_s, timezone.utc).isoformat()
        item = {"id": "v", "key": "NEW", "created_at": created_at}
        assert log.is_new(item) is (log.created_by_interrupted([item]) == {"NEW"})
        return log.is_new(item)

    return world.run(fail)


@pytest.mark.parametrize("lost_at", [None, 70.0])
def test_what_appears_after_a_lost_response_is_not_of_the_update(
    world: World, lost_at: float | None
) -> None:
    lost = OutcomeUnknown("lost")
    assert is_created(world, lost, lost_at, 100 + CLOCK_TOLERANCE_S) is True
    assert is_created(world, lost, lost_at, 100 + CLOCK_TOLERANCE_S + 0.5) is False
    assert is_created(world, lost, lost_at, -CLOCK_TOLERANCE_S) is True
    assert is_created(world, lost, lost_at, -CLOCK_TOLERANCE_S - 0.5) is False


def test_after_a_refused_attempt_the_time_of_the_lost_one_before_counts(world: World) -> None:
    refused = of_status(ApiError, 402)
    assert is_created(world, refused, 70.0, 70 + CLOCK_TOLERANCE_S) is True
    assert is_created(world, refused, 70.0, 70 + CLOCK_TOLERANCE_S + 0.5) is False


def test_a_refused_update_has_created_nothing(world: World) -> None:
    assert is_created(world, of_status(ApiError, 402), None, 50) is False


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (of_status(ApiError, 402), "refused"),
        (NotSent("no connection"), "refused"),
        (of_status(ApiError, 408), "unknown"),
        (of_status(Unavailable, 503), "unknown"),
        (OutcomeUnknown("lost"), "unknown"),
        (InvalidResponse("of another form"), "unknown"),
        (RunsiteError("found in the list"), "neither"),
    ],
)
def test_a_write_is_refused_unknown_or_neither(error: RunsiteError, outcome: str) -> None:
    assert (is_refused(error), is_unknown(error)) == (outcome == "refused", outcome == "unknown")
