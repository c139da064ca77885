"""How models describe their fields: the base class Model, and the rules of a field."""

from __future__ import annotations

import math
import os
import re
import threading
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from .messages.input_formats import text_of_output

Props = dict[str, Any]
"""The properties of one resource, named as Runsite's API names them."""

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The value that Pulumi passes during a preview for an output that is not known yet."""

ImmutableChanges = Literal["error", "replace", "accept"]
"""How a change of an IMMUTABLE field is handled: an error, a replacement, or only recorded."""


@dataclass(frozen=True)
class Unsupported:
    """A value of the engine that is none of JSON's, such as an asset; no input accepts it."""

    type_name: str


class Rule(Enum):
    """A rule that a field's declaration may carry, beside its type."""

    REPLACE = "a change replaces the resource"
    IMMUTABLE = "the Runsite API has no call to change it"
    SECRET = "encrypted in state, never displayed"  # noqa: S105
    SECRET_VALUES = "a map with each value encrypted in state, and keys that are displayed"  # noqa: S105
    MASKED = "Runsite does not display the values"
    WRITE_ONLY = "what the API returns is not the value: state keeps the declared one"
    SERVER_CHOOSES = "while it is unset, what the API chose is not drift"
    ALWAYS_SET = "every state has it, although Runsite does not report it"
    FAILS_UNSET = "a Python program that uses it fails where it is not set"
    EVIDENCE = "kept in the state to know the object again; no program sees it"
    LOCAL = "an option of this provider, never sent to the API"


class Model(BaseModel):
    """Base of the inputs and outputs of a resource or function."""

    model_config = ConfigDict(
        defer_build=True,  # most processes use few of the models
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        strict=True,
    )

    @field_validator("*", mode="wrap")
    @classmethod
    def _check_known(cls, value: Any, validate: Any) -> Any:
        if is_text_of_output(value):
            raise PydanticCustomError("invalid_value", text_of_output())
        return value if _is_unknown(value) else validate(value)

    @model_validator(mode="wrap")
    @classmethod
    def _accept_unknown_item(cls, value: Any, validate: Any) -> Any:
        return value if _is_unknown(value) else validate(value)

    @classmethod
    @cache
    def field_names(cls) -> frozenset[str]:
        """Return the names of all fields."""
        return frozenset(cls.model_fields)

    @classmethod
    @cache
    def fields_with(cls, *rules: Rule) -> frozenset[str]:
        """Return the names of the fields that carry one of *rules*."""
        fields = cls.model_fields.items()
        return frozenset(name for name, f in fields if any(rule in f.metadata for rule in rules))

    @classmethod
    @cache
    def value_adapter(cls, name: str) -> TypeAdapter[Any]:
        """Return what validates a value that the API returned for the field *name*."""
        with without_plugins():
            return TypeAdapter(value_type(cls.model_fields[name]))

    @classmethod
    def parse(cls, props: Props) -> Props:
        """
        Return *props* with defaults, as JSON values.

        Raises:
            ValidationError: a value is invalid, or a field is unknown or missing.
        """
        if not cls.__pydantic_complete__:
            with without_plugins():
                cls.model_rebuild()
        parsed = cls.model_validate(props)
        return parsed.model_dump(mode="json", exclude_none=True, warnings=False)


_building = threading.Lock()


@contextmanager
def without_plugins() -> Iterator[None]:
    """Build a validator that no plugin of pydantic sees: one for telemetry would record secrets."""
    name = "PYDANTIC_DISABLE_PLUGINS"  # of the whole process, so one at a time
    with _building:
        before = os.environ.get(name)
        os.environ[name] = "__all__"
        try:
            yield
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before


def _is_unknown(value: Any) -> bool:
    return isinstance(value, str) and value == UNKNOWN


def is_text_of_output(value: Any) -> bool:
    """Return whether *value* is a string into which a Pulumi SDK has formatted an Output."""
    pattern = r"(?i)Calling (__str__|\[to(string|json)\]) on an \[?Output"
    return isinstance(value, str) and re.search(pattern, value) is not None


def contains_unknown(value: Any) -> bool:
    """Return whether *value* is or contains UNKNOWN."""
    if isinstance(value, Mapping):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_unknown(item) for item in value)
    return _is_unknown(value)


def with_integers(value: Any) -> Any:
    """
    Return *value* with every integral float as an int.

    The engine has only doubles: 8080 arrives as 8080.0, which a strict server rejects.
    """
    if isinstance(value, str):  # most of them
        return value
    if isinstance(value, Mapping):
        return {key: with_integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_integers(item) for item in value]
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    return value


def value_type(field: FieldInfo) -> Any:
    """Return the type of a field without its limits and without None: what the API may return."""
    annotation = _without_limits(field.annotation)
    members = [member for member in get_args(annotation) if member is not types.NoneType]
    return _union(members) if get_origin(annotation) in (Union, types.UnionType) else annotation


def _without_limits(annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _without_limits(arguments[0])
    if origin is Literal:  # the API may return a choice that is not known here
        return type(arguments[0])
    if origin in (Union, types.UnionType):
        return _union([_without_limits(member) for member in arguments])
    if origin in (list, dict):
        return origin[tuple(_without_limits(member) for member in arguments)]
    return annotation


def _union(members: list[Any]) -> Any:
    return reduce(or_, members)
