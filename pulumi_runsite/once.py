"""
Makes a thing once, whatever the network does.

Runsite knows no idempotency keys, its names are not unique, and projects and services cannot be
deleted, so a second POST is a second thing for ever. A POST that may have arrived is therefore
never sent again: what there was before is compared with what there is now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .api import BadAnswer, Client, Interrupted, OutcomeUnknown, RunsiteError, Unavailable
from .fields import Props

Say = Callable[[str], None]

_LOOK_AFTER_S = (0.0, 1.0, 3.0, 6.0)
"""Seconds before each look for what a lost answer may have made: lists may lag."""

Items = Callable[[], Awaitable[list[Props]]]


@dataclass(frozen=True)
class Wanted:
    """What is to be made: how to say it, to send it, to list its like, and to know it again."""

    name: str
    """For sentences: `project 'shop'`."""
    collection: str
    """Path to POST to."""
    body: Props
    alike: Items
    """Lists, fresh from the API, those that it could be taken for."""


async def make_once(
    client: Client, wanted: Wanted, before: list[Props], say: Say | None = None
) -> Props:
    """
    POST *wanted* once and return what the API made of it.

    *before* is what `alike` gave earlier: where the answer is lost, the one that is new since then
    is it. *say* is told why nothing happens while a rate limit is waited for.

    Raises:
        OutcomeUnknown: the answer is lost and nothing new is there, or more than one.
        RunsiteError: the API refused; nothing was made.
    """
    try:
        answer = await client.request("POST", wanted.collection, wanted.body, say=say)
        if isinstance(answer.get("id"), str):
            return answer
        lost: RunsiteError = BadAnswer(f"POST {wanted.collection}: the answer holds no id")
    except (BadAnswer, OutcomeUnknown, Unavailable) as error:
        lost = error
    return await _found(client, wanted, {item.get("id") for item in before}, lost)


async def _found(client: Client, wanted: Wanted, before: set[object], lost: RunsiteError) -> Props:
    try:
        for pause_s in _LOOK_AFTER_S:
            await client.clock.sleep(pause_s)
            new = [item for item in await wanted.alike() if item.get("id") not in before]
            if len(new) == 1:
                return new[0]
            if new:
                raise OutcomeUnknown(
                    f"{lost}. It may have made {wanted.name}, and several new ones are there: "
                    f"{_ids(new)}. Set adopt_id to the one that is yours"
                )
    except Interrupted:
        pass  # the sentence below is as true
    raise OutcomeUnknown(
        f"{lost}. Whether {wanted.name} was made is not known, and it was not found. "
        "Run `pulumi up` again: it looks before it makes anything"
    )


def _ids(items: list[Props]) -> str:
    return " or ".join(repr(item.get("id")) for item in items)


def refuse_twin(wanted: Wanted, before: list[Props]) -> None:
    """
    Stop where something like *wanted* is there already.

    It may be what an interrupted run has made, or somebody else's: only the user knows.

    Raises:
        RunsiteError: names the ids, and how to take one over.
    """
    if before:
        raise RunsiteError(
            f"{wanted.name} exists already on Runsite; nothing was made. To manage it here set "
            f"adopt_id={_ids(before)}, to make another choose another name"
        )
