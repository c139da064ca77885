"""
A write-ahead log of creates, so that the next run finds what a killed run created.

The engine stores nothing of a create that never returned. The log, beside Pulumi's own files,
holds which objects existed before the create, and what was sent when: an object that is new since
then, and as it was sent, was created by it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..api import RunsiteError
from .attempt import Attempt, Begun, CreateLog, NullCreateLog, attempt_from, record_of
from .messages import creation_log as messages
from .private_folder import PrivateFolder

__all__ = ["CreateLog", "CreateLogFile", "NullCreateLog", "create_log_folder"]

KEPT_S = 24 * 3600.0
"""Seconds after which an unfinished attempt is no longer considered."""


class CreateLogFile:
    """
    The log of the resource with one URN in one account, in a file of its own.

    It holds ids, times and keyed hashes, whose key is *account* with the API key; never a value.

    Raises (what a create calls):
        RunsiteError: the folder cannot be used.
    """

    def __init__(self, folder: Path | None, account: str, urn: str) -> None:
        self._folder = PrivateFolder(folder) if folder else None
        self._account = account.encode()
        self._urn = urn
        self._name = hashlib.sha256(f"{account} {urn}".encode()).hexdigest() + ".json"
        self.file = str(folder / self._name) if folder else ""

    def unfinished(self) -> Attempt | None:
        """Return the last attempt, if its result is in no state; a damaged entry is one too."""
        try:
            folder = self._usable()
            content = folder.read(self._name)
            if content is None:
                return None
            age_s = folder.age_s(self._name, time.time())
        except OSError as error:
            raise self._unusable(error) from None
        record = _decoded(content)
        if "stored_id" in record:
            return None
        attempt = attempt_from(record, self.file, age_s, self._digest)
        return None if attempt.age_s > KEPT_S else attempt

    def begin(self, begun: Begun) -> None:
        """Record that a request is about to be sent, or why none is sent."""
        self._write(record_of(begun, self._digest))

    def response_lost(self, until: float | None, answered_id: str | None) -> None:
        """Record that the outcome is unknown, and what is known of it: see `Attempt`."""
        if record := self._read():
            lost = {"time": time.time(), "until": until, "answered_id": answered_id}
            self._write(record | lost)

    def created(self, id: str) -> None:
        """Record the *id* of the created object."""
        if record := self._read():
            self._write(record | {"created_id": id})

    def part(self, name: str) -> CreateLogFile:
        """Return the log of what the resource creates beside its object."""
        folder = self._folder.path if self._folder else None
        return CreateLogFile(folder, self._account.decode(), f"{self._urn} {name}")

    def forget_sent(self, *names: str) -> None:
        """Forget what was sent, or only the fields *names*: they are about to be written."""
        if record := self._read():
            forgotten = {f"sent {name}" for name in names} or record.get("hashes", {}).keys()
            hashes = {k: v for k, v in record.get("hashes", {}).items() if k not in forgotten}
            self._write(record | {"hashes": hashes})

    def created_id(self) -> str | None:
        """Return the id of the object that the last attempt created, if it is in no state."""
        return _id(self._read(), "created_id")

    def known_ids(self, list_path: str) -> frozenset[str]:
        """Return the ids of the objects of a list that entries have as created."""
        try:
            folder = self._usable()
            records = [_decoded(folder.read(name)) for name in folder.names()]
        except OSError as error:
            raise self._unusable(error) from None
        mark = self._digest("list", list_path)
        same = [record for record in records if record.get("list") == mark]
        ids = [_id(record, name) for record in same for name in ("created_id", "stored_id")]
        return frozenset(filter(None, ids))

    def stored(self, id: str) -> None:
        """Forget the attempt that created *id*, which is in the state."""
        record = self._read()
        # The id of a variable in the state is `<parent>/<id>`.
        if _id(record, "created_id") not in (id, id.partition("/")[2]):
            return
        self.forget()
        if record.get("is_repeatable"):
            with suppress(RunsiteError):  # it only spares a question after the next create
                self._write({"stored_id": id, "list": record.get("list")})

    def reported(self) -> None:
        """Record that the engine is about to receive the result."""
        if record := self._read():
            self._write(record | {"was_reported": True})

    def forget_reported(self) -> None:
        """Forget the attempt if the engine received its result."""
        if self._read().get("was_reported"):
            self.forget()

    def forget(self) -> None:
        """Forget the attempt; if it cannot be removed, the next create fails before it is sent."""
        if self._folder:
            with suppress(OSError):
                self._folder.remove(self._name)

    def _read(self) -> dict[str, Any]:
        """Return the entry, empty if it is damaged or cannot be read: only a create needs it."""
        try:
            return _decoded(self._folder.read(self._name) if self._folder else None)
        except OSError:
            return {}

    def _write(self, record: dict[str, Any]) -> None:
        try:
            self._usable().write(self._name, json.dumps(record).encode())
        except OSError as error:
            raise self._unusable(error) from None

    def _usable(self) -> PrivateFolder:
        if self._folder is None:
            raise RunsiteError(messages.home_folder_unknown())
        return self._folder

    def _unusable(self, error: OSError) -> RunsiteError:
        return RunsiteError(
            messages.creation_log_unusable(str(self._usable().path), str(error.strerror))
        )

    def _digest(self, salt: str, value: Any) -> str:
        # Its key is high-entropy and not in the folder, so that a short value cannot be guessed.
        text = json.dumps(value, sort_keys=True, default=str)
        return hmac.new(self._account + salt.encode(), text.encode(), "sha256").hexdigest()


def create_log_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the folder of the creation log, beside Pulumi's own files; None without a home."""
    home = environ.get("PULUMI_HOME")
    try:
        return (Path(home) if home else Path.home() / ".pulumi") / "runsite-creation-log"
    except RuntimeError:
        return None


def _decoded(content: bytes | None) -> dict[str, Any]:
    """Return the entry in *content*, empty if there is none or it is damaged."""
    try:
        record = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    is_entry = isinstance(record, dict) and ("salt" in record or "stored_id" in record)
    return record if is_entry else {}


def _id(record: Mapping[str, Any], name: str) -> str | None:
    id = record.get(name)
    return id if isinstance(id, str) and id else None
