"""Redaction: replaces secret values in every text that is displayed."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

MIN_SECRET_LENGTH = 4
"""Characters: shorter values are not redacted, since they occur in ordinary words."""


class Redactor:
    """Holds all secret values that this process handled, in the encodings an API may echo."""

    def __init__(self) -> None:
        self._encodings: set[str] = set()

    def add_secret(self, value: str) -> None:
        """Redact *value* from now on, in every encoding, and each longer line of it."""
        if len(value) < MIN_SECRET_LENGTH:
            return
        self._encodings |= {
            value,
            json.dumps(value)[1:-1],
            json.dumps(value, ensure_ascii=False)[1:-1],
            repr(value)[1:-1],
            quote(value, safe=""),
            base64.b64encode(value.encode()).decode(),
        }
        self._encodings |= {
            line for line in value.splitlines() if len(line) >= 2 * MIN_SECRET_LENGTH
        }

    def redact(self, text: str) -> str:
        """Return *text* with `[secret]` in place of every secret value."""
        for encoding in sorted(self._encodings, key=len, reverse=True):
            text = text.replace(encoding, "[secret]")
        return text
