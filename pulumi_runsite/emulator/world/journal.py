"""The journal: a log of the requests to the API and their responses."""

from __future__ import annotations

import sys
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from .records import timestamp
from .redaction import Redactor

MAX_ENTRIES = 20_000
MAX_BYTES = 64 * 1024 * 1024


@dataclass
class JournalEntry:
    """
    One request and its response.

    `status` is None until the client received a complete response, `applied_status` is None until
    the request was applied. They differ when a fault changed the response.
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
    retry_after: str | None = None
    response_body: bytes = b""

    @property
    def size(self) -> int:
        """The bytes in memory of what the client chose: the address and both bodies."""
        address = sys.getsizeof(self.path) + sys.getsizeof(self.query)
        return address + len(self.request_body) + len(self.response_body)


class Journal:
    """The last 20,000 requests, or fewer if they exceed 64 MB; redacted when read."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._entries: deque[JournalEntry] = deque()
        self._counts: Counter[str] = Counter()
        self._last_seq = 0
        self._size = 0

    def next_seq(self) -> int:
        """Return the number of the next request; `clear` does not reset it."""
        self._last_seq += 1
        return self._last_seq

    @property
    def last_seq(self) -> int:
        """The number of the last request."""
        return self._last_seq

    def counts(self) -> dict[str, int]:
        """Return the number of all requests by method, also of those whose entry was removed."""
        return dict(self._counts)

    @property
    def size(self) -> int:
        """The size of all entries in bytes, which `MAX_BYTES` limits."""
        return self._size

    def add(self, entry: JournalEntry) -> None:
        """Add *entry*, which is completed when its request is answered."""
        self._entries.append(entry)
        self._counts[entry.method] += 1
        self._size += entry.size
        while len(self._entries) > MAX_ENTRIES or self._size > MAX_BYTES:
            self._size -= self._entries.popleft().size

    def set_response_body(self, entry: JournalEntry, body: bytes) -> None:
        """Set the response body of *entry*."""
        if self._entries and entry.seq >= self._entries[0].seq:
            self._size += len(body) - len(entry.response_body)
        entry.response_body = body

    def clear(self) -> None:
        """Remove every entry."""
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
            self._redacted(e)
            for e in self._entries
            if e.seq > since
            and e.path.startswith(path)
            and (method is None or e.method == method.upper())
            and (operation is None or e.operation == operation)
        ]

    def latest(self, count: int) -> list[dict[str, Any]]:
        """Return the last *count* entries, oldest first."""
        return self.entries(since=self._last_seq - count)

    def _redacted(self, entry: JournalEntry) -> dict[str, Any]:
        return {
            "seq": entry.seq,
            "at": timestamp(entry.at),
            "method": entry.method,
            "path": self._redactor.redact_text(entry.path),
            "query": self._redactor.redact_text(entry.query),
            "operation": entry.operation,
            "key_id": entry.key_id,
            "status": entry.status,
            "applied_status": entry.applied_status,
            "duration_ms": entry.duration_ms,
            "fault": entry.fault,
            "retry_after": entry.retry_after,
            "request_body": self._redactor.redact_body(entry.request_body),
            "response_body": self._redactor.redact_body(entry.response_body),
        }
