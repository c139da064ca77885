"""
Creates an object exactly once, whatever the network does.

Runsite has no idempotency keys, its names are not unique, and projects and web services cannot be
deleted, so a second POST would leave a duplicate for ever. A POST that may have arrived is never
sent again: the objects that existed before it are compared with those that exist after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..api import Interrupted, InvalidResponse, OutcomeUnknown, RunsiteError, Unavailable
from .collection import Collection
from .context import Context
from .create_log import Attempt
from .fields import Props
from .messages import creation as messages

_SEARCH_AFTER_S = (0.0, 1.0, 3.0, 6.0)
"""Seconds before each search for what a lost response may have created: lists may lag."""


@dataclass(frozen=True)
class CreateRequest:
    """A POST, and how to recognise what it creates."""

    description: str
    """What is created, for messages: `project 'shop'`."""
    path: str
    body: Props
    fingerprint: Props
    """Distinguishes this request from others of the same resource; holds no secret value."""
    collection: Collection
    """The list in which the created object appears."""
    match: Props
    """Fields and values that every candidate has: an object that could be the created one."""
    duplicates: Literal["refused", "allowed", "expected"]
    """Whether a candidate may exist before; `expected` where each request creates another one."""


async def create_once(ctx: Context, request: CreateRequest) -> Props:
    """
    Create what *request* describes, once, and return it as the API reports it.

    An earlier run may have been killed during the create, and the response may be lost now: the
    candidate that did not exist before is the created object.

    Raises:
        OutcomeUnknown: the response is lost, and no new candidate exists, or more than one.
        RunsiteError: the request was refused; nothing was created.
    """
    existing = await request.collection.find(ctx, request.match)
    attempt = ctx.create_log.unfinished(request.fingerprint)
    if attempt and attempt.was_reported and request.duplicates == "expected":
        attempt = None
    if attempt and (created := _created_by(attempt, request, existing)):
        id = str(created["id"])
        ctx.engine_log.info(messages.created_by_earlier_run(request.description, id))
        ctx.create_log.created(id)
        return created
    if request.duplicates == "refused" and (attempt is None or attempt.created_id):
        _refuse_duplicates(request, existing)
    existing_ids = frozenset(str(item.get("id")) for item in existing)
    ctx.create_log.begin(request.fingerprint, existing_ids)
    created = await _send(ctx, request, existing_ids)
    ctx.create_log.created(str(created["id"]))
    return created


def _created_by(attempt: Attempt, request: CreateRequest, existing: list[Props]) -> Props | None:
    if attempt.created_id is None:
        why = messages.earlier_run_interrupted()
        return _new_candidate(request, existing, attempt.existing_ids, why)
    return next((item for item in existing if item.get("id") == attempt.created_id), None)


async def _send(ctx: Context, request: CreateRequest, existing_ids: frozenset[str]) -> Props:
    try:
        response = await ctx.client.request(
            "POST", request.path, request.body, progress=ctx.engine_log.progress
        )
        if isinstance(response.get("id"), str):
            return response
        lost: RunsiteError = InvalidResponse(messages.response_without_id(f"POST {request.path}"))
    except (InvalidResponse, OutcomeUnknown, Unavailable) as error:
        lost = error
    return await _search(ctx, request, existing_ids, lost)


async def _search(
    ctx: Context, request: CreateRequest, existing_ids: frozenset[str], lost: RunsiteError
) -> Props:
    why = lost.reason
    try:
        for pause_s in _SEARCH_AFTER_S:
            await ctx.client.clock.sleep(pause_s)
            candidates = await request.collection.find(ctx, request.match)
            if created := _new_candidate(request, candidates, existing_ids, why):
                return created
    except Interrupted:
        pass  # the message below is as true
    raise OutcomeUnknown(messages.creation_unknown(why, request.description))


def _new_candidate(
    request: CreateRequest, candidates: list[Props], existing_ids: frozenset[str], why: str
) -> Props | None:
    new = [item for item in candidates if str(item.get("id")) not in existing_ids]
    if len(new) > 1:
        raise OutcomeUnknown(messages.creation_ambiguous(why, request.description, _ids(new)))
    return new[0] if new else None


def _ids(items: list[Props]) -> str:
    return " or ".join(repr(item.get("id")) for item in items)


def _refuse_duplicates(request: CreateRequest, existing: list[Props]) -> None:
    # A run on another machine may have created it, or somebody else: only the user knows.
    if existing:
        description = request.description[:1].upper() + request.description[1:]
        adopt_ids = " or ".join(f"`adopt_id={item.get('id')!r}`" for item in existing)
        raise RunsiteError(messages.already_exists(description, adopt_ids))
