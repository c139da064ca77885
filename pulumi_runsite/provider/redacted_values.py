"""The values of inputs and states that no text displays."""

from __future__ import annotations

from collections.abc import Iterable

from .fields import UNKNOWN, Model, Props, Rule

_SHORTEST_READABLE = 3
"""Characters: a shorter value that Runsite displays is no secret, and is a part of any log."""


def redacted_values(model: type[Model], props: Props, secret_fields: Iterable[str]) -> list[str]:
    """Return the values in *props* that must never be displayed: of fields, and of maps."""
    found = [props.get(name) for name in sorted(model.fields_with(Rule.SECRET) & {*secret_fields})]
    for name in sorted(model.fields_with(Rule.SECRET_VALUES)):
        values = props.get(name)
        listed = list(values.values()) if isinstance(values, dict) else [values]
        is_masked = name in model.fields_with(Rule.MASKED)
        found += listed if is_masked else [v for v in listed if not _is_short(v)]
    return [value for value in found if isinstance(value, str) and value != UNKNOWN]


def _is_short(value: object) -> bool:
    # As in Pulumi, which does not redact a shorter secret either.
    return isinstance(value, str) and len(value) < _SHORTEST_READABLE
