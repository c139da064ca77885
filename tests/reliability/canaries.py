"""Finds a secret value in a text, in every encoding in which it may have got there."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus

from tests.adapters.secret_marks import SECRET

MIN_PART = 8
"""Characters of a part of the value that is searched as well."""


def encodings(value: str) -> dict[str, str]:
    """Return *value* in twelve encodings, by their names."""
    data = value.encode()
    return {
        "raw": value,
        "JSON": json.dumps(value, ensure_ascii=False)[1:-1],
        "JSON in ASCII": json.dumps(value)[1:-1],
        "escaped characters": "".join(f"\\u{ord(each):04x}" for each in value),
        "HTML": html.escape(value),
        "URL": quote(value, safe=""),
        "form": quote_plus(value),
        "base64": base64.b64encode(data).decode(),
        "base64 for URLs": base64.urlsafe_b64encode(data).decode(),
        "hex": data.hex(),
        "repr": repr(value)[1:-1],
        "squeezed": re.sub(r"\s+", " ", value),
        "reversed lines": "\n".join(reversed(value.splitlines())),
    }


def _patterns(value: str) -> Iterator[tuple[str, str]]:
    yield from encodings(value).items()
    for line in value.splitlines():
        if len(line) >= MIN_PART:
            yield from ((f"{name} of a line", text) for name, text in encodings(line).items())
    for shift in (1, 2):  # within a longer text the digits depend on the position
        shifted = base64.b64encode(b"x" * shift + value.encode()).decode()
        yield f"base64 shifted by {shift}", shifted[4:-4]
    yield "the beginning", value[: 2 * MIN_PART]
    yield "the end", value[-2 * MIN_PART :]


def found(text: str, value: str) -> list[str]:
    """Return the names of the encodings of *value* that *text* contains."""
    folded = text.lower()
    return sorted({name for name, pattern in _patterns(value) if pattern.lower() in folded})


def without_secrets(value: Any) -> Any:
    """Return a state or inputs of the engine without what it encrypts."""
    if isinstance(value, dict):
        if SECRET in value:
            return "[encrypted]"
        return {name: without_secrets(item) for name, item in value.items()}
    return [without_secrets(item) for item in value] if isinstance(value, list) else value
