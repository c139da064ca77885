"""The words in which a resource describes its fields. Knows neither Pulumi nor HTTP."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from enum import Enum
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic.fields import FieldInfo

Props = dict[str, Any]
"""Keys and values of one resource, named as Runsite's API names them."""

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands, during a preview, for a value that nobody knows yet."""


ImmutableChanges = Literal["error", "replace", "accept"]
"""What a change of an IMMUTABLE field means: refused, a new one is made, or only recorded."""


class Rule(Enum):
    """What a field's declaration may say beyond its kind. A seventh needs an argument."""

    REPLACE = "a change makes a new one and removes the old one"
    IMMUTABLE = "Runsite's API has no call to change it"
    SECRET = "encrypted in state, never shown"  # noqa: S105
    WRITE_ONLY = "what the API shows is not the value: state keeps ours"
    SERVER_CHOOSES = "when left out, whatever the API picked is not drift"
    LOCAL = "steers this provider, never sent to the API"


class Model(BaseModel):
    """One side of a resource: its inputs, or its outputs."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        strict=True,
        use_attribute_docstrings=True,
    )

    @field_validator("*", mode="wrap")
    @classmethod
    def _let_unknown_pass(cls, value: Any, check: Any) -> Any:
        return value if contains_unknown(value) else check(value)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for name, field in cls.model_fields.items():
            if "Rule." in repr(field.annotation):  # pydantic would lose it in silence
                raise TypeError(f"{cls.__name__}.{name}: a Rule belongs on the outermost Annotated")
            if not field.description:
                raise TypeError(f"{cls.__name__}.{name}: has no docstring")

    @classmethod
    def field_names(cls) -> frozenset[str]:
        """Return the names of all fields."""
        return frozenset(cls.model_fields)

    @classmethod
    def fields_with(cls, rule: Rule) -> frozenset[str]:
        """Return the names of the fields that carry *rule*."""
        return frozenset(name for name, field in cls.model_fields.items() if rule in field.metadata)

    def to_props(self) -> Props:
        """Return what is set, as plain JSON values."""
        return self.model_dump(mode="json", exclude_none=True, warnings=False)


def contains_unknown(value: Any) -> bool:
    """Say whether *value* is, or holds, UNKNOWN."""
    if isinstance(value, Mapping):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_unknown(item) for item in value)
    return isinstance(value, str) and value == UNKNOWN


def with_integers(value: Any) -> Any:
    """
    Return *value* with every float that is a whole number as an int.

    The engine knows only doubles: 8080 arrives as 8080.0, and a strict server refuses that.
    """
    if isinstance(value, Mapping):
        return {key: with_integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_integers(item) for item in value]
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    return value


def value_type(field: FieldInfo) -> Any:
    """Return a field's type without limits, and without None: what the API may say of it."""
    bare = _bare(field.annotation)
    members = [member for member in get_args(bare) if member is not types.NoneType]
    return _union(members) if get_origin(bare) in (Union, types.UnionType) else bare


def _bare(annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _bare(arguments[0])
    if origin is Literal:  # a word that we do not know yet is still a word
        return type(arguments[0])
    if origin in (Union, types.UnionType):
        return _union([_bare(member) for member in arguments])
    if origin in (list, dict):
        return origin[tuple(_bare(member) for member in arguments)]
    return annotation


def _union(members: list[Any]) -> Any:
    return reduce(or_, members)
