"""The only place that touches the state file."""

from __future__ import annotations

import json
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
    """

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600, exist_ok=True)
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
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
        rows = self._file.execute("SELECT body FROM record WHERE kind = ? ORDER BY rowid", (kind,))
        for (body,) in rows:
            yield json.loads(body)

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
