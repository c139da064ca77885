"""Rate limits: sliding windows of requests on the emulator's clock."""

from __future__ import annotations

from collections import deque


class RateLimits:
    """One sliding window per name."""

    def __init__(self) -> None:
        self._windows: dict[str, deque[float]] = {}

    def clear(self) -> None:
        """Forget every request."""
        self._windows.clear()

    def count_request(self, name: str, limit: int, seconds: float, now: float) -> float | None:
        """
        Count one request for *name*, of which *limit* are allowed in *seconds*.

        Returns:
            None when it is allowed, otherwise the seconds until the next one is. A rejected
            request is not counted.
        """
        window = self._windows.setdefault(name, deque())
        while window and window[0] <= now - seconds:
            window.popleft()
        if len(window) >= limit:
            return window[0] + seconds - now
        window.append(now)
        return None
