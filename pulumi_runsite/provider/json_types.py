"""The types of values, as JSON and Pulumi call them."""

from __future__ import annotations

from typing import Any


class Unsupported:
    """A value of the engine that is none of JSON's, such as an asset; no input accepts it."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name


def json_type(value: Any) -> str:
    """Return the name of the type of *value*."""
    if isinstance(value, Unsupported):
        return value.type_name
    for types, name in (
        (type(None), "null"),
        (bool, "bool"),
        ((int, float), "number"),
        (str, "string"),
        (list, "list"),
        (dict, "map"),
    ):
        if isinstance(value, types):
            return name
    return type(value).__name__
