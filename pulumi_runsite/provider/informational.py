"""Outputs that only inform: one of an unexpected type is not worth a failure."""

from __future__ import annotations

from typing import Any

from .fields import Model, value_type


def informational(model: type[Model], name: str, value: Any) -> Any:
    """Return *value* for an output: a number as text where it is a text, None if unreadable."""
    field = model.model_fields[name]
    if value is None or field.is_reported_type(value):
        return value
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if is_number and value_type(field) is str else None
