"""Polling: repeats a request until it returns a result or a deadline is reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from .clock import Clock
from .errors import InvalidResponse, NotSent, OutcomeUnknown, RateLimited, RunsiteError, Unavailable
from .messages import waits

T = TypeVar("T")

_TRANSIENT = (InvalidResponse, NotSent, OutcomeUnknown, RateLimited, Unavailable)


@dataclass(frozen=True)
class PollOptions:
    """How long to poll, and how often."""

    deadline_s: float
    """Seconds after which the wait ends."""
    waiting_for: str
    """What the wait is for, for messages: `web service s-1 to start`."""
    first_pause_s: float = 1.0
    """Seconds before the second poll; each later pause is a quarter longer."""
    max_pause_s: float = 15.0
    """Seconds that a pause takes at most."""
    max_consecutive_failures: int = 5
    """Transient failures in a row that do not end the wait."""


class TimedOut(RunsiteError):
    """The deadline of a wait was reached."""


async def poll_until(
    poll: Callable[[], Awaitable[T | None]], clock: Clock, options: PollOptions
) -> T:
    """
    Call *poll* until it returns something other than None, and return that.

    The first call is immediate; the pauses follow *options*. Lost and invalid responses, rate
    limits and 5xx do not end the wait, unless too many follow each other.

    Raises:
        TimedOut: the deadline was reached.
        Interrupted: the user interrupted.
        RunsiteError: *poll* raised an error that is not transient.
    """
    end = clock.now() + options.deadline_s
    pause_s = options.first_pause_s
    failures = 0
    while True:
        try:
            if (result := await poll()) is not None:
                return result
            failures = 0
        except _TRANSIENT:
            failures += 1
            if failures > options.max_consecutive_failures:
                raise
        left_s = end - clock.now()
        if left_s <= 0:
            raise TimedOut(waits.wait_timed_out(f"{options.deadline_s:g}", options.waiting_for))
        await clock.sleep(min(pause_s, left_s))
        pause_s = min(pause_s * 1.25, options.max_pause_s)
