"""From what pydantic found to sentences a person can act on. No sentence holds a value."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails


@dataclass(frozen=True)
class Failure:
    """One property that cannot stay as it is."""

    path: str
    """Empty where it is not one property's fault."""
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


def failures_from(error: ValidationError, known: Iterable[str]) -> list[Failure]:
    """Return one Failure for each property at fault; *known* are the names it may have."""
    names = sorted(known)
    return [
        Failure(_path(detail), _sentence(detail, names))
        for detail in error.errors(include_url=False, include_context=True)
    ]


def _path(detail: ErrorDetails) -> str:
    # A union adds the member it tried ("int", "list[any]") to the path.
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"])
    return path.removeprefix(".")


def _sentence(detail: ErrorDetails, names: list[str]) -> str:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return "unknown property" + _did_you_mean(str(detail["loc"][-1]), names)
    if kind == "literal_error":
        return _choice(detail)
    if said := _SENTENCES.get(kind):
        return said(detail)
    return detail["msg"]


def _choice(detail: ErrorDetails) -> str:
    words = detail["ctx"]["expected"]
    given = detail["input"]
    if not isinstance(given, str):
        return f"must be {words}, got {json_type(given)}"
    options = [word.strip("' ") for word in words.replace(" or ", ",").split(",")]
    return f"must be {words}" + _did_you_mean(given.strip().lower(), options)


def _did_you_mean(given: str, names: list[str]) -> str:
    close = [name for name in names if name.startswith(given) and given]
    close = close or difflib.get_close_matches(given, names, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _number(detail: ErrorDetails) -> str:
    given = json_type(detail["input"])
    return "must be a whole number" if given == "number" else f"must be a number, got {given}"


_SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _: "required",
    "string_type": lambda d: f"must be a string, got {json_type(d['input'])}",
    "bool_type": lambda d: f"must be true or false, got {json_type(d['input'])}",
    "int_type": _number,
    "int_from_float": _number,
    "list_type": lambda d: f"must be a list, got {json_type(d['input'])}",
    "dict_type": lambda d: f"must be a map, got {json_type(d['input'])}",
    "model_type": lambda d: f"must be a map, got {json_type(d['input'])}",
    "greater_than_equal": lambda d: f"must be at least {d['ctx']['ge']}",
    "less_than_equal": lambda d: f"must be at most {d['ctx']['le']}",
    "string_too_long": lambda d: f"must not be longer than {d['ctx']['max_length']} characters",
    "string_unicode": lambda _: "must be valid Unicode",
}


def json_type(value: Any) -> str:
    """Return the JSON name of *value*'s kind."""
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
    """Return *value* for a sentence: short, and without the credentials that a URL may hold."""
    if value is None:
        return "left out"
    text = re.sub(r"(?<=://)[^/@\s]*@", "[secret]@", repr(value))
    return text if len(text) <= 80 else text[:77] + "..."
