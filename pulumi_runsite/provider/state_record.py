"""
What this machine knows of one resource's state: needed where a replacement keeps the id.

A create that replaces a variable with the same key writes the existing one in place. With
`pulumi up --replace` nothing tells the create that the state has that variable, and the delete that
follows, maybe in another run or process, names the same id. The record answers both questions.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..api import RunsiteError
from .fields import Props
from .messages.creation import creation_log_unusable


class StateRecord:
    """The id and the revision with which the resource was last seen in the state."""

    def __init__(self, folder: Path | None = None, account: str = "", urn: str = "") -> None:
        """Without a *folder*, nothing is kept."""
        name = hashlib.sha256(f"state {account} {urn}".encode()).hexdigest()
        self._file = folder / f"{name}.json" if folder else None

    def id(self) -> str | None:
        """Return the id, None if it is unknown."""
        id = self._read().get("id")
        return id if isinstance(id, str) else None

    def store(self, id: str, state: Props) -> None:
        """Record that *state* is the one of the resource, which is the object *id*."""
        known = self._read()
        pending = known.get("pending", 0) if known.get("id") == id else 0
        self._write(known, {"id": id, "revision": state.get("revision"), "pending": pending})

    def replaced(self, id: str, state: Props) -> None:
        """Record that *state* replaces another one of the same object, whose delete is to come."""
        self.store(id, state)
        known = self._read()
        self._write(known, known | {"pending": known.get("pending", 0) + 1})

    def is_replaced(self, id: str, state: Props) -> bool:
        """Return whether *state* is one of the object *id* that another has replaced."""
        known = self._read()
        is_pending = known.get("id") == id and known.get("pending", 0) > 0
        return is_pending and known.get("revision") != state.get("revision")

    def delete_skipped(self) -> None:
        """Record that a delete of a replaced state did nothing."""
        known = self._read()
        if known:
            self._write(known, known | {"pending": max(0, known.get("pending", 0) - 1)})

    def forget(self, id: str) -> None:
        """Forget the object *id*: it is deleted."""
        if self._file and self._read().get("id") == id:
            self._file.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        try:
            record = json.loads(self._file.read_text()) if self._file else {}
        except (OSError, ValueError):  # then nothing is known, and nothing is written in place
            return {}
        return record if isinstance(record, dict) else {}

    def _write(self, known: dict[str, Any], record: dict[str, Any]) -> None:
        if self._file is None or record == known:
            return
        with _errors_of(self._file.parent):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self._file.with_suffix(f".{secrets.token_hex(8)}")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
            try:
                with os.fdopen(os.open(draft, flags, 0o600), "w") as file:
                    file.write(json.dumps(record))
                draft.replace(self._file)
            finally:
                draft.unlink(missing_ok=True)


@contextmanager
def _errors_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RunsiteError(creation_log_unusable(str(folder), str(error.strerror))) from None
