"""The only place that counts requests against a limit."""

from __future__ import annotations

import math
from collections import deque
from email.utils import formatdate

from ..api.errors import Refusal
from .switches import Switches


class Rates:
    """Sliding windows, one for each name, on the emulator's clock."""

    def __init__(self) -> None:
        self._windows: dict[str, deque[float]] = {}

    def clear(self) -> None:
        """Forget every request."""
        self._windows.clear()

    def spend(self, name: str, count: int, seconds: float, now: float, switches: Switches) -> None:
        """
        Count one request for *name*, of which *count* are free in *seconds*.

        Raises:
            Refusal: 429 when there were too many; a refused request is not counted.
        """
        window = self._windows.setdefault(name, deque())
        while window and window[0] <= now - seconds:
            window.popleft()
        if len(window) >= count:
            raise too_many(window[0] + seconds - now, now, switches)
        window.append(now)


def too_many(wait_s: float, now: float, switches: Switches) -> Refusal:
    """Return the 429, in the words that the vendor's tests have."""
    headers = {
        "none": {},
        "seconds": {"Retry-After": str(math.ceil(wait_s))},
        "http-date": {"Retry-After": formatdate(now + wait_s, usegmt=True)},
    }[switches.retry_after]
    return Refusal(429, "Too many requests. Please try again later.", headers)
