"""PollOptions asks again until there is an answer, and tells why it stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio
import anyio.lowlevel
import pytest

from pulumi_runsite.api import (
    Interrupted,
    NotFound,
    NotSent,
    PollOptions,
    RunsiteError,
    SystemClock,
)
from pulumi_runsite.api.polling import TimedOut, poll_until
from tests.api.clocks import FakeClock

Script = list[str | RunsiteError | None]


def polling(script: Script) -> Callable[[], Awaitable[str | None]]:
    left = iter(script)

    async def poll() -> str | None:
        answer = next(left)
        if isinstance(answer, RunsiteError):
            raise answer
        return answer

    return poll


def waited(script: Script, clock: FakeClock, deadline_s: float = 600) -> str:
    async def go() -> str:
        return await poll_until(polling(script), clock, PollOptions(deadline_s=deadline_s))

    return anyio.run(go)


def test_the_first_question_is_asked_at_once() -> None:
    clock = FakeClock()
    assert waited(["live"], clock) == "live"
    assert clock.slept == []


def test_pauses_grow_and_have_an_end() -> None:
    clock = FakeClock()
    waited([None] * 14 + ["live"], clock)
    assert clock.slept[:3] == [1.0, 1.25, 1.5625]
    assert max(clock.slept) == clock.slept[-1] == 15.0


def test_the_end_of_the_time_is_an_error_and_is_not_overrun() -> None:
    clock = FakeClock()
    with pytest.raises(TimedOut, match="not done after 10 s"):
        waited([None] * 99, clock, deadline_s=10)
    assert clock.now() == 10


def test_a_few_lost_answers_do_not_end_the_wait() -> None:
    lost = NotSent("no network")
    assert waited([lost, lost, None, lost, lost, lost, lost, lost, "live"], FakeClock()) == "live"


def test_a_lost_network_ends_the_wait() -> None:
    with pytest.raises(NotSent):
        waited([NotSent("no network")] * 9, FakeClock())


def test_an_answer_that_asking_again_cannot_change_ends_the_wait() -> None:
    with pytest.raises(NotFound):
        waited([NotFound("GET /x", 404, "gone"), "live"], FakeClock())


def test_an_interruption_ends_the_wait() -> None:
    clock = FakeClock()
    clock.interrupted = True
    with pytest.raises(Interrupted):
        waited([None, "live"], clock)


def test_interrupting_the_real_clock_ends_a_sleep_at_once() -> None:
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
