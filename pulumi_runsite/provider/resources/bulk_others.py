"""Which variables a bulk write did not list, and what the list after it shows of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..fields import Props
from ..like_keys import folded
from .bulk_observations import WHOLE_LIST

Mark = tuple[Any, str]
"""The id and the folded name of a variable: an id may be that of a group, which several share."""


@dataclass(frozen=True)
class OtherVariables:
    """
    The variables of a list that a write of *sent* does not list.

    Runsite may store a key in another form than the program declares, and may as well keep two such
    keys apart: only the id shows which of both it is. One of which the list after it has only
    the name counts neither as kept nor as lost.
    """

    sent: list[Props]
    name_of: Callable[[Props], str]
    listed: list[Props]
    """All variables, as the list before the write has them."""
    created: list[Props]
    """What this run has created: the list before the write may lack it."""

    def among(self, items: Iterable[Props]) -> list[Props]:
        """Return those of *items* that are none of what was sent."""
        return [item for item in items if not self._is_own(item)]

    def without(self, deleted: Collection[str]) -> OtherVariables:
        """Return these without those that this run deletes, by id."""
        listed, created = (
            [item for item in items if item["id"] not in deleted]
            for items in (self.listed, self.created)
        )
        return replace(self, listed=listed, created=created)

    def of_group(self, grouping: str) -> list[Props]:
        """Return the listed ones that a bulk write would remove if it replaced by *grouping*."""
        return self._in_group(grouping, self.listed)

    def missing(self, items: list[Props]) -> list[Props]:
        """Return what this run has created, and neither list has: *items* is the one after."""
        names, known = set(map(self.name_of, self.listed)), self._marks(self.listed)
        new = [
            item
            for item in self.among(self.created)
            if self.name_of(item) not in names and self._mark(item) not in known
        ]
        return self._absent(new, items)

    def lost(self, items: list[Props], grouping: str = WHOLE_LIST) -> list[Props]:
        """Return those of a group that *items*, the list after, has neither by id nor by name."""
        missing = self._in_group(grouping, self.missing(items))
        return self._absent(self.of_group(grouping), items) + missing

    def kept(self, items: list[Props], grouping: str) -> list[Props]:
        """Return those of a group that *items*, the list after, shows to be kept."""
        marks, listed = self._marks(items), self._marks(self.listed)
        unlisted = {
            folded(self.name_of(item)) for item in self.sent if self._mark(item) not in listed
        }
        return [
            item
            for item in self.of_group(grouping)
            if self._mark(item) in marks and folded(self.name_of(item)) not in unlisted
        ]

    def doubled(self, items: list[Props]) -> list[str]:
        """Return the names that *items* has more often than the list before, of what was sent."""
        before, now = (Counter(map(self.name_of, each)) for each in (self.listed, items))
        sent = {folded(self.name_of(item)) for item in self.sent}
        return [n for n in now if folded(n) in sent and now[n] > max(before[n], 1)]

    def _in_group(self, grouping: str, items: list[Props]) -> list[Props]:
        others = self.among(items)
        if grouping == WHOLE_LIST:
            return others
        own = [item for item in self.listed if self._is_own(item)]
        values = {item.get(grouping) for item in (*self.sent, *own)}
        return [item for item in others if item.get(grouping) in values]

    def _absent(self, these: list[Props], items: list[Props]) -> list[Props]:
        """Return *these* without what *items* has, or has by the name under an unknown id."""
        marks, known = self._marks(items), self._marks([*self.listed, *self.created])
        others = [item for item in self.among(items) if self._mark(item) not in known]
        names = {folded(self.name_of(item)) for item in others}
        return [
            item
            for item in these
            if self._mark(item) not in marks and folded(self.name_of(item)) not in names
        ]

    def _is_own(self, item: Props) -> bool:
        return self.name_of(item) in self._sent_names or self._mark(item) in self._sent_marks

    @cached_property
    def _sent_names(self) -> set[str]:
        return set(map(self.name_of, self.sent))

    @cached_property
    def _sent_marks(self) -> set[Mark]:
        return self._marks(self.sent)

    def _mark(self, item: Props) -> Mark:
        return item.get("id"), folded(self.name_of(item))

    def _marks(self, items: Iterable[Props]) -> set[Mark]:
        return set(map(self._mark, items))
