"""Refuses a create where the object exists already, or may be what another run created."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ..api import RunsiteError
from .attempt import Attempt, Begun
from .candidates import Candidates, Evidence, ids_in_state, ids_of
from .context import Context
from .create_request import REMEMBERED_S, CreateRequest
from .fields import Props
from .like_keys import like
from .messages import creation as messages
from .messages import existing as existing_messages
from .server_time import epoch_s, server_now

_MOST_CANDIDATES = 3
_STATUS = r"[\w -]{1,64}"


class AlreadyExistsError(RunsiteError):
    """What is to be created exists already."""

    def __init__(self, message: str, description: str, existing: list[Props]) -> None:
        super().__init__(message)
        self.description = description
        self.ids = ids_of(existing)


@contextmanager
def naming_holder(names: Mapping[str, str], hint: str) -> Iterator[None]:
    """
    Name the resource that has what exists: *names* are those of other resources, by id.

    Where none of them has it, the error ends with *hint*.
    """
    try:
        yield
    except AlreadyExistsError as error:
        for id in sorted(error.ids & names.keys()):
            message = existing_messages.held_by_another(error.description, id, repr(names[id]))
            raise RunsiteError(message) from None
        raise RunsiteError(str(error) + hint) from None


async def refuse_existing(ctx: Context, request: CreateRequest, items: list[Props]) -> None:
    """Raise an error if what is requested is among *items*, or one of a key like it."""
    existing = await request.collection.matching(ctx, items, request.match)
    await refuse_duplicates(ctx, request, existing)
    refuse_like(ctx, request, items)


def refuse_like(ctx: Context, request: CreateRequest, items: list[Props]) -> None:
    """Raise an error if Runsite may overwrite one of *items*, whose key is another one."""
    if "key" not in request.match or request.like_keys == "allowed":
        return
    found = like(items, request.match)
    own_ids = ids_in_state(ctx, request.collection, found)
    for other in (item for item in found if str(item.get("id")) not in own_ids):
        name, key, id = _capitalized(request.description), str(other["key"]), repr(other.get("id"))
        message = existing_messages.like_key_exists(name, request.match["key"], key, id)
        raise RunsiteError(message)


async def refuse_duplicates(ctx: Context, request: CreateRequest, existing: list[Props]) -> None:
    """Raise an error that names the *existing* objects, if there are any."""
    if not existing:
        return
    # A run on another machine may have created it, or somebody else: only the user knows.
    message = existing_messages.already_exists(
        _capitalized(request.description),
        described(existing),
        "name" if "name" in request.match else "key",
        _adopt_ids(existing),
        request.on_destroy,
    )
    contents = await request.contents(ctx, existing[0]) if len(existing) == 1 else ""
    raise AlreadyExistsError(message + contents, _capitalized(request.description), existing)


def described(items: list[Props]) -> str:
    """Return the ids of *items*, with their status and time, for a message."""
    return " or ".join(f"{item.get('id')!r}{known_of(item)}" for item in items[:_MOST_CANDIDATES])


def known_of(item: Props) -> str:
    """Return the status of an object and its time, as far as Runsite reports them."""
    status = item.get("status")
    known = status if isinstance(status, str) and re.fullmatch(_STATUS, status) else ""
    times = (name for name in ("created_at", "updated_at") if epoch_s(item.get(name)) is not None)
    name = next(times, "")
    return existing_messages.known_of_existing(known, name, str(item.get(name)))


async def refuse_conflicting(ctx: Context, request: CreateRequest) -> None:
    """Raise an error that names what a 409 of Runsite is about, if the list now has it."""
    try:
        items = await request.collection.fetch(ctx)
        existing = await request.collection.matching(ctx, items, request.match)
    except RunsiteError:
        return  # the response itself is the better reason
    await refuse_duplicates(ctx, request, existing)
    refuse_like(ctx, request, items)


async def refuse_unexplained(
    ctx: Context, request: CreateRequest, similar: list[Props], attempt: Attempt | None
) -> None:
    """
    Raise an error if another run may have created what is requested.

    Once, where another one may be wanted: never for what the API cannot delete.
    """
    in_state = ids_in_state(ctx, request.collection, similar)
    known_ids = in_state | (attempt.existing_ids if attempt else frozenset())
    if not _unexplained(ctx, request, similar, known_ids):
        return  # the usual case, in which no file is read
    found = _unexplained(
        ctx, request, similar, known_ids | ctx.create_log.known_ids(request.collection.path)
    )
    if in_state and request.duplicates == "allowed":  # else replaced ones would be named each time
        found = [item for item in found if not await _is_replaced(ctx, request, item)]
    recent = [item for item in found if await _is_recent(ctx, request, item)]
    if recent and request.duplicates == "expected":
        ctx.create_log.begin(_informed(request, similar))
        message = messages.origin_unknown(
            request.description, described(recent), _adopt_ids(recent)
        )
        raise RunsiteError(message)
    if recent:
        raise RunsiteError(
            existing_messages.origin_unknown_lasting(
                request.description, described(recent), _adopt_ids(recent)
            )
        )
    if found:
        inform_of_another(
            ctx, request, " or ".join(repr(item.get("id")) for item in found[:_MOST_CANDIDATES])
        )


async def refuse_newer(ctx: Context, request: CreateRequest, similar: list[Props]) -> None:
    """
    Raise an error if an interrupted run may have created another one with other inputs.

    That is an unused one of the same name, in no state, and newer than the one that is replaced, if
    one is.
    """
    in_state = ids_in_state(ctx, request.collection, similar)
    if request.duplicates != "allowed":
        return
    unclear = Candidates.among(similar, request, Evidence.of_request(request, in_state)).unclear
    replaced = [item for item in similar if str(item.get("id")) in in_state]
    newer = [item for item in unclear if _is_newer(ctx, item, replaced)]
    if not newer:
        return  # the usual case, in which no file is read
    known_ids = ctx.create_log.known_ids(request.collection.path)
    found = [item for item in newer if str(item.get("id")) not in known_ids]
    unused = [item for item in found if await request.is_unused(ctx, item)]
    if not in_state:
        await refuse_duplicates(ctx, request, unused)
    elif unused:
        raise RunsiteError(
            existing_messages.newer_than_replaced(
                request.description, described(unused), _adopt_ids(unused)
            )
        )


def _is_newer(ctx: Context, item: Props, replaced: list[Props]) -> bool:
    """Return whether *item* was created after all that are *replaced*, and within a day."""
    # What is unused was not changed since; the API may not report when a web service was created.
    names = ("created_at", "updated_at")
    name = next((name for name in names if epoch_s(item.get(name)) is not None), "")
    time = epoch_s(item.get(name)) or 0.0
    known = [epoch_s(each.get(name)) for each in replaced]
    oldest = server_now(ctx.client)[0] - REMEMBERED_S
    return time > oldest and all(other is not None and other < time for other in known)


def _informed(request: CreateRequest, similar: list[Props]) -> Begun:
    """Return the entry for a request that is not sent, since *similar* objects exist."""
    return Begun(
        request.fingerprint,
        ids_of(similar),
        {},
        None,
        None,
        request.collection.path,
        request.description,
        was_sent=False,
    )


def inform_of_another(ctx: Context, request: CreateRequest, ids: str) -> None:
    """Log that another object like the one to be created exists, and is in no state."""
    ctx.engine_log.info(messages.origin_unknown_before(_capitalized(request.description), ids))


def _adopt_ids(items: list[Props]) -> str:
    return " or ".join(f"`adopt_id={item.get('id')!r}`" for item in items[:_MOST_CANDIDATES])


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unexplained(
    ctx: Context, request: CreateRequest, items: list[Props], known_ids: frozenset[str]
) -> list[Props]:
    """
    Return the items that a killed run of another machine may have created.

    They are as this request would create them, are in no state that this run has seen, and are
    newer than those which are.
    """
    evidence = Evidence.of_request(request, known_ids)
    known = [item for item in items if str(item.get("id")) in known_ids]
    newest_known = max((epoch_s(item.get("created_at")) or 0.0 for item in known), default=0.0)
    least = max(newest_known, server_now(ctx.client)[0] - REMEMBERED_S)
    return [
        item
        for item in Candidates.among(items, request, evidence).created
        if (created_at := epoch_s(item.get("created_at"))) is None
        or created_at > least
        or (request.is_in_progress(item) and created_at >= newest_known)
    ]


async def _is_recent(ctx: Context, request: CreateRequest, item: Props) -> bool:
    """Return whether an interrupted run that is being repeated may have created *item*."""
    if request.is_in_progress(item):
        return True
    created_at = epoch_s(item.get("created_at"))
    # It was created before its last change, and what is in use was not left by a killed create.
    latest = created_at or epoch_s(item.get("updated_at")) or math.inf
    if server_now(ctx.client)[0] - latest >= request.recent_s:
        return False
    return created_at is not None or await request.is_unused(ctx, item)


async def _is_replaced(ctx: Context, request: CreateRequest, item: Props) -> bool:
    """Return whether *item*, of unknown age, is in use or was, as what a replacement leaves."""
    return epoch_s(item.get("created_at")) is None and not await request.is_unused(ctx, item)
