"""
Checks values against the type of a field.

A type is written as its annotation: str, bool, int, float, Literal, list, dict, a model, None, Any,
and Annotated with limits and checks of its own. Nothing is converted.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, Literal, get_args, get_origin

from .check_failures import Failure, below, similar
from .json_types import json_type
from .messages import inputs as messages

Failures = Sequence[Failure]
Validate = Callable[[Any], Failures]
"""Returns what is wrong with a value; the paths of the failures begin at that value."""

_NAMES = {
    str: "a string",
    bool: "true or false",
    int: "an integer",
    float: "a number",
    list: "a list",
}


class InvalidValueError(ValueError):
    """A value is invalid; the text is the reason of the failure."""


class Check:
    """A check of a value that has the type already; it raises InvalidValueError."""

    def __init__(self, function: Callable[[Any], object]) -> None:
        self.function = function


class FirstCheck(Check):
    """A check of any value, instead of the failures of the type."""


class Limits(Check):
    """The least and the greatest integer."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(partial(_within_limits, least, most))


class MaxLength(Check):
    """The greatest number of characters."""

    def __init__(self, characters: int) -> None:
        super().__init__(partial(_not_longer, characters))


def _within_limits(least: int, most: int, value: int) -> None:
    if value < least:
        raise InvalidValueError(messages.too_small(str(least)))
    if value > most:
        raise InvalidValueError(messages.too_large(str(most)))


def _not_longer(characters: int, value: str) -> None:
    if not value.isascii() and not is_encodable(value):
        raise InvalidValueError(messages.invalid_unicode())
    if len(value) > characters:
        raise InvalidValueError(messages.too_long(str(characters)))


def is_encodable(text: str) -> bool:
    """Return whether *text* has no surrogate character."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def validator(annotation: Any) -> Validate:
    """Return the check of values of the type *annotation*."""
    if get_origin(annotation) is not None:
        return _composed(annotation, [validator(each) for each in _parts(annotation)])
    if annotation is Any:
        return _anything
    if annotation in (None, types.NoneType):
        return _null
    return partial(_scalar, annotation) if annotation in _NAMES else annotation.failures  # a model


def _parts(annotation: Any) -> tuple[Any, ...]:
    """Return the types of which *annotation* is composed."""
    if get_origin(annotation) is Annotated:
        return (annotation.__origin__,)
    return () if get_origin(annotation) is Literal else get_args(annotation)


def _composed(annotation: Any, parts: Sequence[Validate]) -> Validate:
    origin = get_origin(annotation)
    if origin is Annotated:
        checks = [each for each in annotation.__metadata__ if isinstance(each, Check)]
        first = [each for each in checks if isinstance(each, FirstCheck)]
        after = [each for each in checks if each not in first]
        return partial(_checked, first, parts[0], after)
    if origin is Literal:
        return partial(_choice, get_args(annotation))
    if origin is list:
        return partial(_list, *parts)
    return partial(_map, *parts) if origin is dict else partial(_either, parts)


def _anything(_value: Any) -> Failures:
    return ()


def _null(value: Any) -> Failures:
    return () if value is None else _wrong_type("null", value)


def _checked(
    first: Sequence[Check], of_type: Validate, after: Sequence[Check], value: Any
) -> Failures:
    try:
        for each in first:
            each.function(value)
        if failures := of_type(value):
            return failures
        if value is not None:
            for each in after:
                each.function(value)
    except InvalidValueError as error:
        return (Failure("", str(error)),)
    return ()


def _scalar(expected: type, value: Any) -> Failures:
    if type(value) is expected:  # most of them
        return ()
    if isinstance(value, bool):  # which is an int in Python
        return _wrong_type(_NAMES[expected], value)
    if isinstance(value, (int, float) if expected is float else expected):
        return ()
    if expected is int and isinstance(value, float):
        return (Failure("", messages.not_an_integer()),)
    return _wrong_type(_NAMES[expected], value)


def _wrong_type(expected: str, value: Any) -> Failures:
    return (Failure("", messages.wrong_type(expected, json_type(value))),)


def _choice(choices: tuple[str, ...], value: Any) -> Failures:
    if isinstance(value, str) and value in choices:
        return ()
    quoted = [f"`{each}`" for each in choices]
    expected = " or ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
    if not isinstance(value, str):
        return (Failure("", messages.not_a_choice(f"{expected}, got {json_type(value)}")),)
    suggestion = similar(value.strip().lower(), choices)
    if suggestion:
        return (Failure("", messages.misspelled_choice(expected, suggestion)),)
    return (Failure("", messages.not_a_choice(expected)),)


def _either(members: Sequence[Validate], value: Any) -> Failures:
    failures: Failures = ()
    for each in members:
        found = each(value)
        if not found:
            return ()
        failures = failures or found
    return failures  # those of the first: None is the last


def _list(item: Validate, value: Any) -> Failures:
    if not isinstance(value, list):
        return _wrong_type("a list", value)
    return [each for at, found in enumerate(map(item, value)) for each in below(at, found)]


def _map(key: Validate, item: Validate, value: Any) -> Failures:
    if not isinstance(value, dict):
        return (Failure("", messages.not_a_map(json_type(value))),)
    return [
        each for name, found in value.items() for each in below(name, (*key(name), *item(found)))
    ]
