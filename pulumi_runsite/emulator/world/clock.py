"""The emulator's clock: real, scaled or manual."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# 2026-01-01T00:00:00Z, the date in the examples of Runsite's public API page.
MANUAL_START = 1767225600.0
# 9998-12-31T00:00:00Z: with the longest duration of a switch, a day, a time still has four digits
# of the year, as RFC 3339 requires.
END = 253370678400.0

_fixed: ContextVar[float | None] = ContextVar("_fixed", default=None)
"""The time for the request that is being applied, where that is not now."""


class Clock:
    """
    Emulated time in epoch seconds: real (scale 1), scaled, or manual (scale 0).

    It never runs backwards, not even across a restart with the same state file, and stops at the
    end of the year 9998.
    """

    def __init__(self, scale: float, not_before: float | None = None) -> None:
        """Start at the real time (scale > 0) or at 2026-01-01 (scale 0), or at *not_before*."""
        start = MANUAL_START if scale == 0 else time.time()
        self._scale = scale
        self._base = max(start, not_before or start)
        self._since = time.monotonic()

    @property
    def scale(self) -> float:
        """Emulated seconds per real second; with 0, only `advance` moves the clock."""
        return self._scale

    def now(self) -> float:
        """Return the emulated time in epoch seconds."""
        if (fixed := _fixed.get()) is not None:
            return fixed
        return min(self._base + (time.monotonic() - self._since) * self._scale, END)

    @contextmanager
    def at(self, time: float) -> Iterator[None]:
        """Let *time* be the time for what the caller applies, and for nothing else."""
        token = _fixed.set(time)
        try:
            yield
        finally:
            _fixed.reset(token)

    def advance(self, seconds: float) -> None:
        """Move the clock forward by *seconds*."""
        self._base += seconds

    def set_scale(self, scale: float) -> None:
        """Set the emulated seconds per real second; 0 stops the clock."""
        self._base, self._since, self._scale = self.now(), time.monotonic(), scale

    def restart(self) -> None:
        """Set the clock to the start time of its scale."""
        self._base = MANUAL_START if self._scale == 0 else time.time()
        self._since = time.monotonic()


def parse_scale(text: str) -> float:
    """
    Return the scale for `real` (1), `manual` (0) or a number.

    Raises:
        ValueError: *text* is none of these, or the number is negative.
    """
    named = {"real": 1.0, "manual": 0.0}
    scale = named[text] if text in named else float(text)
    if not 0 <= scale < float("inf"):
        raise ValueError(f"{text} is not a clock scale")
    return scale
