"""The only place that knows what time it is in the emulator."""

from __future__ import annotations

import time

# The dates in the vendor's own examples (runsite-api.md section 3, read 2026-11-24).
MANUAL_START = 1767225600.0


class Clock:
    """
    Emulated time in epoch seconds: real (scale 1), scaled, or turned by hand (scale 0).

    It never runs backwards, not even across a restart with the same state file.
    """

    def __init__(self, scale: float, not_before: float | None = None) -> None:
        """Start at the real time (scale > 0) or at 2026-01-01 (scale 0), or at *not_before*."""
        start = MANUAL_START if scale == 0 else time.time()
        self._scale = scale
        self._base = max(start, not_before or start)
        self._since = time.monotonic()

    @property
    def scale(self) -> float:
        """How many emulated seconds pass in one real second; 0: only `advance` moves the clock."""
        return self._scale

    def now(self) -> float:
        """Return the emulated time in epoch seconds."""
        return self._base + (time.monotonic() - self._since) * self._scale

    def advance(self, seconds: float) -> None:
        """Move the clock forward by *seconds*."""
        self._base += seconds

    def set_scale(self, scale: float) -> None:
        """Let time pass *scale* times as fast from now on; 0 stops it."""
        self._base, self._since, self._scale = self.now(), time.monotonic(), scale

    def restart(self) -> None:
        """Go back to where this kind of clock starts."""
        self._base = MANUAL_START if self._scale == 0 else time.time()
        self._since = time.monotonic()


def scale_of(word: str) -> float:
    """
    Return the scale that *word* names: `real` is 1, `manual` is 0, a number is itself.

    Raises:
        ValueError: for a word that is none of these, or a negative number.
    """
    named = {"real": 1.0, "manual": 0.0}
    scale = named[word] if word in named else float(word)
    if not 0 <= scale < float("inf"):
        raise ValueError(f"a clock cannot run at {word}")
    return scale
