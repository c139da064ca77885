"""
The account that a resource in the state belongs to: an address, and a mark of the API key.

"Not found" means "deleted" only where the account is asked that has the resource. Every other one
returns the same 404, and the same lists without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..api import RunsiteError
from .default_names import resource_name
from .fields import Props
from .messages import accounts as messages
from .stored_json import decoded, encoded

ACCOUNT = "account"
"""
The output with `{"address": ..., "salt": ..., "key": ...}`, as JSON, of the run that found or
created the object last: `key` is the start of a salted hash of its API key. It may also hold what
runs have observed of that Runsite, see `Resource.facts`. It is absent in a state of an earlier
version.
"""

_MARK = frozenset({"address", "salt", "key"})

_KEY_DIGITS = 12
"""Hexadecimal digits of the hash that the state keeps: too few to confirm a guess of the key."""

_SALT_DIGITS = 16

_GUESSABLE_ID = 16
"""Characters of an id that a resource of another Runsite may have too; a UUID has 36."""


class AnotherAccountError(RunsiteError):
    """The object was not found, by a run that may use another account than the state."""


@dataclass(frozen=True)
class Account:
    """The account of a run: the address of the API, and the API key."""

    address: str
    api_key: str = field(repr=False)

    def mark(self, salt: str) -> Props:
        """Return what the state keeps of this account."""
        return {"address": self.address, "salt": salt, "key": _hash(self.api_key, salt)}

    def has_key_of(self, mark: Mapping[str, Any]) -> bool:
        """Return whether the API key is that of *mark*."""
        return str(mark.get("key")).startswith(_hash(self.api_key, str(mark.get("salt"))))


@dataclass(frozen=True)
class ResourceAccount:
    """The account of a run, and what the state has as that of one resource."""

    here: Account
    urn: str = ""
    mark: Mapping[str, Any] = field(default_factory=dict)
    """What the state has; empty for a new resource, and in a state of an earlier version."""
    explained: dict[str, str] = field(default_factory=dict)
    """The first resource of the run, by its URN, whose error explains each account."""

    def current_mark(self) -> Props:
        """Return the mark of the account of this run; the one in the state while it is true."""
        if self.mark and self.is_same():
            return dict(self.mark)
        # The same for all resources of a stack, so that a run needs one hash.
        return self.here.mark(
            hashlib.sha256(stack_of(self.urn).encode()).hexdigest()[:_SALT_DIGITS]
        )

    def is_same(self) -> bool:
        """Return whether nothing shows that this run uses another account than the state."""
        return self._has_address() and (not self.mark or self.here.has_key_of(self.mark))

    def facts(self) -> Props:
        """Return what earlier runs have observed of the same Runsite."""
        if not self._has_address():
            return {}
        return {name: fact for name, fact in self.mark.items() if name not in _MARK}

    def confirm_account(self, reason: str) -> None:
        """
        Confirm that what was not found, by *reason*, was looked for in its own account.

        Raises:
            AnotherAccountError: the address or the API key is not the one in the state.
        """
        self.confirm_address(reason)
        if not self.is_same():
            if first := self._explained_by(self.here.address):
                raise AnotherAccountError(messages.another_key_as_before(reason, first))
            raise AnotherAccountError(messages.another_key(reason, self.here.address, self.urn))

    def confirm_address(self, reason: str) -> None:
        """
        Confirm that what was not found in a parent that was found, was looked for where it was.

        Its parent shows that another API key is one of the same account.

        Raises:
            AnotherAccountError: the address is not the one in the state.
        """
        if not self._has_address():
            there, here = str(self.mark.get("address")), self.here.address
            if first := self._explained_by(f"{there} {here}"):
                raise AnotherAccountError(messages.another_address_as_before(reason, first))
            raise AnotherAccountError(messages.another_address(reason, there, here, self.urn))

    def confirm_id(self, id: str) -> None:
        """
        Confirm that *id* can only be that of the object in the state.

        Raises:
            AnotherAccountError: at another address, another object may have it.
        """
        if len(id.partition("/")[0]) < _GUESSABLE_ID:
            self.confirm_address(messages.id_not_unique(repr(id)))

    def _explained_by(self, accounts: str) -> str:
        """Return the resource whose error explains *accounts*, empty if it is this one."""
        first = self.explained.setdefault(accounts, self.urn)
        return "" if first == self.urn else repr(resource_name(first))

    def _has_address(self) -> bool:
        return not self.mark or self.mark.get("address") == self.here.address


def with_mark(state: Props, mark: Mapping[str, Any]) -> Props:
    """Return *state* with *mark* as that of its account."""
    return state | ({ACCOUNT: encoded(mark)} if mark else {})


def mark_of(state: Props) -> Mapping[str, Any]:
    """Return the mark of the account in *state*, empty if there is none."""
    stored = state.get(ACCOUNT) or {}
    return _decoded(stored) if isinstance(stored, str) else stored


@cache  # all resources of a stack have the same
def _decoded(stored: str) -> Mapping[str, Any]:
    return decoded(stored) or {}


def stack_of(urn: str) -> str:
    """Return the part of *urn* that all resources of a stack share."""
    return "::".join(urn.split("::")[:2])


@cache
def _hash(api_key: str, salt: str) -> str:
    # Slow enough that the state does not reveal a key to guesses; a run needs about one.
    digest = hashlib.scrypt(api_key.encode(), salt=salt.encode(), n=2**12, r=8, p=1, dklen=32)
    return digest.hex()[:_KEY_DIGITS]
