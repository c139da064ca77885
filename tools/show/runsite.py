"""What a local Runsite was asked in one step of the show, and what people do in its dashboard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tools.local_runsite import LocalRunsite


@dataclass(frozen=True)
class Asked:
    """The requests of one step: how many reads, and which writes how often."""

    reads: int
    writes: Counter[str]

    def __str__(self) -> str:
        count = self.writes.total()
        named = ", ".join(f"{n} {name}" for name, n in sorted(self.writes.items()))
        return f"{self.reads} GET, {count} writes{f' ({named})' if named else ''}"


class Runsite:
    """*local*, as the show looks at it."""

    def __init__(self, local: LocalRunsite) -> None:
        self.url = local.url
        self.api_key = local.api_key
        self._local = local
        self._seen = 0

    def asked(self) -> Asked:
        """Return what was asked since the last time this was called."""
        entries = self._local.journal(self._seen)
        self._seen = max((entry["seq"] for entry in entries), default=self._seen)
        writes = [e for e in entries if e["method"] != "GET"]
        return Asked(len(entries) - len(writes), Counter(str(e["operation"]) for e in writes))

    def change_in_dashboard(self, key: str, value: str) -> None:
        """Give the variable *key* another value, as somebody might in the dashboard."""
        there = self._local.control("GET", "state")["variables"]
        (id_,) = (variable["id"] for variable in there if variable["key"] == key)
        self._local.control("PATCH", f"dashboard/variables/{id_}", json={"value": value})
