"""Check failures: the reasons why inputs are invalid. No reason contains a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .fields import Unsupported
from .messages import inputs as messages


class Failure(NamedTuple):
    """One property that is invalid."""

    path: str
    """The property, like `triggers[0].a`; empty where no single one is invalid."""
    reason: str
    """Why, and after a semicolon what to do, in lower case and without a final period."""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason

    @property
    def fault(self) -> str:
        """Why, without what to do: for a value that is not an input."""
        return self.reason.partition(";")[0]


def failures_from(error: ValidationError, known: Iterable[str]) -> list[Failure]:
    """Return a Failure for each invalid property; *known* are the names of all properties."""
    names = sorted(known)
    return [
        Failure(_path(detail), _reason(detail, names))
        for detail in error.errors(include_url=False, include_context=True)
    ]


def _path(detail: ErrorDetails) -> str:
    # Pydantic adds "[key]" where the key of a map is invalid.
    steps = [part for part in detail["loc"] if part != "[key]"]
    return "".join(map(path_step, steps)).removeprefix(".")


def path_step(step: int | str) -> str:
    """Return an index or a key as a step of a property path, as Pulumi writes it."""
    if isinstance(step, int):
        return f"[{step}]"
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", step):
        return f".{step}"
    return '["' + step.replace('"', '\\"') + '"]'


def _reason(detail: ErrorDetails, names: list[str]) -> str:
    error_type = detail["type"]
    if error_type == "extra_forbidden":
        suggestion = _similar(str(detail["loc"][-1]), names)
        return (
            messages.misspelled_property(suggestion) if suggestion else messages.unknown_property()
        )
    if error_type == "literal_error":
        return _choice_reason(detail)
    if reason := _REASONS.get(error_type):
        return reason(detail)
    return detail["msg"]


def _choice_reason(detail: ErrorDetails) -> str:
    expected = detail["ctx"]["expected"]
    choices = expected.replace("'", "`")
    value = detail["input"]
    if not isinstance(value, str):
        return messages.not_a_choice(f"{choices}, got {json_type(value)}")
    options = [option.strip("' ") for option in expected.replace(" or ", ",").split(",")]
    suggestion = _similar(value.strip().lower(), options)
    if suggestion:
        return messages.misspelled_choice(choices, suggestion)
    return messages.not_a_choice(choices)


def _similar(value: str, names: list[str]) -> str | None:
    import difflib  # noqa: PLC0415 - only a failure needs it

    similar = [name for name in names if name.startswith(value) and value]
    similar = similar or difflib.get_close_matches(value, names, n=1)
    return similar[0] if similar else None


def _integer_reason(detail: ErrorDetails) -> str:
    actual = json_type(detail["input"])
    if actual == "number":
        return messages.not_an_integer()
    return messages.wrong_type("an integer", actual)


def _type_reason(expected: str) -> Callable[[ErrorDetails], str]:
    return lambda detail: messages.wrong_type(expected, json_type(detail["input"]))


_REASONS: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _: messages.required(),
    "string_type": _type_reason("a string"),
    "bool_type": _type_reason("true or false"),
    "int_type": _integer_reason,
    "int_from_float": _integer_reason,
    "list_type": _type_reason("a list"),
    "dict_type": lambda detail: messages.not_a_map(json_type(detail["input"])),
    "model_type": lambda detail: messages.not_a_map(json_type(detail["input"])),
    "greater_than_equal": lambda detail: messages.too_small(str(detail["ctx"]["ge"])),
    "less_than_equal": lambda detail: messages.too_large(str(detail["ctx"]["le"])),
    "string_too_long": lambda detail: messages.too_long(str(detail["ctx"]["max_length"])),
    "string_unicode": lambda _: messages.invalid_unicode(),
}


def json_type(value: Any) -> str:
    """Return the name of the type of *value*, as JSON and Pulumi call it."""
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


def displayed(value: Any) -> str:
    """Return *value* for a message: 80 characters at most, without the credentials of a URL."""
    return "unset" if value is None else shortened(repr(value))


def shortened(text: str) -> str:
    """Return *text* of a value, 80 characters at most, without the credentials of a URL."""
    text = re.sub(r"(?<=://)[^/@\s]*@", "[secret]@", text)
    return text if len(text) <= 80 else text[:77] + "..."
