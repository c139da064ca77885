"""How long to wait before a request is sent, or sent again."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from .clock import Clock

LONGEST_ASKED_S = 120.0
"""A server that asks for more is not waited for."""

PATIENCE_S = 300.0
"""How long one request may wait for a rate limit in all."""


class Pace:
    """
    One pause for all requests of a kind: one 429 holds back every one of them.

    POST .../deployments has a limit of its own, 5 a minute (runsite-api.md §5), so it is a kind
    of its own: waiting for it does not hold back the reads that watch a deployment.
    """

    def __init__(
        self, clock: Clock, jitter: Callable[[float, float], float] = random.uniform
    ) -> None:
        self._clock = clock
        self._jitter = jitter
        self._resume_at: dict[str, float] = {}

    @staticmethod
    def kind(method: str, path: str) -> str:
        """Return the name of the limit that a request falls under."""
        deploys = method == "POST" and path.endswith("/deployments")
        return "deployments" if deploys else "requests"

    async def wait(self, kind: str) -> None:
        """Sleep until requests of *kind* may be sent."""
        while (left_s := self._resume_at.get(kind, 0.0) - self._clock.now()) > 0:
            await self._clock.sleep(left_s)

    def hold(self, kind: str, seconds: float) -> None:
        """Hold back all requests of *kind* for *seconds*."""
        until = self._clock.now() + seconds
        self._resume_at[kind] = max(until, self._resume_at.get(kind, 0.0))

    def backoff_s(self, attempt: int, longest_s: float) -> float:
        """Return seconds before attempt number *attempt* + 1: full jitter over a doubling span."""
        return self._jitter(0.0, min(0.5 * 2.0**attempt, longest_s))

    def limited_s(self, attempt: int, retry_after_s: float | None) -> float:
        """Return seconds to hold back after a 429: what was asked for, else a doubling span."""
        if retry_after_s is not None:
            return retry_after_s + self._jitter(0.0, 0.25)
        span_s = min(1.0 * 2.0**attempt, 20.0)
        return self._jitter(span_s / 2, span_s)


def retry_after_s(retry_after: str | None, now: datetime | None = None) -> float | None:
    """
    Return the seconds a Retry-After header asks for, None where it says nothing usable.

    Both forms of RFC 9110 §10.2.3: seconds, and an HTTP date.
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=timezone.utc)
    return max(0.0, (at - (now or datetime.now(timezone.utc))).total_seconds())
