"""The only place that hides values and keys from those who look at what happened."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any

SHOWN_BODY_BYTES = 1024 * 1024

_KEY = re.compile(r"ak_live_[A-Za-z0-9_-]+")
_VALUES = {"value", "input"}


class Veil:
    """
    Shows values of variables and secrets as `sha256:` and 12 digits of a digest.

    The digest is keyed with the salt of this run: equal values have equal digests, and no value
    can be read from one, nor guessed by anybody who does not have the seed of the run.

    Args:
        salt: what keys the digests.
        values: `digest`, or `plain` to show them. API keys are hidden in either case.
    """

    def __init__(self, salt: str, values: str) -> None:
        self._salt = salt.encode()
        self._values = values

    def digest(self, value: str) -> str:
        """Return what is shown for *value*."""
        # A refused request may hold half a character, and is shown like any other.
        text = value.encode(errors="surrogatepass")
        return "sha256:" + hmac.new(self._salt, text, hashlib.sha256).hexdigest()[:12]

    def text(self, text: str) -> str:
        """Return *text* without API keys."""
        return _KEY.sub("ak_live_***", text)

    def body(self, body: bytes) -> Any:
        """Return a request's or an answer's body as people may see it."""
        if not body:
            return None
        if len(body) > SHOWN_BODY_BYTES:
            return {"too_long": len(body)}
        try:
            return self.tree(json.loads(body))
        except (ValueError, RecursionError):
            # Not JSON, so there is no telling where a value stands in it.
            text = body.decode(errors="replace")
            return {"not_json": self.text(text) if self._values == "plain" else self.digest(text)}

    def tree(self, node: Any) -> Any:
        """Return *node*, made of JSON, as people may see it."""
        if isinstance(node, str):
            return self.text(node)
        if isinstance(node, list):
            return [self.tree(item) for item in node]
        if isinstance(node, dict):
            return {self.text(name): self._item(name, item) for name, item in node.items()}
        return node

    def _item(self, name: str, item: Any) -> Any:
        if name not in _VALUES or self._values == "plain" or item is None:
            return self.tree(item)
        text = item if isinstance(item, str) else json.dumps(item)
        # A mask is no secret, and to see that one was sent is what a reader looks for.
        return self.digest(text) if set(text) - {"*"} else text
