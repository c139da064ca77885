"""Requests that were taken in and not answered, to be carried out at a later time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .journal import Entry


@dataclass
class LateRequest:
    """A request that will be applied at `due` (epoch seconds); nobody will see its answer."""

    due: float
    scope: dict[str, Any]
    body: bytes
    entry: Entry
