"""One attempt to create an object, and what a log records of it."""

from __future__ import annotations

import json
import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Digest = Callable[[str, Any], str]
"""Returns a hash of a salt and a value that reveals nothing of the value."""


class Begun(NamedTuple):
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
    resource: str = ""
    """What is created, for messages, without secrets."""
    is_repeatable: bool = False
    """Whether the same request may be sent again for another object."""
    is_lasting: bool = False
    """Whether the API cannot delete what is created: an entry with its id does not expire."""
    was_sent: bool = True
    """Whether a request is sent: else the user was informed of the existing objects instead."""


class Hashes(NamedTuple):
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
    """Whether the engine received the result: it stored it, unless it was killed just then."""
    replaced_id: str | None = None
    """The id in the state of what the created object replaces, None if there is none."""
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

    def sent_all(self, fields: Mapping[str, Any]) -> bool:
        """Return whether the request had exactly these values of *fields*; None is none."""
        sent = self.hashes.by_name if self.hashes else {}
        return all(
            f"sent {name}" not in sent if value is None else self.sent(name, value)
            for name, value in fields.items()
        )

    def may_be_reported(self, name: str, value: Any) -> bool:
        """Return whether an API may report what was sent as *name* as *value*."""
        unsent = self.hashes is None or f"sent {name}" not in self.hashes.by_name
        return unsent or self._has(f"reported {name}", as_reported(value))

    def _has(self, name: str, value: Any) -> bool:
        return self.hashes is not None and self.hashes.match(name, value)


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
        "list": begun.list_path,
        "resource": begun.resource,
        "is_repeatable": begun.is_repeatable,
        "is_lasting": begun.is_lasting,
        "was_sent": begun.was_sent,
        "since": begun.since,
        "until": begun.until,
        "salt": salt,
        "hashes": hashes,
    }


def decoded_record(content: bytes | None) -> dict[str, Any]:
    """Return the entry in *content*, empty if there is none or it is damaged."""
    if not content:
        return {}
    entry, *further = content.split(b"\n")
    record = _json_object(entry)
    if "salt" not in record and "stored_id" not in record:
        return {}
    for line in further:
        record |= _json_object(line)
    return record


def _json_object(line: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return decoded if isinstance(decoded, dict) else {}


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
        id_in(record, "created_id"),
        record.get("was_reported") is True,
        id_in(record, "replaced_id"),
        record.get("was_sent") is not False,
        id_in(record, "answered_id"),
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
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n")
    text = text.strip().casefold().removeprefix("docker.io/").removeprefix("library/")
    return re.sub(r"^\./(?=.)", "", text).removesuffix("/").removesuffix(".git")


def id_in(record: Mapping[str, Any], name: str) -> str | None:
    """Return the id that an entry of the log has as *name*."""
    id = record.get(name)
    return id if isinstance(id, str) and id else None


def _number(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else None
