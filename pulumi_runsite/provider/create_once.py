"""
Makes a thing once, whatever the network does.

Runsite knows no idempotency keys, its names are not unique, and projects and services cannot be
deleted, so a second POST is a second thing for ever. A POST that may have arrived is therefore
never sent again: what there was before is compared with what there is now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from ..api import Interrupted, InvalidResponse, OutcomeUnknown, RunsiteError, Unavailable
from .context import Context
from .create_log import Attempt
from .fields import Props

_LOOK_AFTER_S = (0.0, 1.0, 3.0, 6.0)
"""Seconds before each look for what a lost answer may have made: lists may lag."""


@dataclass(frozen=True)
class Wanted:
    """What is to be made: how to say it, to send it, to list its like, and to know it again."""

    name: str
    """For sentences: `project 'shop'`."""
    collection: str
    """Path to POST to."""
    body: Props
    wish: Props
    """What tells it from another wish of the same resource; no value of a secret."""
    alike: Callable[[], Awaitable[list[Props]]]
    """Lists, fresh from the API, those that it could be taken for."""
    twins: Literal["refused", "allowed", "meant"]
    """Whether another one like it may be there already, or is what is asked for each time."""


async def create_once(ctx: Context, wanted: Wanted) -> Props:
    """
    Have *wanted* made once and return what the API made of it.

    An earlier run may have been killed in the middle, and the answer may be lost now: the one that
    is new since then is it.

    Raises:
        OutcomeUnknown: the answer is lost and nothing new is there, or more than one.
        RunsiteError: refused; nothing was made.
    """
    there = await wanted.alike()
    earlier = ctx.create_log.unfinished(wanted.wish)
    if earlier and earlier.was_answered and wanted.twins == "meant":
        earlier = None
    if earlier and (ours := _from_before(wanted, there, earlier)):
        ctx.engine_log.info(f"an earlier run has made {wanted.name} already: {ours.get('id')}")
        ctx.create_log.made(str(ours["id"]))
        return ours
    if wanted.twins == "refused" and (earlier is None or earlier.made):
        _refuse_twin(wanted, there)
    before = frozenset(str(item.get("id")) for item in there)
    ctx.create_log.begin(wanted.wish, before)
    made = await _asked(ctx, wanted, before)
    ctx.create_log.made(str(made["id"]))
    return made


def _from_before(wanted: Wanted, there: list[Props], earlier: Attempt) -> Props | None:
    if earlier.made is None:
        return _ours(wanted, there, earlier.before, "An earlier run was cut short")
    return next((item for item in there if item.get("id") == earlier.made), None)


async def _asked(ctx: Context, wanted: Wanted, before: frozenset[str]) -> Props:
    try:
        answer = await ctx.client.request(
            "POST", wanted.collection, wanted.body, progress=ctx.engine_log.progress
        )
        if isinstance(answer.get("id"), str):
            return answer
        lost: RunsiteError = InvalidResponse(f"POST {wanted.collection}: the answer holds no id")
    except (InvalidResponse, OutcomeUnknown, Unavailable) as error:
        lost = error
    return await _found(ctx, wanted, before, lost)


async def _found(ctx: Context, wanted: Wanted, before: frozenset[str], lost: RunsiteError) -> Props:
    try:
        for pause_s in _LOOK_AFTER_S:
            await ctx.client.clock.sleep(pause_s)
            if ours := _ours(wanted, await wanted.alike(), before, str(lost)):
                return ours
    except Interrupted:
        pass  # the sentence below is as true
    raise OutcomeUnknown(
        f"{lost}. Whether {wanted.name} was made is not known, and it was not found. "
        "Run `pulumi up` again: it looks before it makes anything"
    )


def _ours(wanted: Wanted, there: list[Props], before: frozenset[str], why: str) -> Props | None:
    new = [item for item in there if str(item.get("id")) not in before]
    if len(new) > 1:
        raise OutcomeUnknown(
            f"{why}. It may have made {wanted.name}, and several new ones are there: {_ids(new)}. "
            "Set adopt_id to the one that is yours"
        )
    return new[0] if new else None


def _ids(items: list[Props]) -> str:
    return " or ".join(repr(item.get("id")) for item in items)


def _refuse_twin(wanted: Wanted, there: list[Props]) -> None:
    # It may be what a run on another machine has made, or somebody else's: only the user knows.
    if there:
        raise RunsiteError(
            f"{wanted.name} exists already on Runsite; nothing was made. To manage it here set "
            f"adopt_id={_ids(there)}, to make another choose another name"
        )
