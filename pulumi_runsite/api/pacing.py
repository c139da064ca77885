"""How long a request waits for a rate limit, and before it is sent again."""

from __future__ import annotations

import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from .clock import Clock

MAX_RETRY_AFTER_S = 120.0
"""Seconds: a Retry-After header that requests more is not waited for."""

MAX_RATE_LIMIT_WAIT_S = 300.0
"""Seconds that one request may wait for a rate limit in total."""

MAX_BACKOFF_S = 8.0
"""Seconds between two attempts at most."""

REQUEST_TIMEOUT_S = 60.0
"""Seconds one request may take in total, waiting for a rate limit apart."""

_ACCOUNT = "requests"
"""The limit group of the account: its pauses are those of every other group as well."""


def _no_progress(text: str) -> None:
    """Do nothing."""


async def _no_check() -> None:
    """Do nothing."""


@dataclass
class OnWait:
    """What a caller does when one request waits: for a rate limit, or to be sent again."""

    progress: Callable[[str], None] = _no_progress
    """Called with a text before a wait for a rate limit."""
    check: Callable[[], Awaitable[None]] = _no_check
    """Called after any wait, before the request is sent: what was true then may no longer be."""
    lost_at: float | None = None
    """
    The time of the clock at which the last attempt ended that Runsite may have carried out; None if
    there is none. Set by the client.
    """


class RequestPacer:
    """
    Pauses all requests of an account after a 429 for one of them.

    POST .../deployments has a limit of its own, 5 a minute, so it has a group of its own: its
    pauses do not delay the reads that watch a deployment. It waits for both limits.
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
        return "deployments" if deploys else _ACCOUNT

    async def wait_until_allowed(self, limit_group: str) -> float:
        """Sleep until requests of *limit_group* may be sent; return the seconds that took."""
        started_at = self._clock.now()
        while (left_s := self.left_s(limit_group)) > 0:
            await self._clock.sleep(left_s)
        return self._clock.now() - started_at

    def left_s(self, limit_group: str) -> float:
        """Return the seconds until requests of *limit_group* may be sent; 0 or less if they may."""
        resume_at = max(self._resume_at.get(group, 0.0) for group in (limit_group, _ACCOUNT))
        return resume_at - self._clock.now()

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

    Both forms of RFC 9110, section 10.2.3, are read: seconds, of nine digits at most, and an HTTP
    date.
    """
    text = (retry_after or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        at = parsedate_to_datetime(text)
        if at.tzinfo is None:
            at = at.replace(tzinfo=timezone.utc)
        return max(0.0, (at - (now or datetime.now(timezone.utc))).total_seconds())
    except (ValueError, TypeError, OverflowError):  # also of a date that is out of range
        return None
