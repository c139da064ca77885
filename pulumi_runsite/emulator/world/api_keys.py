"""The accepted API keys, stored as digests."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal, get_args

from .ids import IdGenerator
from .records import timestamp

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
OWN_ACCOUNT = "self"
"""The account of every key that names no other."""

# Runsite's API keys page: "prefix `ak_live_` + random hex string". Any word is accepted after the
# prefix, so that tests can use readable keys.
_FORMAT = re.compile(r"ak_live_[A-Za-z0-9_-]{4,200}\Z")


@dataclass
class ApiKey:
    """The metadata of one API key; the key itself is not stored."""

    id: str
    name: str
    prefix: str
    scope: Scope
    account: str = OWN_ACCOUNT
    created_at: float = 0.0
    last_used_at: float | None = None
    expires_at: float | None = None
    is_active: bool = True

    def allows(self, scope: str) -> bool:
        """Return whether this key has *scope*; each scope includes the previous one."""
        return SCOPES.index(self.scope) >= [*SCOPES].index(scope)  # type: ignore[arg-type]

    def to_json(self) -> dict[str, object]:
        """Return the key as `GET /users/me/api-key` returns it."""
        return {
            "id": self.id,
            "name": self.name,
            "key_prefix": self.prefix,
            "scope": self.scope,
            "expires_at": None if self.expires_at is None else timestamp(self.expires_at),
            "last_used_at": None if self.last_used_at is None else timestamp(self.last_used_at),
        }


class ApiKeys:
    """The API keys that the emulator accepts."""

    def __init__(self, initial: tuple[str, ...], ids: IdGenerator) -> None:
        self._initial = initial
        self._ids = ids
        self._by_digest: dict[bytes, ApiKey] = {}
        self.reset()

    def reset(self) -> None:
        """Restore the keys of the start."""
        self._by_digest.clear()
        for key_and_scope in self._initial:
            text, _, scope = key_and_scope.partition(":")
            self.add(text, scope or "write")

    def add(self, text: str, scope: str, account: str = OWN_ACCOUNT) -> ApiKey:
        """
        Accept the key *text* of *account* with *scope*, and return its metadata.

        Raises:
            ValueError: The format of the key or the scope is invalid.
        """
        if not _FORMAT.match(text):
            raise ValueError("an API key is `ak_live_` and 4 to 200 letters, digits, - or _")
        if scope not in SCOPES:
            raise ValueError(f"the scope of an API key is read, write or admin, not {scope!r}")
        digest = _digest(text)
        id = self._ids.fixed_uuid(f"key {digest.hex()}")
        self._by_digest[digest] = ApiKey(id, f"{scope} key", text[:10], scope, account)
        return self._by_digest[digest]

    def find(self, text: str, now: float) -> ApiKey | None:
        """Return the active, unexpired key *text*, or None."""
        key = self._by_digest.get(_digest(text))
        if key is None or not key.is_active:
            return None
        if key.expires_at is not None and key.expires_at <= now:
            return None
        key.last_used_at = now
        return key

    def all(self) -> list[ApiKey]:
        """Return every key, in the order in which they were added."""
        return list(self._by_digest.values())


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
