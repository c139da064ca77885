"""Describes what a response contains: its JSON type and its keys, never its values."""

from __future__ import annotations

from typing import Any

_MAX_KEYS = 8
_MAX_KEY_LENGTH = 40


def shape_of(value: Any) -> str:
    """Return the JSON type of *value* with an article, and the keys of an object."""
    if isinstance(value, dict):
        return f"an object with the keys {_keys(value)}" if value else "an empty object"
    if isinstance(value, list):
        return _list_shape(value)
    if isinstance(value, str):
        return "a string" if value else "an empty string"
    if value is None:
        return "null"
    return "a boolean" if isinstance(value, bool) else "a number"


def _list_shape(items: list[Any]) -> str:
    if not items:
        return "an empty list"
    shapes = {shape_of(item).partition(" with ")[0] for item in items}
    return f"a list of {len(items)}, each {shapes.pop()}" if len(shapes) == 1 else "a mixed list"


def _keys(value: dict[str, Any]) -> str:
    shown = [f"`{key[:_MAX_KEY_LENGTH]}`" for key in list(value)[:_MAX_KEYS]]
    more = len(value) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
