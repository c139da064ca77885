"""Describes the form of a value, an id, a time or a mask without displaying what it contains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..api import is_id

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SLUG = re.compile(r"([a-z]{2,5}[-_])([A-Za-z0-9]+)")
_TIMES = (
    (r"\d{4}-\d\d-\d\dT[\d:]{8}Z", "RFC 3339 in UTC"),
    (r"\d{4}-\d\d-\d\dT[\d:]{8}\.\d+Z", "RFC 3339 in UTC with a fraction"),
    (r"\d{4}-\d\d-\d\dT[\d:]{8}(\.\d+)?[+-]\d\d:?\d\d", "RFC 3339 with an offset"),
    (r"\d{4}-\d\d-\d\d[T ][\d:]{8}(\.\d+)?", "without a time zone"),
    (r"\d+(\.\d+)?", "text of digits"),
)
_MASK_WORDS = re.compile(
    r"\W*(hidden|masked|redacted|secret|encrypted|protected)\W*", re.IGNORECASE
)
_MASK_CHARACTERS = "[*\u2022\u25cf\u00b7\u2588]"
_MILLISECONDS = 10**11
"""A number of seconds that is greater is after the year 5000."""


def json_type(value: Any) -> str:
    """Return the JSON type of *value*."""
    types = ((bool, "boolean"), (str, "text"), (dict, "object"), (list, "list"))
    if value is None:
        return "null"
    return next((name for each, name in types if isinstance(value, each)), "number")


def id_form(item: Mapping[str, Any]) -> str:
    """Return the form of the id of *item*."""
    if "id" not in item:
        return "missing"
    id = item["id"]
    if not isinstance(id, str):
        return json_type(id)
    if not is_id(id):
        fault = "with `/`" if "/" in id else "`..`" if id == ".." else "with other characters"
        return f"text {fault}" if id else "empty"
    if _UUID.fullmatch(id):
        return "UUID"
    if id.isdecimal():
        return "text of digits"
    slug = _SLUG.fullmatch(id)
    return f"`{slug[1]}` and {len(slug[2])} characters" if slug else f"{len(id)} characters"


def time_form(value: Any) -> str:
    """Return the format of the time *value*."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "milliseconds since 1970" if value > _MILLISECONDS else "seconds since 1970"
    if not isinstance(value, str):
        return json_type(value)
    return next((form for pattern, form in _TIMES if re.fullmatch(pattern, value)), "other text")


def value_form(item: Mapping[str, Any], sent: str | None) -> str:
    """Return whether the value of the variable *item* is readable, or the form of its mask."""
    value = item.get("value")
    if "value" not in item:
        return "absent"
    if not isinstance(value, str):
        return json_type(value)
    if sent is not None and value.strip() == sent.strip():
        return "in clear"
    return _mask_form(value, sent)


def _mask_form(mask: str, sent: str | None) -> str:
    symbols = re.fullmatch(f"({_MASK_CHARACTERS})\\1*", mask)
    if not mask:
        return "empty text"
    if symbols and sent is not None and len(mask) == len(sent):
        return f"`{mask[0]}` as often as the value has characters"
    if symbols:
        return f"`{mask}`" if len(mask) <= 12 else f"`{mask[0]}` {len(mask)} times"
    if _MASK_WORDS.fullmatch(mask):
        return f"`{mask}`"
    end = re.fullmatch(f"{_MASK_CHARACTERS}+(\\w{{1,8}})", mask)
    if end and (sent is None or sent.endswith(end[1])):
        return f"symbols and the last {len(end[1])} characters of the value"
    return "text"


def is_word(text: Any) -> bool:
    """Return whether *text* may be displayed as a status: a short word of letters."""
    return isinstance(text, str) and bool(re.fullmatch(r"[A-Za-z][A-Za-z _-]{0,29}", text))


def one_of(forms: Iterable[str]) -> str:
    """Return the different *forms*, in order."""
    return " or ".join(dict.fromkeys(forms))
