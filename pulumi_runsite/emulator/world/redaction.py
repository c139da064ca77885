"""Redaction of API keys and of the values of variables and secrets."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any

MAX_DISPLAYED_BYTES = 1024 * 1024

_API_KEY = re.compile(r"ak_live_[A-Za-z0-9_-]+")
_VALUE_FIELDS = {"value", "input"}


class Redactor:
    """
    Replaces values of variables and secrets with `sha256:` and 12 digits of a digest.

    The digest is keyed with the salt of the run: equal values have equal digests, and a value can
    neither be read from its digest nor guessed without the seed of the run.

    Args:
        salt: The key of the digests.
        values: `digest`, or `plain` to display values. API keys are redacted in both cases.
    """

    def __init__(self, salt: str, values: str) -> None:
        self._salt = salt.encode()
        self._values = values

    def digest(self, value: str) -> str:
        """Return the digest that is displayed for *value*."""
        # The body of a rejected request may have a lone surrogate.
        text = value.encode(errors="surrogatepass")
        return "sha256:" + hmac.new(self._salt, text, hashlib.sha256).hexdigest()[:12]

    def redact_text(self, text: str) -> str:
        """Return *text* without API keys."""
        return _API_KEY.sub("ak_live_***", text)

    def redact_body(self, body: bytes) -> Any:
        """Return the body of a request or a response, redacted."""
        if not body:
            return None
        if len(body) > MAX_DISPLAYED_BYTES:
            return {"too_long": len(body)}
        try:
            return self.redact_json(json.loads(body))
        except (ValueError, RecursionError):
            # Without JSON the position of values is unknown, so the whole body is a value.
            text = body.decode(errors="replace")
            is_plain = self._values == "plain"
            return {"not_json": self.redact_text(text) if is_plain else self.digest(text)}

    def redact_json(self, node: Any) -> Any:
        """Return the JSON value *node*, redacted."""
        if isinstance(node, str):
            return self.redact_text(node)
        if isinstance(node, list):
            return [self.redact_json(item) for item in node]
        if isinstance(node, dict):
            return {
                self.redact_text(name): self._redact_field(name, item)
                for name, item in node.items()
            }
        return node

    def _redact_field(self, name: str, item: Any) -> Any:
        if name not in _VALUE_FIELDS or self._values == "plain" or item is None:
            return self.redact_json(item)
        text = item if isinstance(item, str) else json.dumps(item)
        # A mask is no secret, and tests look for masks that were sent.
        return self.digest(text) if set(text) - {"*"} else text
