"""Writes one variable with a bulk PUT, which may replace the whole list: nobody documents it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...api import (
    Client,
    Interrupted,
    InvalidResponse,
    OutcomeUnknown,
    Rejected,
    RunsiteError,
    Unavailable,
)
from ..collection import Collection
from ..context import Context
from ..fields import Props
from ..messages import variables as messages

UNKNOWN_OUTCOME = (OutcomeUnknown, Unavailable, Interrupted)
"""Errors after which Runsite may have the old value or the new one; an interrupt may hide one."""


class BulkReplacedError(RunsiteError):
    """The bulk write was carried out, and removed what it did not list."""


@dataclass
class BulkWrites:
    """What a run has observed of the bulk writes of one resource type."""

    merges: bool = False
    """Whether one has kept the variables that it did not list."""
    replaces: bool = False
    """Whether one has removed them: then no further one is sent."""
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

    @property
    def name(self) -> str:
        """The name of the variable."""
        return self.name_of(self.item)

    async def send(self, ctx: Context) -> Props | None:
        """
        Write the variable, and return what the response contains of it.

        Return None, with nothing sent, if bulk writes replace the list.

        Until one has kept what it did not list, one at a time is sent, and checked.

        Raises:
            BulkReplacedError: the variable was written, and others were removed.
            RunsiteError: it is not written, or it is unknown whether it is.
        """
        observed = BulkWrites.of(ctx.client, self.noun)
        if not observed.merges:
            async with observed.lock:
                if not observed.merges:
                    return None if observed.replaces else await self._send_checked(ctx, observed)
        return await self._put_and_confirm(ctx, observed)

    async def _send_checked(self, ctx: Context, observed: BulkWrites) -> Props:
        listed = await self.siblings.fetch_cached(ctx)
        before, count = self._others(listed), self._count(listed)
        written = await self._put_and_confirm(ctx, observed)
        has_id = self.id is not None and not observed.refuses_id
        if has_id and not before:
            return written
        items = await self.siblings.fetch_cached(ctx)
        if self._count(items) > max(count, 1):
            raise RunsiteError(messages.bulk_write_duplicated(f"PUT {self._path}", self.name))
        remaining = {name for name in before if (self.siblings.path, name) not in observed.deleted}
        if lost := remaining - self._others(items):
            observed.replaces = True
            names = ", ".join(f"`{name}`" for name in sorted(lost))
            raise BulkReplacedError(messages.bulk_write_replaced(f"PUT {self._path}", names))
        observed.merges = bool(remaining)
        return written

    @property
    def _path(self) -> str:
        return f"{self.siblings.path}/bulk"

    def _count(self, items: list[Props]) -> int:
        return [self.name_of(item) for item in items].count(self.name)

    def _others(self, items: list[Props]) -> set[str]:
        return {self.name_of(item) for item in items} - {self.name}

    async def _put_and_confirm(self, ctx: Context, observed: BulkWrites) -> Props:
        try:
            return self._reported(await self._put(ctx, observed))
        except InvalidResponse as error:
            for item in await self.siblings.fetch_cached(ctx):
                if all(item.get(name) == value for name, value in self.item.items()):
                    return item
            raise OutcomeUnknown(messages.write_unknown(error.reason, self.name)) from None

    def _reported(self, response: Any) -> Props:
        try:
            items = self.siblings.items(response)
        except InvalidResponse:
            return {}  # the documentation does not say what a bulk write returns
        return next((item for item in items if self.name_of(item) == self.name), {})

    async def _put(self, ctx: Context, observed: BulkWrites) -> Any:
        # Without its id an existing key is a conflict; the other items would be sent as masks.
        id = {} if self.id is None or observed.refuses_id else {"id": self.id}
        try:
            return await ctx.client.send("PUT", self._path, {self.body_field: [id | self.item]})
        except Rejected as error:
            if not id or "id" not in error.unknown_fields:
                raise
            observed.refuses_id = True
            return await ctx.client.send("PUT", self._path, {self.body_field: [self.item]})
