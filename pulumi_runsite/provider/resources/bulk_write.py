"""Writes variables with a bulk PUT, which may replace the whole list: nobody documents it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...api import (
    ApiError,
    Interrupted,
    InvalidResponse,
    OnWait,
    OutcomeUnknown,
    Rejected,
    RunsiteError,
    Unavailable,
)
from ..attempt import as_reported
from ..collection import LOOK_AGAIN_S, Collection, is_same
from ..context import Context
from ..drift import changed_since, last_change, reported_value
from ..fields import Props
from ..messages import variables as messages
from .bulk_observations import WHOLE_LIST, BulkWrites
from .bulk_others import OtherVariables

UNKNOWN_OUTCOME = (OutcomeUnknown, Unavailable, Interrupted)
"""Errors after which Runsite may have the old value or the new one; an interrupt may hide one."""


class BulkReplacedError(RunsiteError):
    """The bulk write was carried out, and removed what it did not list."""

    def __init__(self, request: str, names: Iterable[str], lost: list[Props]) -> None:
        listed = ", ".join(f"`{name}`" for name in sorted(names))
        super().__init__(messages.bulk_write_replaced(request, listed))
        self.request = request
        self.lost = lost
        """The removed variables, as they were listed."""


TOO_LARGE = 413
"""The status of a request whose body is too large."""


@dataclass(frozen=True)
class BulkWrite:
    """The write of some variables of one parent."""

    noun: str
    siblings: Collection
    body_field: str
    items: list[Props]
    """What to write; with the `id` of a variable that exists, unless the API reports none."""
    name_of: Callable[[Props], str]
    """Returns the name of a variable, unique below the parent."""
    on_wait: OnWait = field(default_factory=OnWait)
    """What is done when the request waits for a rate limit."""
    fields: tuple[str, ...] = ()
    """The fields by which it may replace: all variables that share the value of one it lists."""

    @property
    def names(self) -> list[str]:
        """The names of the variables."""
        return [self.name_of(item) for item in self.items]

    async def send(self, ctx: Context) -> dict[str, Props] | None:
        """
        Write the variables, and return what the response contains of each, by name.

        Return None, with nothing sent, if bulk writes replace the list.

        Until one has kept what it did not list, of the whole list and of each of `fields`, one at a
        time is sent, and checked.

        Raises:
            BulkReplacedError: the variables were written, and others were removed.
            RunsiteError: they are not written, or it is unknown whether they are.
        """
        observed = BulkWrites.of(ctx.client, self.noun)
        if not observed.kept >= self._groupings:
            async with observed.lock:
                if not observed.kept >= self._groupings:
                    return None if observed.replaces else await self._send_checked(ctx, observed)
        return await self._put_and_confirm(ctx, observed)

    async def _send_checked(self, ctx: Context, observed: BulkWrites) -> dict[str, Props]:
        listed, path = await self.siblings.fetch_cached(ctx), self.siblings.path
        written = await self._put_and_confirm(ctx, observed)
        created = list((await observed.creates[path].settled()).values())
        others = OtherVariables(self.items, self.name_of, listed, created)
        have_ids = all("id" in item for item in self.items) and not observed.refuses_id
        unobserved = self._groupings - observed.kept
        has_others = any(map(others.of_group, unobserved)) or others.among(created)
        if (have_ids or observed.merges) and not has_others:
            return written
        items = await self._listed_after(ctx)
        if others.without(observed.deleted[path]).missing(items):  # the list may lag
            items = await self._listed_after(ctx, LOOK_AGAIN_S)
        if doubled := others.doubled(items):
            raise RunsiteError(messages.bulk_write_duplicated(self._request(ctx), doubled[0]))
        self._observe(ctx, observed, others.without(observed.deleted[path]), items)
        return written

    def _observe(
        self, ctx: Context, observed: BulkWrites, others: OtherVariables, items: list[Props]
    ) -> None:
        """Record what *items*, the list after the write, shows of the *others*."""
        unobserved, all_lost = self._groupings - observed.kept, others.lost(items)
        names = [self.name_of(item) for item in all_lost]
        if names:
            self.siblings.confirm_whole(ctx, f"`{min(names)}`")
        kept = {each for each in unobserved if others.kept(items, each)}
        lost = {each: others.lost(items, each) for each in unobserved}
        removed = [item for each in unobserved - kept for item in lost[each]]
        if removed:
            observed.has_removed(len(set(map(self.name_of, removed))))
            raise BulkReplacedError(self._request(ctx), names, all_lost)
        if names:  # a bulk write that replaces a group would have removed all of it
            listed = ", ".join(f"`{name}`" for name in sorted(names))
            ctx.engine_log.warning(messages.removed_during_write(self._request(ctx), listed))
        observed.has_kept({each for each in kept if not lost[each]}, self._groupings)

    async def _listed_after(self, ctx: Context, pause_s: float = 0.0) -> list[Props]:
        not_before = ctx.client.clock.now() + pause_s if pause_s else 0.0
        try:
            if pause_s:
                await ctx.client.clock.sleep(pause_s)
            return await self.siblings.fetch_cached(ctx, not_before)
        except RunsiteError as error:  # no refusal of the write, which has been carried out
            names = ", ".join(self.names)
            raise OutcomeUnknown(messages.write_unknown(error.reason, names)) from None

    def not_shown(self, ctx: Context, names: Iterable[str]) -> OutcomeUnknown:
        """Return the error for *names*, of which neither response nor list shows the write."""
        return OutcomeUnknown(messages.write_not_shown(self._request(ctx), ", ".join(names)))

    @property
    def _path(self) -> str:
        return f"{self.siblings.path}/bulk"

    def _request(self, ctx: Context) -> str:
        return ctx.client.request_name("PUT", self._path)

    @property
    def _groupings(self) -> frozenset[str]:
        return frozenset({WHOLE_LIST, *self.fields})

    async def _put_and_confirm(self, ctx: Context, observed: BulkWrites) -> dict[str, Props]:
        try:
            return self._by_name(self._listed(ctx, await self._put(ctx, observed)))
        except InvalidResponse as error:
            found = self._by_name(await self._listed_after(ctx))
            unseen = [self.name_of(item) for item in self.items if not self._is_in(found, item)]
            if not unseen:
                return found
            raise OutcomeUnknown(messages.write_unknown(error.reason, ", ".join(unseen))) from None

    def _is_in(self, found: dict[str, Props], item: Props) -> bool:
        reported = found.get(self.name_of(item), {})
        return has_fields(reported, {n: value for n, value in item.items() if n != "id"})

    def _listed(self, ctx: Context, response: Any) -> list[Props]:
        try:
            return self.siblings.items(self._request(ctx), response)
        except InvalidResponse:
            return []  # the documentation does not say what a bulk write returns

    def _by_name(self, items: list[Props]) -> dict[str, Props]:
        names = set(self.names)
        return {name: item for name, item in self.named(items) if name in names}

    def named(self, items: Iterable[Props]) -> Iterator[tuple[str, Props]]:
        """
        Yield *items* by name, that which was sent where Runsite stores it in another form.

        Of two with one name, only the one with the id that was sent is among them.
        """
        names, listed = set(self.names), list(items)
        by_id = {item["id"]: self.name_of(item) for item in self.items if "id" in item}
        found = {by_id[item["id"]] for item in listed if item.get("id") in by_id}
        for item in listed:
            name = self.name_of(item)
            sent = by_id.get(item.get("id"), name)
            name = sent if name not in names and is_same("key", name, sent) else name
            if name not in found or item.get("id") in by_id:
                yield name, item

    async def _put(self, ctx: Context, observed: BulkWrites) -> Any:
        # Without its id an existing key is a conflict; the other items would be sent as masks.
        bare = [{k: v for k, v in item.items() if k != "id"} for item in self.items]
        items = bare if observed.refuses_id else self.items
        try:
            return await ctx.client.send("PUT", self._path, {self.body_field: items}, self.on_wait)
        except Rejected as error:
            if items == bare or "id" not in error.unknown_fields:
                raise
            observed.refuses_id = True
            return await ctx.client.send("PUT", self._path, {self.body_field: bare}, self.on_wait)


def is_too_much(error: ApiError, names: list[str]) -> bool:
    """Return whether the API may have refused a write of *names* because they are too many."""
    if len(names) == 1:
        return False
    is_about_item = re.search(r"\bvariables\.\d", error.detail) or any(
        word in names for word in re.findall(r"\w+", error.detail)
    )
    return error.status == TOO_LARGE or (isinstance(error, Rejected) and not is_about_item)


def has_fields(item: Props, sent: Props) -> bool:
    """Return whether *item* has all that was *sent*, the key maybe in another form."""
    return all(
        is_same(name, item.get(name), value) if name == "key" else item.get(name) == value
        for name, value in sent.items()
    )


def is_shown(item: Props | None, sent: Props, before: Props) -> bool:
    """Return whether *item* may be what *sent* has made of *before*: not one that is as before."""
    if not item:
        return False
    value, old = item.get("value"), reported_value(before, "value")
    is_readable = item.get("is_secret") is False and value is not None
    is_old = value == old and as_reported(value) != as_reported(sent["value"])
    # A new time shows that it was written: Runsite has stored it in another form.
    return not (is_readable and is_old) or changed_since(item, last_change(before))
