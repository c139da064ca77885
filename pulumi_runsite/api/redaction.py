"""Keeps the values that must not be shown out of every text that is."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

MIN_LENGTH = 4
"""Characters below which a value is not looked for: it would blot out half of every text."""


class Redactor:
    """Knows every secret value this process has handled, in the spellings an API may echo."""

    def __init__(self) -> None:
        self._spellings: set[str] = set()

    def add_secret(self, value: str) -> None:
        """Never show *value* again."""
        if len(value) < MIN_LENGTH:
            return
        self._spellings |= {
            value,
            json.dumps(value)[1:-1],
            json.dumps(value, ensure_ascii=False)[1:-1],
            repr(value)[1:-1],
            quote(value, safe=""),
            base64.b64encode(value.encode()).decode(),
        }
        self._spellings |= {line for line in value.splitlines() if len(line) >= 2 * MIN_LENGTH}

    def redact(self, text: str) -> str:
        """Return *text* with `[secret]` for every value learnt."""
        for spelling in sorted(self._spellings, key=len, reverse=True):
            text = text.replace(spelling, "[secret]")
        return text
