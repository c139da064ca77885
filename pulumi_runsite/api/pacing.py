"""How long a request waits for a rate limit, and before it is sent again."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from .clock import Clock

MAX_RETRY_AFTER_S = 120.0
"""Seconds: a Retry-After header that requests more is not waited for."""

MAX_RATE_LIMIT_WAIT_S = 300.0
"""Seconds that one request may wait for a rate limit in total."""


class RequestPacer:
    """
    Pauses all requests of a limit group after a 429 for one of them.

    POST .../deployments has a limit of its own, 5 a minute, so it has a group of its own: its
    pauses do not delay the reads that watch a deployment.
    """

    def __init__(
        self, clock: Clock, jitter: Callable[[float, float], float] = random.uniform
    ) -> None:
        self._clock = clock
        self._jitter = jitter
        self._resume_at: dict[str, float] = {}

    @staticmethod
    def limit_group(method: str, path: str) -> str:
        """Return the limit group of a request: `deployments` or `requests`."""
        deploys = method == "POST" and path.endswith("/deployments")
        return "deployments" if deploys else "requests"

    async def wait_until_allowed(self, limit_group: str) -> None:
        """Sleep until requests of *limit_group* may be sent."""
        while (left_s := self._resume_at.get(limit_group, 0.0) - self._clock.now()) > 0:
            await self._clock.sleep(left_s)

    def pause(self, limit_group: str, seconds: float) -> None:
        """Pause all requests of *limit_group* for *seconds*."""
        until = self._clock.now() + seconds
        self._resume_at[limit_group] = max(until, self._resume_at.get(limit_group, 0.0))

    def backoff_s(self, attempt: int, max_s: float) -> float:
        """Return the seconds before attempt *attempt* + 1: full jitter, doubling up to *max_s*."""
        return self._jitter(0.0, min(0.5 * 2.0**attempt, max_s))

    def rate_limit_pause_s(self, attempt: int, retry_after_s: float | None) -> float:
        """Return the seconds to pause after a 429: *retry_after_s*, or doubling up to 20 s."""
        if retry_after_s is not None:
            return retry_after_s + self._jitter(0.0, 0.25)
        span_s = min(1.0 * 2.0**attempt, 20.0)
        return self._jitter(span_s / 2, span_s)


def retry_after_s(retry_after: str | None, now: datetime | None = None) -> float | None:
    """
    Return the seconds of a Retry-After header, None where it is missing or malformed.

    Both forms of RFC 9110, section 10.2.3, are read: seconds, and an HTTP date.
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
