"""Polling repeats a request until it returns a result, and its error is why it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio
import anyio.lowlevel
import pytest

from pulumi_runsite.api import (
    Interrupted,
    InvalidResponse,
    NotFound,
    NotSent,
    PollOptions,
    RunsiteError,
    SystemClock,
)
from pulumi_runsite.api.polling import MAX_SILENCE_S, TimedOut, poll_until
from tests.api.clocks import FakeClock

Results = list[str | RunsiteError | None]


def poll_of(results: Results) -> Callable[[], Awaitable[str | None]]:
    remaining = iter(results)

    async def poll() -> str | None:
        result = next(remaining)
        if isinstance(result, RunsiteError):
            raise result
        return result

    return poll


def poll_result(results: Results, clock: FakeClock, deadline_s: float = 600) -> str:
    async def go() -> str:
        return await poll_until(poll_of(results), clock, PollOptions(deadline_s, "tea"))

    return anyio.run(go)


def test_the_first_poll_is_immediate() -> None:
    clock = FakeClock()
    assert poll_result(["live"], clock) == "live"
    assert clock.slept == []


def test_pauses_grow_up_to_a_limit() -> None:
    clock = FakeClock()
    poll_result([None] * 14 + ["live"], clock)
    assert clock.slept[:3] == [1.0, 1.25, 1.5625]
    assert max(clock.slept) == clock.slept[-1] == 15.0


def test_the_deadline_is_an_error_and_is_not_exceeded() -> None:
    clock = FakeClock()
    with pytest.raises(
        TimedOut, match=r"^Timed out after 10 s waiting for tea\. Run the command again"
    ):
        poll_result([None] * 99, clock, deadline_s=10)
    assert clock.now() == 10


def test_a_few_transient_errors_do_not_end_the_wait() -> None:
    unsent = NotSent("no network")
    assert poll_result([*[unsent] * 2, None, *[unsent] * 5, "live"], FakeClock()) == "live"


def test_too_many_invalid_responses_end_the_wait() -> None:
    with pytest.raises(InvalidResponse):
        poll_result([InvalidResponse("not JSON")] * 6, FakeClock())


def test_no_answer_for_too_long_ends_the_wait() -> None:
    clock = FakeClock()
    with pytest.raises(NotSent):
        poll_result([NotSent("no network")] * 99, clock)
    assert MAX_SILENCE_S <= clock.now() < MAX_SILENCE_S + 15


def test_an_answer_between_two_silences_lets_the_wait_continue() -> None:
    silence: Results = [NotSent("no network")] * 5
    assert poll_result([*silence, None] * 4 + ["live"], FakeClock()) == "live"


def test_an_error_that_is_not_transient_ends_the_wait() -> None:
    with pytest.raises(NotFound):
        poll_result([NotFound("GET /x", 404, "deleted"), "live"], FakeClock())


def test_an_interrupt_ends_the_wait() -> None:
    clock = FakeClock()
    clock.interrupted = True
    with pytest.raises(Interrupted):
        poll_result([None, "live"], clock)


def test_an_interrupt_of_the_system_clock_ends_a_sleep_immediately() -> None:
    async def go() -> float:
        clock = SystemClock()
        started = clock.now()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(interrupted_sleep, clock)
            await anyio.lowlevel.checkpoint()
            clock.interrupt()
        return clock.now() - started

    async def interrupted_sleep(clock: SystemClock) -> None:
        with pytest.raises(Interrupted):
            await clock.sleep(60)

    assert anyio.run(go) < 10
