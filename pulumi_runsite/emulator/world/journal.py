"""The only place that remembers what was asked and answered."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from .records import stamp
from .redaction import Veil

KEPT_ENTRIES = 20_000
KEPT_BYTES = 64 * 1024 * 1024


@dataclass
class Entry:
    """
    One request and its answer.

    `status` is None while there is no whole answer, `applied_status` while nothing was carried
    out; they differ where a fault stood between the two.
    """

    seq: int
    at: float
    method: str
    path: str
    query: str
    request_body: bytes
    operation: str | None = None
    key_id: str | None = None
    status: int | None = None
    applied_status: int | None = None
    duration_ms: float | None = None
    fault: str | None = None
    response_body: bytes = b""

    @property
    def size(self) -> int:
        """How many bytes its bodies have."""
        return len(self.request_body) + len(self.response_body)


class Journal:
    """The last 20,000 requests, fewer if their bodies have more than 64 MB; behind a veil."""

    def __init__(self, veil: Veil) -> None:
        self._veil = veil
        self._entries: deque[Entry] = deque()
        self._last_seq = 0
        self._size = 0

    def next_seq(self) -> int:
        """Return the number of the next request; numbers go on after `clear`."""
        self._last_seq += 1
        return self._last_seq

    @property
    def last_seq(self) -> int:
        """The number of the last request."""
        return self._last_seq

    def add(self, entry: Entry) -> None:
        """Keep *entry*, which goes on changing until its request is answered."""
        self._entries.append(entry)
        self._size += entry.size
        while len(self._entries) > KEPT_ENTRIES or self._size > KEPT_BYTES:
            self._size -= self._entries.popleft().size

    def answered(self, entry: Entry, body: bytes) -> None:
        """Keep the body of the answer to *entry*."""
        if self._entries and entry.seq >= self._entries[0].seq:
            self._size += len(body) - len(entry.response_body)
        entry.response_body = body

    def clear(self) -> None:
        """Forget every entry."""
        self._entries.clear()
        self._size = 0

    def entries(
        self,
        *,
        method: str | None = None,
        path: str = "",
        operation: str | None = None,
        since: int = 0,
    ) -> list[dict[str, Any]]:
        """Return the entries after number *since* with this method, path prefix and operation."""
        return [
            self._shown(e)
            for e in self._entries
            if e.seq > since
            and e.path.startswith(path)
            and (method is None or e.method == method.upper())
            and (operation is None or e.operation == operation)
        ]

    def latest(self, count: int) -> list[dict[str, Any]]:
        """Return the last *count* entries, oldest first."""
        return self.entries(since=self._last_seq - count)

    def _shown(self, entry: Entry) -> dict[str, Any]:
        return {
            "seq": entry.seq,
            "at": stamp(entry.at),
            "method": entry.method,
            "path": self._veil.text(entry.path),
            "query": self._veil.text(entry.query),
            "operation": entry.operation,
            "key_id": entry.key_id,
            "status": entry.status,
            "applied_status": entry.applied_status,
            "duration_ms": entry.duration_ms,
            "fault": entry.fault,
            "request_body": self._veil.body(entry.request_body),
            "response_body": self._veil.body(entry.response_body),
        }
