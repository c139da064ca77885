"""One attempt to create an object, and what a log records of it."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Digest = Callable[[str, Any], str]
"""Returns a hash of a salt and a value that reveals nothing of the value."""


@dataclass(frozen=True)
class Begun:
    """What is known before a request is sent."""

    fingerprint: Mapping[str, Any]
    """Distinguishes the request from others of the same resource."""
    existing_ids: frozenset[str]
    """The ids of the objects that could be taken for the created one, and existed before."""
    sent: Mapping[str, Any]
    """The body of the request; empty if none is sent."""
    since: float | None
    """The time on Runsite in epoch seconds, None if it is unknown."""
    until: float | None
    """The time on Runsite by which the object is created, None if it is unknown."""
    list_path: str = ""
    """The path of the list in which the created object appears."""
    is_repeatable: bool = False
    """Whether the same request may be sent again for another object."""
    was_sent: bool = True
    """Whether a request is sent: else the user was informed of the existing objects instead."""


@dataclass(frozen=True)
class Hashes:
    """The hashes of an entry of the log."""

    by_name: Mapping[str, str]
    salt: str
    digest: Digest

    def match(self, name: str, value: Any) -> bool:
        """Return whether the hash of *name* is that of *value*."""
        return self.by_name.get(name) == self.digest(self.salt, value)


@dataclass(frozen=True)
class Attempt:
    """One attempt to create an object."""

    existing_ids: frozenset[str] = frozenset()
    """The candidates that existed before the request was sent."""
    created_id: str | None = None
    """The id of the created object, None while it is unknown."""
    was_reported: bool = False
    """Whether the engine received the result, which then is almost certainly in the state."""
    was_sent: bool = True
    """Whether a request was sent: else the user was informed of the existing objects instead."""
    answered_id: str | None = None
    """The id in a response that names another object, such as one of a normalised name."""
    since: float | None = None
    """The time on Runsite before the request was sent, None if it is unknown."""
    until: float | None = None
    """The time on Runsite by which the object was created, if it was; None if it is unknown."""
    age_s: float = 0.0
    """Seconds since the request was sent, or its response lost."""
    file: str = ""
    """The file with the entry."""
    is_damaged: bool = False
    """Whether nothing is known but that there was an attempt."""
    hashes: Hashes | None = field(default=None, compare=False, repr=False)
    """What was sent."""

    def is_for(self, fingerprint: Mapping[str, Any]) -> bool:
        """Return whether the request had this *fingerprint*."""
        return self._has("fingerprint", fingerprint)

    def sent(self, name: str, value: Any) -> bool:
        """Return whether the request had the field *name* with exactly this *value*."""
        return self._has(f"sent {name}", value)

    def may_be_reported(self, name: str, value: Any) -> bool:
        """Return whether an API may report what was sent as *name* as *value*."""
        unsent = self.hashes is None or f"sent {name}" not in self.hashes.by_name
        return unsent or self._has(f"reported {name}", as_reported(value))

    def _has(self, name: str, value: Any) -> bool:
        return self.hashes is not None and self.hashes.match(name, value)


class CreateLog(Protocol):
    """The last attempt to create one resource, as long as it is not known to be in the state."""

    file: str
    """The file of the log, empty if there is none."""

    def unfinished(self) -> Attempt | None:
        """Return the last attempt, if its result is in no state."""

    def begin(self, begun: Begun) -> None:
        """Record that a request is about to be sent, or why none is sent."""

    def response_lost(self, until: float | None, answered_id: str | None) -> None:
        """Record that the outcome is unknown, and what is known of it: see `Attempt`."""

    def created(self, id: str) -> None:
        """Record the *id* of the created object."""

    def part(self, name: str) -> CreateLog:
        """Return the log of what the resource creates beside its object."""

    def forget_sent(self, *names: str) -> None:
        """Forget what was sent, or only the fields *names*: they are about to be written."""

    def created_id(self) -> str | None:
        """Return the id of the object that the last attempt created, if it is in no state."""

    def known_ids(self, list_path: str) -> frozenset[str]:
        """Return the ids of the objects of a list that entries have as created."""

    def stored(self, id: str) -> None:
        """Forget the attempt that created *id*: it is in the state."""

    def reported(self) -> None:
        """Record that the engine is about to receive the result."""

    def forget_reported(self) -> None:
        """Forget the attempt if the engine received its result."""

    def forget(self) -> None:
        """Forget the attempt."""


class NullCreateLog:
    """Keeps nothing: for operations whose resource is unknown."""

    file = ""

    def unfinished(self) -> Attempt | None:
        """Return None."""
        return None

    def begin(self, begun: Begun) -> None:
        """Do nothing."""

    def response_lost(self, until: float | None, answered_id: str | None) -> None:
        """Do nothing."""

    def created(self, id: str) -> None:
        """Do nothing."""

    def part(self, name: str) -> CreateLog:  # noqa: ARG002
        """Return this log."""
        return self

    def forget_sent(self, *names: str) -> None:
        """Do nothing."""

    def created_id(self) -> str | None:
        """Return None."""
        return None

    def known_ids(self, list_path: str) -> frozenset[str]:  # noqa: ARG002
        """Return no id."""
        return frozenset()

    def stored(self, id: str) -> None:
        """Do nothing."""

    def reported(self) -> None:
        """Do nothing."""

    def forget_reported(self) -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Do nothing."""


def record_of(begun: Begun, digest: Digest) -> dict[str, Any]:
    """Return the entry of the log for *begun*."""
    salt = secrets.token_hex(16)
    hashes = {"fingerprint": digest(salt, begun.fingerprint)}
    for name, value in begun.sent.items():
        hashes[f"sent {name}"] = digest(salt, value)
        hashes[f"reported {name}"] = digest(salt, as_reported(value))
    return {
        "time": time.time(),
        "existing_ids": sorted(begun.existing_ids),
        "created_id": None,
        "list": digest("list", begun.list_path),
        "is_repeatable": begun.is_repeatable,
        "was_sent": begun.was_sent,
        "since": begun.since,
        "until": begun.until,
        "salt": salt,
        "hashes": hashes,
    }


def attempt_from(record: Mapping[str, Any], file: str, age_s: float, digest: Digest) -> Attempt:
    """Return the attempt in an entry of the log; *age_s* is that of the *file*."""
    try:
        salt, hashes, begun_at = str(record["salt"]), dict(record["hashes"]), record["time"]
        existing_ids = frozenset(map(str, record["existing_ids"]))
        if isinstance(begun_at, (int, float)):
            age_s = max(0.0, time.time() - begun_at)
    except (KeyError, TypeError, ValueError):
        return Attempt(age_s=age_s, file=file, is_damaged=True)
    return Attempt(
        existing_ids,
        _text(record.get("created_id")),
        record.get("was_reported") is True,
        record.get("was_sent") is not False,
        _text(record.get("answered_id")),
        _number(record.get("since")),
        _number(record.get("until")),
        age_s,
        file,
        hashes=Hashes(hashes, salt, digest),
    )


def as_reported(value: Any) -> Any:
    """Return *value* without what an API may add when it stores it, or write in another way."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return value
    text = str(value).strip().casefold().removeprefix("docker.io/").removeprefix("library/")
    return re.sub(r"^\./(?=.)", "", text).removesuffix("/").removesuffix(".git")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else None
