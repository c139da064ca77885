"""Refuses the API key of the provider in inputs that Runsite or the state displays."""

from __future__ import annotations

from typing import Any

from .check_failures import Failure
from .fields import Props, Rule
from .messages import inputs as messages
from .resource import Resource

_LEAST_LENGTH = 16
"""Characters below which a key may be a part of another text by chance."""


def displayed_key(resource: type[Resource], inputs: Props, api_key: str) -> list[Failure]:
    """Return a failure for each of *inputs* that would display the key."""
    if len(api_key) < _LEAST_LENGTH:
        return []
    secret = resource.secret_fields(inputs) | resource.Inputs.fields_with(Rule.MASKED)
    return [
        Failure(name, messages.contains_api_key())
        for name, value in inputs.items()
        if name not in secret and _contains(value, api_key)
    ]


def _contains(value: Any, api_key: str) -> bool:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return any(_contains(each, api_key) for each in value)
    return isinstance(value, str) and api_key in value
