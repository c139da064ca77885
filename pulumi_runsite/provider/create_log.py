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
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from ..api import RunsiteError
from .account import stack_of
from .attempt import Attempt, Begun, attempt_from, decoded_record, id_in, record_of
from .attempt_log import CreateLog, Left, NullCreateLog
from .messages import creation_log as messages
from .private_folder import PrivateFolder

__all__ = ["CreateLog", "CreateLogFile", "NullCreateLog"]

_REPLACED = ("replaced_id", "replaced_before_id")
_KNOWN = ("created_id", "stored_id", *_REPLACED)  # what was replaced was in the state
KEPT_S = 30 * 24 * 3600.0
"""Seconds until an unfinished attempt expires: not one with an id that the API cannot delete."""


class CreateLogFile:
    """
    The log of the resource with one URN in one account, in a file of its own.

    It holds ids, names, times and keyed hashes, whose key is *account* with the API key; never a
    value. Each line after the first adds to the entry what is known since; it need not reach the
    disk, since without it the object is searched for.

    Raises (what a create calls):
        RunsiteError: the folder cannot be used.
    """

    def __init__(self, folder: Path | None, account: str, urn: str, part: str = "") -> None:
        self._folder = PrivateFolder(folder) if folder else None
        self._account = account.encode()
        self._urn = urn
        self._part = part
        self._name = hashlib.sha256(f"{account} {urn} {part}".encode()).hexdigest() + ".json"
        self.file = f"{folder}/{self._name}" if folder else ""
        self._replaced_id = ""
        self._record: dict[str, Any] | None = None  # as last read or written

    @cached_property
    def _stack(self) -> str:
        return self._digest("stack", stack_of(self._urn))

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
        self._record = record = decoded_record(content)
        attempt = attempt_from(record, self.file, age_s, self._digest)
        lasts = record.get("is_lasting") and (attempt.created_id or attempt.answered_id)
        return None if "stored_id" in record or (attempt.age_s > KEPT_S and not lasts) else attempt

    def begin(self, begun: Begun) -> None:
        """Record that a request is about to be sent, or why none is sent."""
        more = {"replaced_id": self._replaced_id, "stack": self._stack, "part": self._part}
        before = self._read() if self._replaced_id else {}  # a rollback may replace its target
        is_same = id_in(before, "replaced_id") == self._replaced_id
        more["replaced_before_id"] = str(before.get(_REPLACED[1 if is_same else 0]) or "")
        self._write(record_of(begun, self._digest) | more)

    def response_lost(self, until: float | None, answered_id: str | None) -> None:
        """Record that the outcome is unknown, and what is known of it: see `Attempt`."""
        if record := self._read():
            lost = {"time": time.time(), "until": until, "answered_id": answered_id}
            with suppress(RunsiteError):  # the lost response is what the user must know of
                self._write(record | lost)

    def created(self, id: str) -> None:
        """Record the *id* of the created object."""
        self._append({"created_id": id})

    def part(self, name: str) -> CreateLogFile:
        """Return the log of what the resource creates beside its object."""
        folder = self._folder.path if self._folder else None
        return CreateLogFile(folder, self._account.decode(), self._urn, name)

    def forget_sent(self, *names: str) -> None:
        """Forget what was sent, or only the fields *names*: they are about to be written."""
        if record := self._read():
            known = record.get("hashes", {})
            forgotten = {f"sent {name}" for name in names} or known.keys() - {"fingerprint"}
            hashes = {name: digest for name, digest in known.items() if name not in forgotten}
            self._write(record | {"hashes": hashes})

    def created_id(self) -> str | None:
        """Return the id of the object that the last attempt created, if it is in no state."""
        return id_in(self._read(), "created_id")

    def known_ids(self, list_path: str) -> frozenset[str]:
        """Return the ids of the objects of a list that entries explain: see `CreateLog`."""
        try:
            folder = self._usable()
            records = [decoded_record(folder.read(name)) for name in folder.names()]
        except OSError as error:
            raise self._unusable(error) from None
        same = [record for record in records if record.get("list") == list_path]
        return frozenset(filter(None, (id_in(each, name) for each in same for name in _KNOWN)))

    def explain(self, id: str, **more: Any) -> None:
        """Record that the object *id* of the `list` is not of an interrupted run."""
        with suppress(RunsiteError):  # it only spares a question before the next create
            self._write({"stored_id": id, **more})

    def stored(self, id: str) -> None:
        """Forget the attempt that created *id*, which is in the state."""
        if id_in(self._read(), "created_id") in (id, id.partition("/")[2]):  # `<parent>/<id>`
            self.end(id)

    def end(self, id: str = "") -> None:
        """Forget the attempt that created *id*, or was refused, but not what it replaced."""
        record = self._read()
        self.forget()
        if record.get("is_repeatable") and (id or record.get("replaced_id")):
            self.explain(id, **{name: record.get(name) for name in ("list", *_REPLACED)})

    def reported(self) -> None:
        """Record that the engine is about to receive the result."""
        self._append({"was_reported": True})

    def superseded(self, id: str = "") -> list[Left]:
        """Return what an interrupted run may have created, if the state has *id* instead; once."""
        return [] if self._is_stored(id) else self._named_once(self._name)

    def declared(self) -> None:
        """Record that the program declares the resource."""
        if (record := self._read()).get("undeclared"):
            self._write(record | {"undeclared": 0})

    def undeclared(self, least: int) -> list[Left]:
        """Return what nothing asks for any more: see `CreateLog`."""
        found: list[Left] = []
        for name, record in self._entries():
            if record.get("stack") != self._stack or record.get("was_reported"):
                continue
            if least and record.get("part"):
                continue  # the program may still declare its resource, which finds it
            count = record["undeclared"] if isinstance(record.get("undeclared"), int) else 0
            if count >= least:
                found += self._named_once(name)
            else:
                self._write(record | {"undeclared": count + 1}, name)
        return found

    def _named_once(self, name: str) -> list[Left]:
        record = self._read(name)
        is_open = record.get("was_sent") is True and not record.get("is_named")
        resource, path = record.get("resource"), record.get("list")
        if not is_open or not isinstance(resource, str) or not isinstance(path, str):
            return []
        self._write(record | {"is_named": True}, name)
        id = id_in(record, "created_id")
        return [Left(f"{resource} ({id})" if id else resource, path)]

    def _entries(self) -> list[tuple[str, dict[str, Any]]]:
        if self._folder is None:
            return []
        try:
            names, now = self._folder.names(), time.time()
            return [(n, self._read(n)) for n in names if self._folder.age_s(n, now) <= KEPT_S]
        except OSError:  # a create will report it
            return []

    def replaces(self, id: str) -> None:
        """Record what the create to come replaces; forget what the state must have: `CreateLog`."""
        self._replaced_id = id
        if self._is_stored(id):
            self.forget()

    def _is_stored(self, id: str) -> bool:
        """Return whether the engine has stored the result: the state has *id*, and not that."""
        record = self._read()
        return bool(record.get("was_reported") and (not id or id_in(record, "replaced_id") != id))

    def forget(self) -> None:
        """Forget the attempt; if it cannot be removed, the next create fails before it is sent."""
        self._record = None
        if self._folder:
            with suppress(OSError):
                self._folder.remove(self._name)

    def _read(self, name: str = "") -> dict[str, Any]:
        """Return an entry, empty if it is damaged or cannot be read: only a create needs it."""
        if name not in ("", self._name):
            return self._stored(name)
        if self._record is None:
            self._record = self._stored(self._name)
        return self._record

    def _stored(self, name: str) -> dict[str, Any]:
        try:
            return decoded_record(self._folder.read(name) if self._folder else None)
        except OSError:
            return {}

    def _write(self, record: dict[str, Any], name: str = "") -> None:
        try:
            self._usable().write(name or self._name, json.dumps(record).encode())
        except OSError as error:
            raise self._unusable(error) from None
        if name in ("", self._name):
            self._record = record

    def _append(self, known: dict[str, Any]) -> None:
        if not (record := self._read()):
            return
        self._record = record | known
        with suppress(OSError, RunsiteError):  # it was sent: without this it is searched for
            try:
                self._usable().append(self._name, b"\n" + json.dumps(known).encode())
            except FileNotFoundError:
                self._write(self._record)

    def _usable(self) -> PrivateFolder:
        if self._folder is None:
            raise RunsiteError(messages.home_folder_unknown())
        return self._folder

    def _unusable(self, error: OSError) -> RunsiteError:
        folder = str(self._usable().path)
        return RunsiteError(messages.creation_log_unusable(folder, str(error.strerror)))

    def _digest(self, salt: str, value: Any) -> str:
        # Its key is high-entropy and not in the folder, so that a short value cannot be guessed.
        text = json.dumps(value, sort_keys=True, default=str)
        return hmac.new(self._account + salt.encode(), text.encode(), "sha256").hexdigest()
