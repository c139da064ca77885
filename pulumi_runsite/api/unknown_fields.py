"""Reads from an error of the API which fields of the request it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_UNKNOWN = re.compile(
    r"\b(extra|unknown|unexpected|unrecogni[sz]ed|additional|not permitted|not allowed)\b",
    re.IGNORECASE,
)
_NAMED_IN_TEXT = re.compile(
    r"[`'\"](\w+)[`'\"]|(?:field|property|parameter|input)s?:? (\w+)", re.IGNORECASE
)


def unknown_fields(detail: Any) -> frozenset[str]:
    """Return the names of the fields that *detail*, of a status 400 or 422, calls unknown."""
    if isinstance(detail, list):
        return frozenset(name for item in detail for name in _from_item(item))
    if isinstance(detail, str) and _UNKNOWN.search(detail):
        return frozenset(a or b for a, b in _NAMED_IN_TEXT.findall(detail))
    return frozenset()


def _from_item(item: Any) -> Iterator[str]:
    # As pydantic reports it: `loc` ends with the name, `type` is `extra_forbidden`.
    if not isinstance(item, dict):
        return
    text = f"{item.get('type', '')} {item.get('msg', '')}".replace("_", " ")
    loc = item.get("loc")
    if isinstance(loc, list) and loc and isinstance(loc[-1], str) and _UNKNOWN.search(text):
        yield loc[-1]
