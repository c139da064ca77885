"""What a run has observed of bulk writes: whether one replaces what it does not list."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field

from ...api import Client
from ..fields import Props

WHOLE_LIST = ""
"""The grouping by which a bulk write may replace the whole list; any other one is a field."""


@dataclass
class Creates:
    """What a run creates in one list: a list that was read before lacks it."""

    created: dict[str, Props] = field(default_factory=dict)
    """The variables that this run has created, by name."""
    _under_way: set[asyncio.Event] = field(default_factory=set)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Have `settled` wait until the block ends."""
        ended = asyncio.Event()
        self._under_way.add(ended)
        try:
            yield
        finally:
            self._under_way.remove(ended)
            ended.set()

    async def settled(self) -> dict[str, Props]:
        """Wait until the creates that are under way now have ended; return what is created."""
        for ended in tuple(self._under_way):
            await ended.wait()
        return dict(self.created)


@dataclass
class BulkWrites:
    """What a run has observed of the bulk writes of one resource type."""

    kept: set[str] = field(default_factory=set)
    """The groupings of which one has kept what it did not list: it does not replace by them."""
    replaces: bool = False
    """Whether one has removed what it did not list: then no further one is sent."""
    recorded: str = ""
    """What the state keeps: `replace`, `suspected` if it was only one, `merge` if not confirmed."""
    confirms: bool = True
    """Whether each one of several variables has shown whether it was written: see `BulkQueue`."""
    refuses_id: bool = False
    """Whether the API does not know the `id` of an item."""
    deleted: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The ids of the variables that this run deletes, by the path of the list."""
    creates: defaultdict[str, Creates] = field(default_factory=lambda: defaultdict(Creates))
    """What this run creates, by the path of the list."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def of(cls, client: Client, noun: str) -> BulkWrites:
        """Return what the run of *client* has observed."""
        observed: BulkWrites = client.observations.setdefault(f"bulk writes of {noun}", cls())
        return observed

    @property
    def merges(self) -> bool:
        """Whether one has kept variables that it did not list."""
        return WHOLE_LIST in self.kept

    def has_removed(self, count: int) -> None:
        """Record that one has removed all that it did not list of a group, *count* variables."""
        self.replaces = True
        # Somebody else may have deleted the only other one: a second run has to observe it too.
        self.recorded = "replace" if count > 1 or self.recorded else "suspected"

    def has_kept(self, groupings: AbstractSet[str], possible: AbstractSet[str]) -> None:
        """Record *groupings* of which one has kept what it did not list, of all that *possible*."""
        self.kept |= groupings
        if self.kept >= possible:
            self.recorded = self.recorded and "merge"

    def recall(self, recorded: str) -> None:
        """Have this run know what an earlier one has *recorded*."""
        self.replaces |= recorded == "replace"
        if recorded == "replace" or not self.recorded:
            self.recorded = recorded
