"""Outputs that the state has as JSON: of a map, engine and hosts convert each value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def encoded(value: Mapping[str, Any]) -> str:
    """Return *value* as the state has it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def decoded(stored: Any) -> dict[str, Any] | None:
    """Return what was encoded, or is a map already; None where *stored* is neither."""
    if isinstance(stored, str):
        try:
            stored = json.loads(stored or "{}")
        except (ValueError, RecursionError):
            return None
    return stored if isinstance(stored, dict) else None
