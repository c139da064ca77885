"""Count the requests of one step of the demo, from the emulator's request log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pulumi_runsite.testing import Runsite


@dataclass(frozen=True)
class RequestCounts:
    """The number of GET requests, and of all others by operation (`create_project`)."""

    reads: int
    writes: Counter[str]

    def __str__(self) -> str:
        total = self.writes.total()
        by_operation = ", ".join(f"{n} {name}" for name, n in sorted(self.writes.items()))
        return f"{self.reads} GET, {total} writes{f' ({by_operation})' if by_operation else ''}"


class RequestLog:
    """A position in the request log of *emulator*."""

    def __init__(self, emulator: Runsite) -> None:
        self._emulator = emulator
        self._last_seq = 0

    def count_new(self) -> RequestCounts:
        """Count the requests since the previous call."""
        entries = self._emulator.journal(self._last_seq)
        self._last_seq = max((entry["seq"] for entry in entries), default=self._last_seq)
        writes = [e for e in entries if e["method"] != "GET"]
        operations = Counter(str(e["operation"]) for e in writes)
        return RequestCounts(len(entries) - len(writes), operations)
