"""
A write-ahead log of creates, so that the next run finds what a killed run created.

The engine stores nothing of a create that never returned. The log, beside Pulumi's own files,
holds which objects existed before the create: one that is new since then was created by it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..api import RunsiteError
from .messages import creation as messages

KEPT_S = 24 * 3600.0
"""Seconds after which an unfinished attempt is no longer considered."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to create an object."""

    existing_ids: frozenset[str]
    """The candidates that existed before the request was sent."""
    created_id: str | None
    """The id of the created object, None while it is unknown."""
    was_reported: bool = False
    """Whether the engine received the result, which then is almost certainly in the state."""


class CreateLog(Protocol):
    """The last attempt to create one resource, as long as it is not known to be in the state."""

    def unfinished(self, fingerprint: Mapping[str, Any]) -> Attempt | None:
        """Return the attempt with the same *fingerprint* whose result is in no state."""

    def begin(self, fingerprint: Mapping[str, Any], existing_ids: Iterable[str]) -> None:
        """Record that a request is about to be sent, and which candidates exist before it."""

    def created(self, id: str) -> None:
        """Record the *id* of the created object."""

    def created_id(self) -> str | None:
        """Return the id of the object that the last attempt created, if it is in no state."""

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

    def unfinished(self, fingerprint: Mapping[str, Any]) -> Attempt | None:  # noqa: ARG002
        """Return None."""
        return None

    def begin(self, fingerprint: Mapping[str, Any], existing_ids: Iterable[str]) -> None:
        """Do nothing."""

    def created(self, id: str) -> None:
        """Do nothing."""

    def created_id(self) -> str | None:
        """Return None."""
        return None

    def stored(self, id: str) -> None:
        """Do nothing."""

    def reported(self) -> None:
        """Do nothing."""

    def forget_reported(self) -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Do nothing."""


class CreateLogFile:
    """
    The log of the resource with one URN in one account, in a file of its own.

    It holds ids and a slow, salted hash of the fingerprint; never a value.

    Raises (every method that reads or writes):
        RunsiteError: the folder cannot be used.
    """

    def __init__(self, folder: Path, account: str, urn: str) -> None:
        name = hashlib.sha256(f"{account} {urn}".encode()).hexdigest()
        self._file = folder / f"{name}.json"

    def unfinished(self, fingerprint: Mapping[str, Any]) -> Attempt | None:
        """Return the attempt with the same *fingerprint* whose result is in no state."""
        record = self._read()
        if record is None or time.time() - record["time"] > KEPT_S:
            return None
        if record["fingerprint"] != _hash(fingerprint, record["salt"]):
            return None
        return Attempt(
            frozenset(record["existing_ids"]), record["created_id"], "was_reported" in record
        )

    def begin(self, fingerprint: Mapping[str, Any], existing_ids: Iterable[str]) -> None:
        """Record that a request is about to be sent, and which candidates exist before it."""
        salt = secrets.token_hex(16)
        self._write(
            {
                "time": time.time(),
                "existing_ids": sorted(existing_ids),
                "created_id": None,
                "salt": salt,
                "fingerprint": _hash(fingerprint, salt),
            }
        )

    def created(self, id: str) -> None:
        """Record the *id* of the created object."""
        if record := self._read():
            self._write(record | {"created_id": id})

    def created_id(self) -> str | None:
        """Return the id of the object that the last attempt created, if it is in no state."""
        record = self._read()
        id = record["created_id"] if record else None
        return id if isinstance(id, str) else None

    def stored(self, id: str) -> None:
        """Forget the attempt that created *id*: it is in the state."""
        record = self._read()
        # The id of a variable in the state is `<parent>/<id>`.
        if record is not None and record["created_id"] in (id, id.partition("/")[2]):
            self._file.unlink(missing_ok=True)

    def reported(self) -> None:
        """Record that the engine is about to receive the result."""
        if record := self._read():
            self._write(record | {"was_reported": True})

    def forget_reported(self) -> None:
        """Forget the attempt if the engine received its result."""
        record = self._read()
        if record and "was_reported" in record:
            self.forget()

    def forget(self) -> None:
        """Forget the attempt."""
        if self._read() is not None:
            self._file.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any] | None:
        try:
            record = json.loads(self._file.read_text())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._unusable(error) from None
        return record if isinstance(record, dict) else None

    def _write(self, record: dict[str, Any]) -> None:
        try:
            self._replace_file(json.dumps(record))
        except OSError as error:
            raise self._unusable(error) from None

    def _replace_file(self, text: str) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)

    def _unusable(self, error: OSError) -> RunsiteError:
        folder, reason = str(self._file.parent), str(error.strerror)
        return RunsiteError(messages.creation_log_unusable(folder, reason))


def create_log_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of the creation log, beside Pulumi's own files."""
    home = environ.get("PULUMI_HOME")
    return (Path(home) if home else Path.home() / ".pulumi") / "runsite-creation-log"


def _hash(fingerprint: Mapping[str, Any], salt: str) -> str:
    # A trigger in it may be a secret: a fast hash could be guessed.
    text = json.dumps(fingerprint, sort_keys=True, default=str)
    return hashlib.scrypt(text.encode(), salt=salt.encode(), n=2**12, r=8, p=1).hex()
