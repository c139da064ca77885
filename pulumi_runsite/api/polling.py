"""Polling: repeats a request until it returns a result or a deadline is reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from .clock import Clock
from .errors import InvalidResponse, NotSent, OutcomeUnknown, RateLimited, RunsiteError, Unavailable
from .messages import waits

T = TypeVar("T")

_TRANSIENT = (InvalidResponse, NotSent, OutcomeUnknown, RateLimited, Unavailable)

REPORTED_SILENCE_S = 5.0
"""Seconds without a usable answer after which that is reported."""
MAX_SILENCE_S = 90.0
"""Seconds without an answer after which a failed poll ends the wait."""


class PollOptions(NamedTuple):
    """How long to poll, and how often."""

    deadline_s: float
    """Seconds after which the wait ends."""
    waiting_for: str
    """What the wait is for, for messages: `web service s-1 to start`."""
    address: str = "Runsite"
    """Where the answers come from, for messages."""
    report: Callable[[str], None] | None = None
    """Called with a text when there has been no usable answer for REPORTED_SILENCE_S seconds."""
    first_pause_s: float = 1.0
    """Seconds before the second poll; each later pause is a quarter longer."""
    max_pause_s: float = 15.0
    """Seconds that a pause takes at most."""
    max_invalid_responses: int = 5
    """Invalid responses in a row that do not end the wait."""


class TimedOut(RunsiteError):
    """The deadline of a wait was reached."""


class _Silence:
    """The time in which polls have failed since the last usable answer."""

    def __init__(self, clock: Clock, options: PollOptions) -> None:
        self._clock = clock
        self._options = options
        self._since: float | None = None
        self._failures = 0
        self._cancel: Callable[[], None] | None = None

    def begin(self) -> None:
        """Begin with a poll, unless an earlier one has failed."""
        if self._since is None:
            self._since = self._clock.now()
            self._cancel = self._clock.call_later(REPORTED_SILENCE_S, self._report)

    def end(self) -> None:
        """End with an answer, or with the wait."""
        if self._cancel:
            self._cancel()
        self._since, self._cancel, self._failures = None, None, 0

    def is_too_long(self, error: RunsiteError) -> bool:
        """Return whether *error*, with which a poll has failed, is one too many."""
        self._failures += 1
        if isinstance(error, InvalidResponse):
            return self._failures > self._options.max_invalid_responses
        return self._since is not None and self._clock.now() - self._since >= MAX_SILENCE_S

    def _report(self) -> None:
        if self._options.report:
            limits = f"{REPORTED_SILENCE_S:g}", f"{MAX_SILENCE_S:g}"
            self._options.report(waits.no_answer(self._options.address, *limits))


async def poll_until(
    poll: Callable[[], Awaitable[T | None]], clock: Clock, options: PollOptions
) -> T:
    """
    Call *poll* until it returns something other than None, and return that.

    The first call is immediate; the pauses follow *options*. Lost and invalid responses, rate
    limits and 5xx do not end the wait, unless there is nothing else for too long.

    Raises:
        TimedOut: the deadline was reached.
        Interrupted: the user interrupted.
        RunsiteError: *poll* raised an error that is not transient.
    """
    end = clock.now() + options.deadline_s
    pause_s = options.first_pause_s
    silence = _Silence(clock, options)
    try:
        while True:
            silence.begin()
            try:
                if (result := await poll()) is not None:
                    return result
                silence.end()
            except _TRANSIENT as error:
                if silence.is_too_long(error):
                    raise
            left_s = end - clock.now()
            if left_s <= 0:
                raise TimedOut(waits.wait_timed_out(f"{options.deadline_s:g}", options.waiting_for))
            await clock.sleep(min(pause_s, left_s))
            pause_s = min(pause_s * 1.25, options.max_pause_s)
    finally:
        silence.end()
