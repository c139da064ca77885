"""Finds what an earlier run created that ended before the state had it."""

from __future__ import annotations

import math

from ..api import Interrupted, NotFound, OutcomeUnknown, RunsiteError
from .attempt import Attempt
from .candidates import Candidates, Evidence, ids_in_state, resembling
from .context import Context
from .create_request import Created, CreateRequest
from .drift import changed_since
from .existing import described, inform_of_another
from .fields import Props
from .messages import creation as messages
from .messages import creation_log as log_messages
from .server_time import epoch_s

SEARCHED_S = 60.0
"""Seconds after a request of unknown outcome in which no other one is sent: lists may lag."""

_FIRST_PAUSE_S = 2.0
_MAX_PAUSE_S = 16.0


def unfinished(ctx: Context, request: CreateRequest) -> Attempt | None:
    """Return the attempt whose result is not in the state, and has not left it since."""
    attempt = ctx.create_log.unfinished()
    if attempt is None or not attempt.was_reported or attempt.replaced_id:
        return attempt
    # `up --replace` repeats a create whose result is stored: a deployment is then requested again.
    if request.duplicates != "expected":
        return attempt
    inform_of_another(ctx, request, repr(attempt.created_id))
    return None


async def listed(ctx: Context, request: CreateRequest, attempt: Attempt | None) -> list[Props]:
    """
    Return the items of the list as the API reports them now.

    Raises:
        OutcomeUnknown: the list cannot be read, and an earlier run may have created the object.
    """
    try:
        return await request.collection.fetch(ctx)
    except RunsiteError as error:
        if attempt is None or not attempt.was_sent or attempt.was_reported:
            raise
        raise _unchecked(request, error) from None


def _unchecked(request: CreateRequest, error: RunsiteError) -> OutcomeUnknown:
    return OutcomeUnknown(messages.earlier_run_unchecked(request.description, error.reason))


async def find_created(
    ctx: Context, request: CreateRequest, attempt: Attempt, items: list[Props]
) -> Created | None:
    """
    Return what *attempt* created, None if it created nothing; *items* are those of the list.

    Until SEARCHED_S seconds after the request, what is not in the list may still appear.

    Raises:
        OutcomeUnknown: it may have created one of several objects, or may not have.
    """
    if not _is_searched(request, attempt):
        if attempt.was_sent and attempt.created_id:
            inform_of_another(ctx, request, repr(attempt.created_id))
        return None
    left_s = 0.0 if attempt.was_reported else SEARCHED_S - attempt.age_s
    pause_s = _FIRST_PAUSE_S
    while True:
        if (item := await _created_by(ctx, request, attempt, items)) is not None:
            stale = {name for name, value in request.body.items() if not attempt.sent(name, value)}
            if item.get("is_secret") is not False and changed_since(item, item.get("created_at")):
                stale |= {"value"} & request.body.keys()  # only the times show that it was changed
            return Created(item, frozenset(stale))
        is_refused = request.duplicates == "refused" and bool(
            await request.collection.matching(ctx, items, request.match)
        )
        if left_s <= 0 or is_refused:
            break
        ctx.engine_log.progress(messages.searching(request.description, f"{math.ceil(left_s)}"))
        try:
            await ctx.client.clock.sleep(min(pause_s, left_s))
        except Interrupted as error:
            raise _unchecked(request, error) from None
        left_s, pause_s = left_s - pause_s, min(2 * pause_s, _MAX_PAUSE_S)
        items = await listed(ctx, request, attempt)
    if not attempt.was_reported:
        _warn_of_left(ctx, request, attempt, items)
    return None


def _is_searched(request: CreateRequest, attempt: Attempt) -> bool:
    if not attempt.was_sent:
        return False
    # A changed deployment is another one; of anything else there must be no second one.
    is_other = request.duplicates == "expected" and not attempt.is_for(request.fingerprint)
    return attempt.is_damaged or not is_other


async def _created_by(
    ctx: Context, request: CreateRequest, attempt: Attempt, items: list[Props]
) -> Props | None:
    is_other = _is_other(request, attempt)
    if is_other and request.has_key:  # an id may be unique among those of one parent or key only
        return None
    if attempt.created_id:
        return await _item(ctx, request, attempt.created_id, items)
    if attempt.answered_id and (found := _find(items, attempt.answered_id)):
        return found
    if is_other:
        return None
    similar = await resembling(ctx, request, items)
    known_ids = ctx.create_log.known_ids(request.collection.path)
    known_ids |= ids_in_state(ctx, request.collection, similar)
    evidence = Evidence.of_attempt(attempt, known_ids)
    candidates = Candidates.among(similar, request, evidence)
    if attempt.is_damaged and (found_ids := _ids(candidates.created + candidates.unclear)):
        message = log_messages.attempt_damaged(attempt.file, request.description, found_ids)
        raise OutcomeUnknown(message)
    # An unclear one that has the name or key is refused as a duplicate, with its id.
    unclear = [] if request.duplicates == "refused" else candidates.unclear
    if len(candidates.created) > 1 or (unclear and not candidates.created):
        raise ambiguous(ctx, request, messages.earlier_run_interrupted(), candidates)
    return candidates.created[0] if candidates.created else None


def _is_other(request: CreateRequest, attempt: Attempt) -> bool:
    """Return whether *attempt* was to create what has another name, key or parent."""
    if attempt.hashes is None or request.duplicates == "expected":
        return False
    if request.has_key:
        return not attempt.is_for(request.fingerprint)
    return not attempt.sent_all(request.match)


def _warn_of_left(
    ctx: Context, request: CreateRequest, attempt: Attempt, items: list[Props]
) -> None:
    """Warn of what *attempt* may have created, and is not declared now."""
    if attempt.created_id:
        ctx.engine_log.warning(
            messages.earlier_object_not_found(request.description, attempt.created_id)
        )
        return
    if attempt.hashes is None or attempt.is_for(request.fingerprint):
        return
    left = ctx.create_log.superseded()
    is_elsewhere = any(each.list_path != request.collection.path for each in left)
    found = [] if is_elsewhere else _left(ctx, request, attempt, items)
    dated = [item for item in found if epoch_s(item.get("created_at")) is not None]
    for item in dated:
        ctx.engine_log.warning(
            messages.earlier_object_not_found(request.description, str(item["id"]))
        )
    for each in left if is_elsewhere or (found and not dated) else []:
        list_request = ctx.client.request_name("GET", each.list_path)
        ctx.engine_log.warning(messages.left_by_earlier_run(each.resource, list_request))


def _left(
    ctx: Context, request: CreateRequest, attempt: Attempt, items: list[Props]
) -> list[Props]:
    """Return what *attempt* may have created under a name or key that is not declared now."""
    known_ids = ctx.create_log.known_ids(request.collection.path)
    known_ids |= ids_in_state(ctx, request.collection, items)
    evidence = Evidence.of_attempt(attempt, known_ids)
    return [
        item
        for item in Candidates.among(items, request, evidence).created
        if all(attempt.may_be_reported(name, item.get(name)) for name in request.match)
    ]


def ambiguous(
    ctx: Context, request: CreateRequest, why: str, candidates: Candidates
) -> OutcomeUnknown:
    """Return the error for *candidates* that may or may not be what the request created."""
    items, file = candidates.created or candidates.unclear, ctx.create_log.file
    known = described(items)
    if len(items) > 1:
        return OutcomeUnknown(messages.creation_ambiguous(why, request.description, known, file))
    unclear = messages.creation_mistimed if candidates.mistimed else messages.creation_unclear
    return OutcomeUnknown(unclear(why, request.description, known, file))


async def _item(ctx: Context, request: CreateRequest, id: str, items: list[Props]) -> Props | None:
    if "name" not in request.match:  # a variable of another key is another one
        items = await request.collection.matching(ctx, items, request.match)
    if (found := _find(items, id)) is not None or not request.collection.page_size:
        return found
    try:
        return await request.collection.get(ctx, id)
    except NotFound:
        return None


def _find(items: list[Props], id: str) -> Props | None:
    return next((item for item in items if item.get("id") == id), None)


def _ids(items: list[Props]) -> str:
    return " or ".join(repr(item.get("id")) for item in items[:3])
