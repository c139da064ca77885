"""The time on Runsite, and the times that it reports, as epoch seconds."""

from __future__ import annotations

import re
import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from ..api import Client

CLOCK_TOLERANCE_S = 5.0
"""Seconds: a Date header has no fractions, and two servers may differ a little."""

UNKNOWN_CLOCK_TOLERANCE_S = 3600.0
"""Seconds by which the clock of this machine may differ from Runsite's."""

LATE_S = 60.0
"""Seconds after a lost response in which Runsite may still carry out the request."""

SENT_WITHIN_S = 360.0
"""Seconds in which a request is sent: its wait for a rate limit, and its own time limit."""

_RFC_3339 = r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d)"
_EARLIEST_S = 946684800.0
"""The start of 2000 in epoch seconds: what is earlier is a zero, which shows that there is none."""
_ZERO = r"-|[01]\d{3}-"
"""How the text of such a time begins: Go's is `0001-01-01T00:00:00Z`, the epoch's `1970-...`."""
_LEAST_MILLISECONDS = 1e11
"""Epoch seconds reach this number in the year 5138, milliseconds did in 1973."""
_MOST_MILLISECONDS = 1e15
"""Epoch milliseconds reach this number in the year 33658."""


def server_now(client: Client) -> tuple[float, float]:
    """Return the time on Runsite by its last response, and by how much it may be wrong."""
    text, sent_at, read_at = client.observations.get("Date", ("", 0.0, 0.0))
    try:
        date = parsedate_to_datetime(text or "")
    except (ValueError, TypeError):
        return time.time(), UNKNOWN_CLOCK_TOLERANCE_S
    if date.tzinfo is None:
        return time.time(), UNKNOWN_CLOCK_TOLERANCE_S
    # Runsite may have set it at any time between the two: a response can take long.
    tolerance_s = CLOCK_TOLERANCE_S + read_at - sent_at
    return date.timestamp() + client.clock.now() - read_at, tolerance_s


def is_clock_known(client: Client) -> bool:
    """Return whether a response has told the time on Runsite."""
    return server_now(client)[1] < UNKNOWN_CLOCK_TOLERANCE_S


def creation_window(client: Client, late_s: float) -> tuple[float, float]:
    """
    Return the times on Runsite between which a request that is sent now creates something.

    It is carried out *late_s* seconds after its response is lost at most.
    """
    now, tolerance_s = server_now(client)
    return now - tolerance_s, now + tolerance_s + SENT_WITHIN_S + late_s


def latest_creation(client: Client, late_s: float) -> float:
    """Return the time on Runsite by which a request whose response is lost now is carried out."""
    now, tolerance_s = server_now(client)
    return now + tolerance_s + late_s


def epoch_s(reported: Any) -> float | None:
    """Return a *reported* time; None if there is none, or its time zone is unknown."""
    seconds = None
    if isinstance(reported, (int, float)) and reported < _MOST_MILLISECONDS:
        seconds = reported / 1000 if reported >= _LEAST_MILLISECONDS else float(reported)
    elif isinstance(reported, str):
        seconds = _parsed(reported)
    return seconds if seconds is not None and seconds >= _EARLIEST_S else None


def is_time(reported: Any) -> bool:
    """Return whether *reported* is a time, also in a form that is not known."""
    return bool(reported) and re.match(_ZERO, str(reported)) is None


@lru_cache(maxsize=4096)  # the times of a list are compared for each of its variables
def _parsed(text: str) -> float | None:
    parts = re.fullmatch(_RFC_3339, text)
    if parts is None:
        return None
    seconds_text, fraction, zone = parts.groups()
    zone = "+00:00" if zone in ("Z", "z") else zone
    try:  # Python 3.10 knows neither `Z` nor a fraction of any length.
        return datetime.fromisoformat(f"{seconds_text}.{fraction or '':0<6.6}{zone}").timestamp()
    except (ValueError, OverflowError):
        return None
