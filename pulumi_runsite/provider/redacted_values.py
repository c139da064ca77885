"""The values of inputs and states that no text displays."""

from __future__ import annotations

from collections.abc import Iterable

from .fields import UNKNOWN, Model, Props, Rule

_SHORTEST_READABLE = 3
"""Characters: a shorter value that Runsite displays is no secret, and is a part of any log."""


def secret_values(model: type[Model], props: Props, secret_fields: Iterable[str]) -> list[str]:
    """Return the values in *props* that must never be displayed: of fields, and of maps."""
    found = [props.get(name) for name in sorted(model.fields_with(Rule.SECRET) & {*secret_fields})]
    return _strings(
        [*found, *_values_of_maps(props, _maps(model) & model.fields_with(Rule.MASKED))]
    )


def readable_values(model: type[Model], props: Props) -> list[str]:
    """Return the values in *props* of maps that Runsite displays, which no response needs to."""
    found = _strings(_values_of_maps(props, _maps(model) - model.fields_with(Rule.MASKED)))
    # As in Pulumi, which does not redact a shorter secret either.
    return [value for value in found if len(value) >= _SHORTEST_READABLE]


def _maps(model: type[Model]) -> frozenset[str]:
    return model.fields_with(Rule.SECRET_VALUES)


def _values_of_maps(props: Props, names: Iterable[str]) -> list[object]:
    found: list[object] = []
    for name in sorted(names):
        values = props.get(name)
        found += list(values.values()) if isinstance(values, dict) else [values]
    return found


def _strings(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str) and value != UNKNOWN]
