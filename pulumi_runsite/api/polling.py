"""Asks again until there is an answer, or no time left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from .clock import Clock
from .errors import InvalidResponse, NotSent, OutcomeUnknown, RateLimited, RunsiteError, Unavailable

T = TypeVar("T")

_PASSING = (InvalidResponse, NotSent, OutcomeUnknown, RateLimited, Unavailable)


@dataclass(frozen=True)
class PollOptions:
    """How long to wait, and how often to ask."""

    deadline_s: float
    first_s: float = 1.0
    longest_s: float = 15.0
    failures_in_a_row: int = 5


class TimedOut(RunsiteError):
    """The time given for a wait is over."""


async def poll_until(
    poll: Callable[[], Awaitable[T | None]], clock: Clock, waiting: PollOptions
) -> T:
    """
    Call *poll* until it returns something, and return that.

    Asks at once, then after `first_s` seconds, then a quarter longer each time, never longer than
    `longest_s`. Up to `failures_in_a_row` answers that never came do not end the wait.

    Raises:
        TimedOut: after `deadline_s` seconds.
        Interrupted: when the user asks to stop.
        RunsiteError: what *poll* raised, where asking again cannot help.
    """
    end = clock.now() + waiting.deadline_s
    pause_s = waiting.first_s
    failed = 0
    while True:
        try:
            if (answer := await poll()) is not None:
                return answer
            failed = 0
        except _PASSING:
            failed += 1
            if failed > waiting.failures_in_a_row:
                raise
        left_s = end - clock.now()
        if left_s <= 0:
            raise TimedOut(f"not done after {waiting.deadline_s:g} s")
        await clock.sleep(min(pause_s, left_s))
        pause_s = min(pause_s * 1.25, waiting.longest_s)
