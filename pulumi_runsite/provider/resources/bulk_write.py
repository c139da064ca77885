"""Writes variables with a bulk PUT, which may replace the whole list: nobody documents it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...api import Client, InvalidResponse, OutcomeUnknown, Rejected, RunsiteError, Unavailable
from ..collection import Collection
from ..context import Context
from ..drift import changed_since
from ..fields import Props
from ..messages import variables as messages

UNKNOWN_OUTCOME = (OutcomeUnknown, Unavailable)
"""Errors after which Runsite may have the old value or the new one."""


class BulkReplacedError(RunsiteError):
    """The bulk write was carried out, and removed what it did not list."""


@dataclass
class BulkWrites:
    """What a run has observed of the bulk writes of one resource type."""

    merges: bool = False
    """Whether one has kept the variables that it did not list."""
    replaces: bool = False
    """Whether one has removed them: then no further one is sent."""
    confirms: bool = True
    """Whether each one of several variables has shown whether it was written: see `BulkQueue`."""
    refuses_id: bool = False
    """Whether the API does not know the `id` of an item."""
    deleted: set[tuple[str, str]] = field(default_factory=set)
    """The path of the list and the name of the variables that this run deletes."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def of(cls, client: Client, noun: str) -> BulkWrites:
        """Return what the run of *client* has observed."""
        observed: BulkWrites = client.observations.setdefault(f"bulk writes of {noun}", cls())
        return observed


@dataclass(frozen=True)
class BulkWrite:
    """The write of one existing variable."""

    noun: str
    siblings: Collection
    body_field: str
    id: str | None
    """The id, None where the API reports none."""
    item: Props
    name_of: Callable[[Props], str]
    """Returns the name of a variable, unique below the parent."""
    changed_at: str | None = None
    """The time of its last change, as far as it is known."""

    @property
    def name(self) -> str:
        """The name of the variable."""
        return self.name_of(self.item)

    @property
    def size(self) -> int:
        """The bytes of the variable in a request."""
        return len(json.dumps(self.item)) + 64

    @property
    def path(self) -> str:
        """The path of the bulk write."""
        return f"{self.siblings.path}/bulk"

    def count(self, items: list[Props]) -> int:
        """Return how many of *items* have the name of the variable."""
        return [self.name_of(item) for item in items].count(self.name)

    def others(self, items: list[Props]) -> set[str]:
        """Return the names of all other *items*."""
        return {self.name_of(item) for item in items} - {self.name}

    async def put_and_confirm(self, ctx: Context) -> Props:
        """
        Send the write alone, and return what the response contains of it.

        Raises:
            RunsiteError: it is not written, or it is unknown whether it is.
        """
        try:
            response = await self.put(ctx, [self.item_with_id(ctx)])
        except InvalidResponse as error:
            for item in await self.siblings.fetch_cached(ctx):
                if self.is_reported_by(item):
                    return item
            raise OutcomeUnknown(messages.write_unknown(error.reason, self.name)) from None
        items = self.reported_items(response)
        return next((item for item in items if self.name_of(item) == self.name), {})

    async def put(self, ctx: Context, items: list[Props]) -> Any:
        """Return the response to a bulk write of *items*."""
        try:
            return await ctx.client.send("PUT", self.path, {self.body_field: items})
        except Rejected as error:
            if "id" not in error.unknown_fields or not any("id" in item for item in items):
                raise
            self.observed(ctx).refuses_id = True
            items = [{k: v for k, v in item.items() if k != "id"} for item in items]
            return await ctx.client.send("PUT", self.path, {self.body_field: items})

    def item_with_id(self, ctx: Context) -> Props:
        """Return what is sent of the variable."""
        # Without its id an existing key is a conflict; the other items would be sent as masks.
        is_known = self.id is not None and not self.observed(ctx).refuses_id
        return {"id": self.id} | self.item if is_known else self.item

    def reported_items(self, response: Any) -> list[Props]:
        """Return the variables in the response to a bulk write, which need not contain any."""
        try:
            return self.siblings.items(response)
        except InvalidResponse:
            return []  # the documentation does not say what a bulk write returns

    def is_reported_by(self, item: Props) -> bool:
        """Return whether the API reports exactly what is written."""
        return all(item.get(name) == value for name, value in self.item.items())

    def is_confirmed_by(self, item: Props) -> bool:
        """Return whether *item* shows that the write was carried out, also of a masked value."""
        if self.id not in (None, item.get("id")):
            return False
        if self.is_reported_by(item):
            return True
        readable = {name: value for name, value in self.item.items() if name != "value"}
        is_same = item.get("is_secret") is not False and readable.items() <= item.items()
        return is_same and changed_since(item, self.changed_at)

    def observed(self, ctx: Context) -> BulkWrites:
        """Return what the run has observed of bulk writes like this one."""
        return BulkWrites.of(ctx.client, self.noun)
