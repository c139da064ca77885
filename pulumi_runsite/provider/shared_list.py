"""One list of what exists for all creates that run at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from .collection import Collection
from .context import Context
from .fields import Props
from .like_keys import folded

SHARED_S = 1.0
"""Seconds for which a list is shared: what another writer creates within them is not in it."""

Key = tuple[str, ...]


@dataclass
class SharedList:
    """What is in one list, by the fields that no two objects have in common, keys in any case."""

    fields: tuple[str, ...]
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _read_at: float | None = None
    ids: set[str] = field(default_factory=set)
    """The ids of all items."""
    _keys: set[Key] = field(default_factory=set)
    _is_incomplete: bool = False
    """Whether an item lacks one of the fields, so that it may be any."""
    _added: list[Props] = field(default_factory=list)
    """What was added since the list was requested, so that it may not have it."""

    @classmethod
    def of(cls, ctx: Context, collection: Collection, fields: Iterable[str]) -> SharedList:
        """Return the list that this run shares."""
        name = f"shared {collection.path}"
        shared: SharedList = ctx.client.observations.setdefault(name, cls(tuple(fields)))
        return shared

    async def refresh(self, ctx: Context, collection: Collection) -> list[Props] | None:
        """Read and return the list; None if it was read at most SHARED_S seconds ago."""
        async with self._lock:
            now = ctx.client.clock.now()
            if self._read_at is not None and now - self._read_at <= SHARED_S:
                return None
            self._added = []
            items = await collection.fetch(ctx)
            self._replace([*items, *self._added])
            self._read_at = now
            return items

    def _replace(self, items: list[Props]) -> None:
        self.ids = {str(item.get("id")) for item in items}
        complete = [item for item in items if self._has_fields(item)]
        self._keys = set(map(self._key, complete))
        self._is_incomplete = len(complete) < len(items)

    def add(self, item: Props) -> None:
        """Hold *item* too, which this run has created."""
        self._added.append(item)
        self.ids.add(str(item.get("id")))
        if self._has_fields(item):
            self._keys.add(self._key(item))

    def may_have(self, match: Props) -> bool:
        """Return whether an item has the fields of *match*, a key like it, or lacks one of them."""
        return self._is_incomplete or self._key(match) in self._keys

    def drop(self) -> None:
        """Have the list read again for the next create."""
        self._read_at = None

    def _has_fields(self, item: Props) -> bool:
        return all(name in item for name in self.fields)

    def _key(self, item: Props) -> Key:
        values = ((name, item[name]) for name in self.fields)
        return tuple(folded(value) if name == "key" else repr(value) for name, value in values)
