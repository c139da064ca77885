"""
What this machine knows of one resource's state: for interrupted writes, and replacements in place.

A create that replaces a variable with the same key writes the existing one in place. With
`pulumi up --replace` nothing tells the create that the state has that variable, and the delete that
follows, maybe in another run or process, names the same id. The record answers both questions.

A write that was interrupted may have reached Runsite although the state has the value of before. If
the program then goes back to that value, only the record shows that it must be written again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..api import RunsiteError
from .drift import id_now
from .fields import Props
from .messages.creation_log import creation_log_unusable
from .private_folder import PrivateFolder


class StateRecord:
    """The id and the revision with which the resource was last seen in the state."""

    def __init__(self, folder: Path | None = None, account: str = "", urn: str = "") -> None:
        """Without a *folder*, nothing is kept."""
        name = hashlib.sha256(f"state {account} {urn}".encode()).hexdigest()
        self._folder = PrivateFolder(folder) if folder else None
        self._name = f"{name}.json"
        self._record: dict[str, Any] | None = None
        """The record as last read or written: one call at a time is about a resource."""
        self._before_write: dict[str, Any] | None = None
        """The record as it was when the write of this call began, None before."""

    def id(self) -> str | None:
        """Return the id that the object has now, None if it is unknown."""
        known = self._read()
        id = known.get("id_now", known.get("id"))
        return id if isinstance(id, str) else None

    def store(self, id: str, state: Props) -> None:
        """Record that *state* is the one of the resource, which is the object *id*."""
        with suppress(RunsiteError):  # then nothing is known, and nothing is written in place
            self._write(self._known(id) | _entry(id, state))

    def replaced(self, id: str, state: Props) -> None:
        """Record that *state* replaces another one of the same object, whose delete is to come."""
        known = self._known(id)
        pending = known.get("pending", 0) + 1
        self._write(known | _entry(id, state) | {"pending": pending})

    def begin_write(self, id: str, marks: Mapping[str, Any]) -> None:
        """Record that the object *id* is written, whose state has *marks* until that is stored."""
        self._before_write = self._read()
        with suppress(RunsiteError):  # then a refresh shows what an interrupted write has changed
            self._write(self._known(id) | {"id": id, "written_over": dict(marks)})

    def end_write(self, *marks: str) -> None:
        """Record that nothing was written for *marks*, or for any; or that the state has it."""
        known = self._read()
        over = known.pop("written_over", None)
        if over is None:
            return
        left = {name: over[name] for name in over if marks and name not in marks}
        with suppress(RunsiteError):
            self._write(known | ({"written_over": left} if left else {}))

    def undo_write(self) -> None:
        """Record that the write that has begun wrote nothing: what was unknown before still is."""
        if self._before_write is not None:
            with suppress(RunsiteError):
                self._write(self._before_write)

    def unsure(self, id: str, state: Props) -> frozenset[str]:
        """Return the marks with which *state* is one of before an interrupted write of *id*."""
        marks = self._known(id).get("written_over")
        known = marks.items() if isinstance(marks, dict) else ()
        return frozenset(n for n, mark in known if mark is not None and mark == state.get(n))

    def as_known(
        self, id: str, state: Props, written_in_place: Mapping[str, tuple[str, ...]]
    ) -> Props:
        """Return *state* without the values that an interrupted write may have replaced."""
        unsure = self.unsure(id, state)
        if not unsure and written_in_place:
            self.end_write()
        unknown = {name for mark in unsure for name in written_in_place.get(mark, ())}
        return {name: value for name, value in state.items() if name not in unknown}

    def is_replaced(self, id: str, state: Props) -> bool:
        """Return whether *state* is one of the object *id* that another has replaced."""
        known = self._read()
        is_pending = self.id() == id_now(id, state) and known.get("pending", 0) > 0
        return is_pending and known.get("revision") != state.get("revision")

    def delete_skipped(self) -> None:
        """Record that a delete of a replaced state did nothing."""
        known = self._read()
        if known:
            self._write(known | {"pending": max(0, known.get("pending", 0) - 1)})

    def forget(self, id: str) -> None:
        """Forget the object *id*: it is deleted."""
        if self._folder and self._read().get("id") == id:
            self._record = None
            with suppress(OSError):
                self._folder.remove(self._name)

    def _known(self, id: str) -> dict[str, Any]:
        """Return the record, empty if it is of another object."""
        known = self._read()
        return known if known.get("id") == id else {}

    def _read(self) -> dict[str, Any]:
        if self._record is None:
            self._record = self._stored()
        return dict(self._record)

    def _stored(self) -> dict[str, Any]:
        try:
            content = self._folder.read(self._name) if self._folder else None
            record = json.loads(content or b"{}")
        except (OSError, ValueError):  # then nothing is known, and nothing is written in place
            return {}
        return record if isinstance(record, dict) else {}

    def _write(self, record: dict[str, Any]) -> None:
        if self._folder is None or record == (known := self._read()):
            return
        # A delete that is to come must find its record; without another one nothing is known.
        is_needed = known.get("pending") or record.get("pending")
        write = self._folder.write if is_needed else self._folder.write_unsynced
        try:
            write(self._name, json.dumps(record).encode())
        except OSError as error:
            message = creation_log_unusable(str(self._folder.path), str(error.strerror))
            raise RunsiteError(message) from None
        self._record = record


def _entry(id: str, state: Props) -> dict[str, Any]:
    """Return what is known of the object *id* by *state*."""
    return {"id": id, "id_now": id_now(id, state), "revision": state.get("revision")}
