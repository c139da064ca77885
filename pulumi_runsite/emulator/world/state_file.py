"""The state file: a SQLite database that keeps the records between runs."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol


class StateFile(Protocol):
    """Storage of records as JSON objects, by record type and id."""

    def put(self, kind: str, id: str, record: dict[str, Any]) -> None:
        """Insert *record*, or replace the one with this type and id."""

    def remove(self, kind: str, id: str) -> None:
        """Delete the record with this type and id."""

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the records of one type, oldest first."""

    @property
    def is_dirty(self) -> bool:
        """Whether there are changes since the last commit."""

    def commit(self) -> None:
        """Make all changes since the last commit durable."""

    def close(self) -> None:
        """Close the file."""


class StateFileError(ValueError):
    """The state file cannot be used; the message has its path and the reason."""


class NoStateFile:
    """Stores nothing: the state is in memory only."""

    def put(self, kind: str, id: str, record: dict[str, Any]) -> None:
        """Do nothing."""

    def remove(self, kind: str, id: str) -> None:
        """Do nothing."""

    def records(self, kind: str) -> Iterator[dict[str, Any]]:  # noqa: ARG002 - the protocol's
        """Yield nothing."""
        return iter(())

    @property
    def is_dirty(self) -> bool:
        """Always False."""
        return False

    def commit(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def _create_private(path: Path) -> None:
    """Create *path* with mode 0600, or give that mode to it and the files that SQLite adds."""
    for file in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
        flags = os.O_RDWR | (os.O_CREAT if file == path else os.O_NOFOLLOW)
        try:
            handle = os.open(file, flags, 0o600)
        except FileNotFoundError:
            if file == path:
                raise
            continue
        try:
            os.fchmod(handle, 0o600)  # fails for a file of another user, who could read it
        finally:
            os.close(handle)


class SqliteStateFile:
    """
    Stores records in one SQLite file with mode 0600.

    Committed records survive `kill -9` of the process (measured by a test). The file is not synced
    on every commit, so the last writes may be lost when the machine loses power.

    Raises:
        StateFileError: The file cannot be used, or another emulator uses it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            _create_private(path)
            self._database = sqlite3.connect(path, timeout=0, check_same_thread=False)
        except OSError as error:
            raise StateFileError(f"cannot keep state in {path}: {error.strerror}") from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._database.close()
            reason = "another emulator uses it" if "locked" in str(error) else str(error)
            raise StateFileError(f"cannot keep state in {path}: {reason}") from error

    def _prepare(self) -> None:
        # Two emulators would each hold half of the records in memory: the first keeps the lock.
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        tables = [name for (name,) in self._database.execute("SELECT name FROM sqlite_master")]
        if tables and "record" not in tables:
            raise sqlite3.DatabaseError("it is the database of another program")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS record (kind TEXT, id TEXT, body TEXT NOT NULL, "
            "PRIMARY KEY (kind, id))"
        )
        self._database.commit()

    def put(self, kind: str, id: str, record: dict[str, Any]) -> None:
        """Insert *record*, or replace the one with this type and id at its position."""
        self._database.execute(
            "INSERT INTO record VALUES (?, ?, ?) "
            "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (kind, id, json.dumps(record)),
        )

    def remove(self, kind: str, id: str) -> None:
        """Delete the record with this type and id."""
        self._database.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, id))

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the records of one type, oldest first."""
        query = "SELECT body FROM record WHERE kind = ? ORDER BY rowid"
        try:
            for (body,) in self._database.execute(query, (kind,)):
                yield json.loads(body)
        except (ValueError, sqlite3.Error) as error:
            raise StateFileError(f"cannot read state from {self._path}: {error}") from error

    @property
    def is_dirty(self) -> bool:
        """Whether there are changes since the last commit."""
        return self._database.in_transaction

    def commit(self) -> None:
        """Write all changes since the last commit."""
        self._database.commit()

    def close(self) -> None:
        """Close the file; changes that are not committed are lost."""
        self._database.close()
