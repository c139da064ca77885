"""The only place that remembers what was asked and answered."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import deque
from dataclasses import dataclass
from typing import Any

from .records import stamp

KEPT_ENTRIES = 20_000
SHOWN_BODY_BYTES = 1024 * 1024


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


class Journal:
    """
    The last 20,000 requests.

    Values of variables and secrets are shown as `sha256:` and 12 digits of a digest that is keyed
    with the salt of this run: equal values have equal digests, and no value can be read or guessed
    from one. `values="plain"` shows them.
    """

    def __init__(self, salt: str, values: str) -> None:
        self._salt = salt.encode()
        self._values = values
        self._entries: deque[Entry] = deque(maxlen=KEPT_ENTRIES)
        self._last_seq = 0

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

    def clear(self) -> None:
        """Forget every entry."""
        self._entries.clear()

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

    def digest(self, value: str) -> str:
        """Return what the journal shows for *value*."""
        # A refused request may hold half a character, and is shown like any other.
        text = value.encode(errors="surrogatepass")
        return "sha256:" + hmac.new(self._salt, text, hashlib.sha256).hexdigest()[:12]

    def _shown(self, entry: Entry) -> dict[str, Any]:
        return {
            "seq": entry.seq,
            "at": stamp(entry.at),
            "method": entry.method,
            "path": entry.path,
            "query": entry.query,
            "operation": entry.operation,
            "key_id": entry.key_id,
            "status": entry.status,
            "applied_status": entry.applied_status,
            "duration_ms": entry.duration_ms,
            "fault": entry.fault,
            "request_body": self._body(entry.request_body),
            "response_body": self._body(entry.response_body),
        }

    def _body(self, body: bytes) -> Any:
        if not body:
            return None
        if len(body) > SHOWN_BODY_BYTES:
            return {"too_long": len(body)}
        try:
            parsed = json.loads(body)
        except (ValueError, RecursionError):
            # Not JSON, so there is no telling where a value stands in it.
            text = body.decode(errors="replace")
            return {"not_json": text if self._values == "plain" else self.digest(text)}
        return parsed if self._values == "plain" else self._veiled(parsed)

    def _veiled(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self._veiled(item) for item in node]
        if not isinstance(node, dict):
            return node
        veiled = {name: self._veiled(item) for name, item in node.items()}
        for name in veiled.keys() & {"value", "input"}:
            # A mask is no secret, and to see that one was sent is what a reader looks for.
            if isinstance(veiled[name], str | int | float) and set(str(veiled[name])) - {"*"}:
                veiled[name] = self.digest(str(veiled[name]))
        return veiled
