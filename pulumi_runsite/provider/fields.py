"""How models describe their fields: the base class Model, and the rules of a field."""

from __future__ import annotations

import math
import re
import types
from collections.abc import Mapping
from enum import Enum
from functools import cache, cached_property, reduce
from operator import or_
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from .check_failures import Failure, InvalidValuesError, below, similar
from .json_types import json_type
from .messages import inputs as messages
from .messages.input_formats import text_of_output
from .value_types import Failures, validator

Props = dict[str, Any]
"""The properties of one resource, named as Runsite's API names them."""

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The value that Pulumi passes during a preview for an output that is not known yet."""

ImmutableChanges = Literal["error", "replace", "accept"]
"""How a change of an IMMUTABLE field is handled: an error, a replacement, or only recorded."""


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
    LOCAL = "an option of this provider, never sent to the API"

    __hash__ = object.__hash__  # that of Enum takes a call in Python, for each look-up of a rule


class Field:
    """A field of a model."""

    def __init__(self, hint: Any, default: Any) -> None:
        is_annotated = get_origin(hint) is Annotated
        self.annotation: Any = hint.__origin__ if is_annotated else hint
        """The type, with the checks of its parts, but without those of the whole."""
        self.metadata: tuple[Any, ...] = hint.__metadata__ if is_annotated else ()
        """The checks and the rules of the field."""
        self.default = default
        """`...` where the field is required."""
        self.description: str | None = None
        """See `field_docs`."""
        self._validate = validator(hint)

    def is_required(self) -> bool:
        """Return whether a value must be set."""
        return self.default is ...

    def failures(self, value: Any) -> Failures:
        """Return what is wrong with *value*, which the program has set."""
        if is_text_of_output(value):
            return (Failure("", text_of_output()),)
        return () if _is_unknown(value) else self._validate(value)

    def is_reported_type(self, value: Any) -> bool:
        """Return whether *value* is what the API may return."""
        return not self._validate_reported(value)

    @cached_property
    def _validate_reported(self) -> Any:
        return validator(value_type(self))


@cache  # with the first use: most processes use few of the models
def _fields_of(model: ModelType) -> dict[str, Field]:
    hints = get_type_hints(model, include_extras=True)
    return {name: Field(hint, getattr(model, name, ...)) for name, hint in hints.items()}


class ModelType(type):
    """The type of a model."""

    @property
    def model_fields(cls) -> dict[str, Field]:
        """The fields by their names."""
        return _fields_of(cls)


class Model(metaclass=ModelType):
    """
    Base of the inputs and outputs of a resource or function.

    A subclass declares its fields by annotations; it has no instances.
    """

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
    def parse(cls, props: Props) -> Props:
        """
        Return *props* with defaults, without null.

        Raises:
            InvalidValuesError: a value is invalid, or a field is unknown or missing.
        """
        if failures := cls.failures(props):
            raise InvalidValuesError(
                [Failure(each.path.removeprefix("."), each.reason) for each in failures]
            )
        values = {name: props.get(name, field.default) for name, field in cls.model_fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def failures(cls, value: Any) -> Failures:
        """Return what is wrong with *value*, which should be a map with these fields."""
        if _is_unknown(value):
            return ()
        if not isinstance(value, dict):
            return (Failure("", messages.not_a_map(json_type(value))),)
        failures: list[Failure] = []
        for name, field in cls.model_fields.items():
            if name in value:
                failures += below(name, field.failures(value[name]))
            elif field.is_required():
                failures += below(name, [Failure("", messages.required())])
        for name in value:
            if name not in cls.model_fields:
                failures += below(name, [Failure("", _unknown_property(name, cls.field_names()))])
        return failures


def _unknown_property(name: str, known: frozenset[str]) -> str:
    suggestion = similar(name, sorted(known))
    return messages.misspelled_property(suggestion) if suggestion else messages.unknown_property()


def _is_unknown(value: Any) -> bool:
    return isinstance(value, str) and value == UNKNOWN


def is_text_of_output(value: Any) -> bool:
    """Return whether *value* is a string into which a Pulumi SDK has formatted an Output."""
    if not isinstance(value, str) or "output" not in value.lower():
        return False
    pattern = r"(?i)Calling (__str__|\[to(string|json)\]) on an \[?Output"
    return re.search(pattern, value) is not None


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


def value_type(field: Field) -> Any:
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
