"""Requests that were received but not answered, and are applied at a later time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .journal import JournalEntry


@dataclass
class DelayedRequest:
    """A request that is applied at `due` (epoch seconds); no client receives its response."""

    due: float
    scope: dict[str, Any]
    body: bytes
    entry: JournalEntry
