"""The only place that knows API keys, and it knows their digests only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal, get_args

from .ids import Ids
from .records import stamp

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

# "prefix `ak_live_` + random hex string" (docs, API keys page); any word is taken behind it, so
# that a test may give its key a speaking name.
_KEY = re.compile(r"ak_live_[A-Za-z0-9_-]{4,200}\Z")


@dataclass
class Key:
    """One API key, without the key."""

    id: str
    name: str
    prefix: str
    scope: Scope
    created_at: float = 0.0
    last_used_at: float | None = None
    expires_at: float | None = None
    is_active: bool = True

    def allows(self, scope: str) -> bool:
        """Tell whether this key may do what needs *scope*; each scope contains the one before."""
        return SCOPES.index(self.scope) >= [*SCOPES].index(scope)  # type: ignore[arg-type]

    def shown(self) -> dict[str, object]:
        """Return what Runsite tells about it."""
        return {
            "id": self.id,
            "name": self.name,
            "key_prefix": self.prefix,
            "scope": self.scope,
            "expires_at": None if self.expires_at is None else stamp(self.expires_at),
            "last_used_at": None if self.last_used_at is None else stamp(self.last_used_at),
        }


class KeyRing:
    """The keys that open this emulator."""

    def __init__(self, words: tuple[str, ...], ids: Ids) -> None:
        self._first = words
        self._ids = ids
        self._by_digest: dict[bytes, Key] = {}
        self.restore()

    def restore(self) -> None:
        """Go back to the keys of the start."""
        self._by_digest.clear()
        for word in self._first:
            text, _, scope = word.partition(":")
            self.add(text, scope or "write")

    def add(self, text: str, scope: str) -> Key:
        """
        Let *text* open the emulator with *scope*.

        Raises:
            ValueError: when it does not look like a key, or the scope is not one of the three.
        """
        if not _KEY.match(text):
            raise ValueError("an API key is `ak_live_` and 4 to 200 letters, digits, - or _")
        if scope not in SCOPES:
            raise ValueError(f"a key's scope is read, write or admin, not {scope!r}")
        digest = _digest(text)
        id = self._ids.fixed_uuid(f"key {digest.hex()}")
        self._by_digest[digest] = Key(id, f"{scope} key", text[:10], scope)
        return self._by_digest[digest]

    def find(self, text: str, now: float) -> Key | None:
        """Return the active, unexpired key that *text* is, or None."""
        key = self._by_digest.get(_digest(text))
        if key is None or not key.is_active:
            return None
        if key.expires_at is not None and key.expires_at <= now:
            return None
        key.last_used_at = now
        return key

    def all(self) -> list[Key]:
        """Return every key, those of the start first."""
        return list(self._by_digest.values())


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
