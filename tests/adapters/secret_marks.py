"""The marks by which the engine and the providers distinguish secrets from other values."""

from __future__ import annotations

from typing import Any

SECRET = "4dabf18193072939515e22adb298388d"


def without_secret_marks(value: Any) -> Any:
    """Return *value* without the marks of secrets: the adapters mark them differently."""
    if isinstance(value, dict) and SECRET in value:
        return without_secret_marks(value["value"])
    if isinstance(value, dict):
        return {key: without_secret_marks(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_secret_marks(item) for item in value]
    return value
