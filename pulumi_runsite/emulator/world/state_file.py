"""The only place that touches the state file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol


class Disk(Protocol):
    """What a store needs to outlive its process."""

    def put(self, kind: str, id: str, record: dict[str, Any]) -> None:
        """Keep *record*, replacing what has this kind and id."""

    def remove(self, kind: str, id: str) -> None:
        """Forget the record of this kind and id."""

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the records of *kind*, oldest first."""

    @property
    def is_dirty(self) -> bool:
        """Whether something was put or removed since the last commit."""

    def commit(self) -> None:
        """Make everything since the last commit survive the end of this process."""

    def close(self) -> None:
        """Let go of the file."""


class StateFileError(ValueError):
    """The state file cannot be used; says which, and why."""


class NoDisk:
    """Keeps nothing: the state ends with the process."""

    def put(self, kind: str, id: str, record: dict[str, Any]) -> None:
        """Keep nothing."""

    def remove(self, kind: str, id: str) -> None:
        """Have nothing to forget."""

    def records(self, kind: str) -> Iterator[dict[str, Any]]:  # noqa: ARG002 - the protocol's
        """Yield nothing."""
        return iter(())

    @property
    def is_dirty(self) -> bool:
        """Never."""
        return False

    def commit(self) -> None:
        """Have nothing to make safe."""

    def close(self) -> None:
        """Have nothing to close."""


class SqliteDisk:
    """
    Keeps records as JSON in one SQLite file, readable by its owner only.

    What is committed survives `kill -9` of the process (measured by a test). It is not synced on
    every commit, so the last writes may be lost when the whole machine loses its power.

    Raises:
        StateFileError: the file cannot be used, or another emulator has it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._file = sqlite3.connect(path, timeout=0, check_same_thread=False)
        except OSError as error:
            raise StateFileError(f"cannot keep state in {path}: {error.strerror}") from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._file.close()
            reason = "another emulator has it" if "locked" in str(error) else str(error)
            raise StateFileError(f"cannot keep state in {path}: {reason}") from error

    def _prepare(self) -> None:
        # Two emulators with one file would each remember half; so the first one keeps the lock.
        self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        tables = [name for (name,) in self._file.execute("SELECT name FROM sqlite_master")]
        if tables and "record" not in tables:
            raise sqlite3.DatabaseError("it holds something else")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS record (kind TEXT, id TEXT, body TEXT NOT NULL, "
            "PRIMARY KEY (kind, id))"
        )
        self._file.commit()

    def put(self, kind: str, id: str, record: dict[str, Any]) -> None:
        """Keep *record*, replacing what has this kind and id, in its old place in the order."""
        self._file.execute(
            "INSERT INTO record VALUES (?, ?, ?) "
            "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (kind, id, json.dumps(record)),
        )

    def remove(self, kind: str, id: str) -> None:
        """Forget the record of this kind and id."""
        self._file.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, id))

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the records of *kind*, oldest first."""
        rows = "SELECT body FROM record WHERE kind = ? ORDER BY rowid"
        try:
            for (body,) in self._file.execute(rows, (kind,)):
                yield json.loads(body)
        except (ValueError, sqlite3.Error) as error:
            raise StateFileError(f"cannot read state from {self._path}: {error}") from error

    @property
    def is_dirty(self) -> bool:
        """Whether something was put or removed since the last commit."""
        return self._file.in_transaction

    def commit(self) -> None:
        """Write everything since the last commit."""
        self._file.commit()

    def close(self) -> None:
        """Close the file; what was not committed is dropped."""
        self._file.close()
