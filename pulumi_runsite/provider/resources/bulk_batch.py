"""Writes of one list that wait for each other go together, each with its own outcome."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...api import ApiError, Conflict, NotFound, Rejected, RunsiteError
from ...api.interruption import complete_nothing
from ..context import Context
from ..drift import changed_since, last_change
from ..fields import Props
from .bulk_observations import BulkWrites
from .bulk_write import TOO_LARGE, UNKNOWN_OUTCOME, BulkWrite, has_fields, is_shown
from .write_evidence import is_unchanged

MAX_ITEMS = 100
"""Variables in one bulk write at most."""
MAX_BYTES = 512 * 1024
"""Bytes of one bulk write at most, unless one variable alone has more."""

Outcome = Props | None | Exception
"""What the API reports of a variable that is written, or why it is not; None if nothing is sent."""


@dataclass(frozen=True)
class VariableWrite:
    """The write of one variable that exists."""

    write: BulkWrite
    before: Props
    """The variable as it was, as far as it is known."""

    @cached_property
    def name(self) -> str:
        """The name of the variable."""
        return self.write.names[0]

    @property
    def size(self) -> int:
        """The bytes of the variable in a request."""
        return len(json.dumps(self.write.items[0])) + 1

    def is_reported_by(self, item: Props) -> bool:
        """Return whether the API reports exactly what is written."""
        (sent,) = self.write.items
        return has_fields(item, sent)

    def is_confirmed_by(self, item: Props) -> bool:
        """Return whether *item* shows that the write was carried out, also of a masked value."""
        (sent,) = self.write.items
        known = {name: value for name, value in sent.items() if name != "value"}
        if not has_fields(item, known):
            return False
        if item.get("value") == sent["value"]:
            return True
        return item.get("is_secret") is not False and changed_since(item, last_change(self.before))


async def write_existing(ctx: Context, variable: VariableWrite) -> Props | None:
    """
    Write a variable that exists, and return what the API reports of it.

    Return None, with nothing sent, if bulk writes replace the list.

    Raises:
        BulkReplacedError: the variable was written, and others were removed.
        RunsiteError: it is not written, or it is unknown whether it is.
    """
    observed = _observed(ctx, variable)
    if observed.merges and not observed.confirms:
        return await _write_alone(ctx, variable)
    return await BulkQueue.of(ctx, variable.write.siblings.path).send(ctx, variable)


class BulkQueue:
    """
    The writes of one list that wait while a bulk write of it is under way.

    There is no timer: what waits when that one ends is the next one. Before one has kept what it
    did not list, and where it does not show what it has written, each is sent alone.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[VariableWrite, asyncio.Future[Props | None]]] = deque()
        self._sender: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, ctx: Context, path: str) -> BulkQueue:
        """Return the queue of the run for the list at *path*."""
        queue: BulkQueue = ctx.client.observations.setdefault(f"bulk queue of {path}", cls())
        return queue

    async def send(self, ctx: Context, variable: VariableWrite) -> Props | None:
        """Send the write, with others that wait, and return what the API reports of it."""
        outcome: asyncio.Future[Props | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((variable, outcome))
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send_all(ctx))
        return await outcome

    async def _send_all(self, ctx: Context) -> None:
        complete_nothing()
        while self._waiting:
            observed = _observed(ctx, self._waiting[0][0])
            batch = self._next_batch(MAX_ITEMS if observed.merges and observed.confirms else 1)
            outcomes = await write_together(ctx, [variable for variable, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if future.done():  # cancelled
                    continue
                if isinstance(outcome, Exception):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)

    def _next_batch(self, most: int) -> list[tuple[VariableWrite, asyncio.Future[Props | None]]]:
        batch: list[tuple[VariableWrite, asyncio.Future[Props | None]]] = []
        names: set[str] = set()
        size = 0
        while self._waiting and len(batch) < most:
            variable = self._waiting[0][0]
            size += variable.size
            if batch and (size > MAX_BYTES or variable.name in names):
                break
            batch.append(self._waiting.popleft())
            names.add(variable.name)
        return batch


async def write_together(ctx: Context, variables: Sequence[VariableWrite]) -> list[Outcome]:
    """
    Write variables of one list, which exist and have different names, in one bulk call.

    Return the outcome of each. Where the API refuses the call, or does not show that it has written
    a variable, this one is written by a call of its own.
    """
    try:
        if len(variables) == 1:
            return [await _write_alone(ctx, variables[0])]
        found = await _joined(variables).send(ctx)
        return await _confirmed(ctx, variables, found or {})
    except UNKNOWN_OUTCOME as error:
        return [error] if len(variables) == 1 else await _read_back(ctx, variables, error)
    except ApiError as error:
        is_about_items = isinstance(error, (Conflict, NotFound, Rejected))
        lost_at = variables[0].write.on_wait.lost_at
        for variable in variables if lost_at is not None else ():
            variable.write.on_wait.lost_at = lost_at  # it may have been carried out for all
        if len(variables) == 1 or not (is_about_items or error.status == TOO_LARGE):
            return [error] * len(variables)
    except Exception as error:  # noqa: BLE001 - each of the writes waits for its outcome
        return [error] * len(variables)
    middle = len(variables) // 2
    first = await write_together(ctx, variables[:middle])
    return first + await write_together(ctx, variables[middle:])


def _joined(variables: Sequence[VariableWrite]) -> BulkWrite:
    items = [item for variable in variables for item in variable.write.items]
    return replace(variables[0].write, items=items)


async def _write_alone(ctx: Context, variable: VariableWrite) -> Props | None:
    found = await variable.write.send(ctx)
    if found is None:
        return None
    (sent,) = variable.write.items
    item = found.get(variable.name)
    if is_shown(item, sent, variable.before):
        return item
    items = await _list_items(ctx, variable)
    listed = _listed_as(variable, items)
    shown = [each for each in listed if is_shown(each, sent, variable.before)]
    if not shown or all(is_unchanged(ctx, each, variable.before, items) for each in shown):
        raise variable.write.not_shown(ctx, [variable.name])
    return shown[0] if len(listed) == 1 else {}


async def _confirmed(
    ctx: Context, variables: Sequence[VariableWrite], found: dict[str, Props]
) -> list[Outcome]:
    """Return the outcome of each of *variables*; *found* is what the response contains of them."""
    if any(variable.name not in found for variable in variables):
        found = await _listed(ctx, variables)
    outcomes = (_outcome(ctx, variable, found.get(variable.name)) for variable in variables)
    return await asyncio.gather(*outcomes)


async def _outcome(ctx: Context, variable: VariableWrite, item: Props | None) -> Outcome:
    if item is not None and variable.is_confirmed_by(item):
        return item
    _observed(ctx, variable).confirms = False
    variable.write.on_wait.lost_at = ctx.client.clock.now()
    return (await write_together(ctx, [variable]))[0]


async def _read_back(
    ctx: Context, variables: Sequence[VariableWrite], error: RunsiteError
) -> list[Outcome]:
    """Return the outcome of each of *variables*, whose response is lost: a mask shows nothing."""
    found = await _listed(ctx, variables)
    items = [found.get(variable.name) for variable in variables]
    pairs = zip(variables, items, strict=True)
    return [item if item and variable.is_reported_by(item) else error for variable, item in pairs]


def _listed_as(variable: VariableWrite, items: list[Props]) -> list[Props]:
    """Return what the list of *items* has by the name of *variable*."""
    return [item for name, item in variable.write.named(items) if name == variable.name]


async def _listed(ctx: Context, variables: Sequence[VariableWrite]) -> dict[str, Props]:
    """Return what the list has of *variables* by name; nothing of one that it has twice."""
    found: dict[str, Props | None] = {}
    for name, item in _joined(variables).named(await _list_items(ctx, variables[0])):
        found[name] = None if name in found else item
    return {name: item for name, item in found.items() if item is not None}


async def _list_items(ctx: Context, variable: VariableWrite) -> list[Props]:
    try:
        return await variable.write.siblings.fetch_cached(ctx)
    except RunsiteError:  # the write itself is what counts
        return []


def _observed(ctx: Context, variable: VariableWrite) -> BulkWrites:
    return BulkWrites.of(ctx.client, variable.write.noun)
