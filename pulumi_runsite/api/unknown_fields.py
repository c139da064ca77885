"""Reads from an error of the API which fields of the request it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# Not compiled by the import: few runs need them.
_UNKNOWN = (
    r"(?i)\b(extra|unknown|unexpected|unrecogni[sz]ed|additional|not permitted|not allowed)\b"
)
_NAMED_IN_TEXT = r"(?i)[`'\"](\w+)[`'\"]|(?:field|property|parameter|input)s?:? (\w+)"


def unknown_fields(detail: Any) -> frozenset[str]:
    """Return the names of the fields that *detail*, of a status 400 or 422, calls unknown."""
    if isinstance(detail, list):
        return frozenset(name for item in detail for name in _from_item(item))
    if isinstance(detail, str) and re.search(_UNKNOWN, detail):
        return frozenset(a or b for a, b in re.findall(_NAMED_IN_TEXT, detail))
    return frozenset()


def _from_item(item: Any) -> Iterator[str]:
    # As pydantic reports it: `loc` ends with the name, `type` is `extra_forbidden`.
    if not isinstance(item, dict):
        return
    text = f"{item.get('type', '')} {item.get('msg', '')}".replace("_", " ")
    loc = item.get("loc")
    if isinstance(loc, list) and loc and isinstance(loc[-1], str) and re.search(_UNKNOWN, text):
        yield loc[-1]
