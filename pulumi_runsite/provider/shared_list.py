"""One list of what exists for all creates that run at the same time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .collection import Collection
from .context import Context
from .fields import Props

SHARED_S = 1.0
"""Seconds for which a list is shared: what another writer creates within them is not in it."""

Key = tuple[str, ...]


@dataclass
class SharedList:
    """The objects in one list, by the fields that no two of them have in common."""

    fields: tuple[str, ...]
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _read_at: float | None = None
    ids: set[str] = field(default_factory=set)
    """The ids of all items."""
    _by_key: defaultdict[Key, list[Props]] = field(default_factory=lambda: defaultdict(list))
    _incomplete: list[Props] = field(default_factory=list)
    """The items that lack one of the fields, so that each of them may be meant."""

    @classmethod
    def of(cls, ctx: Context, collection: Collection, fields: Iterable[str]) -> SharedList:
        """Return the list that this run shares."""
        name = f"shared {collection.path}"
        shared: SharedList = ctx.client.observations.setdefault(name, cls(tuple(fields)))
        return shared

    async def refresh(self, ctx: Context, collection: Collection) -> None:
        """Read the list, unless it was read at most SHARED_S seconds ago."""
        async with self._lock:
            now = ctx.client.clock.now()
            if self._read_at is None or now - self._read_at > SHARED_S:
                self.replace(await collection.fetch(ctx))
                self._read_at = now

    def replace(self, items: list[Props]) -> None:
        """Hold *items*, as just read."""
        self.ids = set()
        self._by_key = defaultdict(list)
        self._incomplete = []
        for item in items:
            self.add(item)

    def add(self, item: Props) -> None:
        """Hold *item* too, which this run has created."""
        self.ids.add(str(item.get("id")))
        if all(name in item for name in self.fields):
            self._by_key[self._key(item)].append(item)
        else:
            self._incomplete.append(item)

    def may_have(self, match: Props) -> bool:
        """Return whether an item has the fields of *match*, or lacks one of them."""
        return bool(self._incomplete or self._key(match) in self._by_key)

    def drop(self) -> None:
        """Have the list read again for the next create."""
        self._read_at = None

    def _key(self, item: Props) -> Key:
        return tuple(repr(item[name]) for name in self.fields)
