"""Outputs that only inform: one of an unexpected type is not worth a failure."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from .fields import Model, value_type


def informational(model: type[Model], name: str, value: Any) -> Any:
    """Return *value* for an output: a number as text where it is a text, None if unreadable."""
    try:
        adapter = model.value_adapter(name)
        return None if value is None else adapter.validate_python(value, strict=True)
    except ValidationError:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return str(value) if is_number and value_type(model.model_fields[name]) is str else None
