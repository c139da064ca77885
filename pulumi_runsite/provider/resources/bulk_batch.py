"""Writes of one list that wait for each other go together, each with its own outcome."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from ...api import (
    ApiError,
    Conflict,
    InvalidResponse,
    NotFound,
    OutcomeUnknown,
    Rejected,
    RunsiteError,
    Unavailable,
)
from ..context import Context
from ..fields import Props
from ..messages import variables as messages
from .bulk_write import BulkReplacedError, BulkWrite, BulkWrites

MAX_ITEMS = 100
"""Variables in one bulk write at most."""
MAX_BYTES = 512 * 1024
"""Bytes of one bulk write at most, unless one variable alone has more."""

_TOO_LARGE = 413

Outcome = Props | None | Exception
"""What the API reports of a variable that is written, or why it is not; None if nothing is sent."""


async def write_existing(ctx: Context, write: BulkWrite) -> Props | None:
    """
    Write a variable that exists, and return what the response contains of it.

    Return None, with nothing sent, if bulk writes replace the list.

    Until one has kept what it did not list, one at a time is sent, and checked. Then those that
    wait for each other are sent together.

    Raises:
        BulkReplacedError: the variable was written, and others were removed.
        RunsiteError: it is not written, or it is unknown whether it is.
    """
    observed = write.observed(ctx)
    if observed.merges and not observed.confirms:
        return await write.put_and_confirm(ctx)
    return await BulkQueue.of(ctx, write.siblings.path).send(ctx, write)


async def _write_alone(ctx: Context, write: BulkWrite) -> Outcome:
    """Return the outcome of *write*, before which no bulk write has kept what it did not list."""
    observed = write.observed(ctx)
    try:
        async with observed.lock:
            if not observed.merges:
                return None if observed.replaces else await _write_checked(ctx, write, observed)
        return await write.put_and_confirm(ctx)
    except Exception as error:  # noqa: BLE001 - the write waits for its outcome
        return error


async def _write_checked(ctx: Context, write: BulkWrite, observed: BulkWrites) -> Props:
    siblings = write.siblings
    listed = await siblings.fetch_cached(ctx)
    before, count = write.others(listed), write.count(listed)
    written = await write.put_and_confirm(ctx)
    has_id = write.id is not None and not observed.refuses_id
    if has_id and not before:
        return written
    items = await siblings.fetch_cached(ctx)
    if write.count(items) > max(count, 1):
        raise RunsiteError(messages.bulk_write_duplicated(f"PUT {write.path}", write.name))
    remaining = {name for name in before if (siblings.path, name) not in observed.deleted}
    if lost := remaining - write.others(items):
        observed.replaces = True
        names = ", ".join(f"`{name}`" for name in sorted(lost))
        raise BulkReplacedError(messages.bulk_write_replaced(f"PUT {write.path}", names))
    observed.merges = bool(remaining)
    return written


class BulkQueue:
    """
    The writes of one list that wait while a bulk write of it is under way.

    There is no timer: what waits when that one ends is the next one.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[BulkWrite, asyncio.Future[Props | None]]] = deque()
        self._sender: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, ctx: Context, path: str) -> BulkQueue:
        """Return the queue of the run for the list at *path*."""
        queue: BulkQueue = ctx.client.observations.setdefault(f"bulk queue of {path}", cls())
        return queue

    async def send(self, ctx: Context, write: BulkWrite) -> Props | None:
        """Send *write*, with others that wait, and return what the API reports of it."""
        outcome: asyncio.Future[Props | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, outcome))
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send_all(ctx))
        return await outcome

    async def _send_all(self, ctx: Context) -> None:
        while self._waiting:
            observed = self._waiting[0][0].observed(ctx)
            batch = self._next_batch(MAX_ITEMS if observed.merges and observed.confirms else 1)
            writes = [write for write, _ in batch]
            if observed.merges:
                outcomes = await write_together(ctx, writes)
            else:
                outcomes = [await _write_alone(ctx, writes[0])]
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if future.done():  # cancelled
                    continue
                if isinstance(outcome, Exception):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)

    def _next_batch(self, most: int) -> list[tuple[BulkWrite, asyncio.Future[Props | None]]]:
        batch: list[tuple[BulkWrite, asyncio.Future[Props | None]]] = []
        names: set[str] = set()
        size = 0
        while self._waiting and len(batch) < most:
            write = self._waiting[0][0]
            size += write.size
            if batch and (size > MAX_BYTES or write.name in names):
                break
            batch.append(self._waiting.popleft())
            names.add(write.name)
        return batch


async def write_together(ctx: Context, writes: Sequence[BulkWrite]) -> list[Outcome]:
    """
    Write variables of one list, which exist and have different names, in one bulk call.

    Return the outcome of each. Where the API refuses the call, or does not show that it has written
    a variable, this one is written by a call of its own.
    """
    try:
        if len(writes) == 1:
            return [await writes[0].put_and_confirm(ctx)]
        response = await writes[0].put(ctx, [write.item_with_id(ctx) for write in writes])
        return await _confirmed(ctx, writes, response)
    except (OutcomeUnknown, Unavailable, InvalidResponse) as error:
        return [error] if len(writes) == 1 else await _read_back(ctx, writes, error)
    except ApiError as error:
        is_about_items = isinstance(error, (Conflict, NotFound, Rejected))
        if len(writes) == 1 or not (is_about_items or error.status == _TOO_LARGE):
            return [error] * len(writes)
    except Exception as error:  # noqa: BLE001 - each of the writes waits for its outcome
        return [error] * len(writes)
    middle = len(writes) // 2
    first = await write_together(ctx, writes[:middle])
    return first + await write_together(ctx, writes[middle:])


async def _confirmed(ctx: Context, writes: Sequence[BulkWrite], response: Any) -> list[Outcome]:
    """Return the outcome of each of *writes*, to which *response* is the response."""
    found = _by_name(writes, writes[0].reported_items(response))
    if not all(found.values()):
        try:
            found = _by_name(writes, await writes[0].siblings.fetch_cached(ctx))
        except RunsiteError:
            found = {}
    return await asyncio.gather(*(_one(ctx, write, found.get(write.name, [])) for write in writes))


async def _one(ctx: Context, write: BulkWrite, items: list[Props]) -> Outcome:
    """Return the outcome of *write*; send it alone where *items* do not show that it is written."""
    if len(items) == 1 and write.is_confirmed_by(items[0]):
        return items[0]
    write.observed(ctx).confirms = False
    return (await write_together(ctx, [write]))[0]


async def _read_back(
    ctx: Context, writes: Sequence[BulkWrite], error: RunsiteError
) -> list[Outcome]:
    """Return the outcome of each of *writes*, whose response is lost or not understood."""
    try:
        found = _by_name(writes, await writes[0].siblings.fetch_cached(ctx))
    except RunsiteError:
        found = {}
    outcomes: list[Outcome] = []
    for write in writes:
        items = found.get(write.name, [])
        unknown: RunsiteError = error
        if isinstance(error, InvalidResponse):
            unknown = OutcomeUnknown(messages.write_unknown(error.reason, write.name))
        is_written = len(items) == 1 and write.is_reported_by(items[0])
        outcomes.append(items[0] if is_written else unknown)
    return outcomes


def _by_name(writes: Sequence[BulkWrite], items: Iterable[Props]) -> dict[str, list[Props]]:
    found: dict[str, list[Props]] = {write.name: [] for write in writes}
    name_of = writes[0].name_of
    for item in items:
        if (same := found.get(name_of(item))) is not None:
            same.append(item)
    return found
