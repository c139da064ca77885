"""
Creates an object exactly once, whatever the network does.

Runsite has no idempotency keys, its names are not unique, and projects and web services cannot be
deleted, so a second POST would leave a duplicate for ever. A POST that may have arrived is never
sent again: the objects that existed before it are compared with those that exist after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import NamedTuple

from ..api import (
    ApiError,
    Conflict,
    Interrupted,
    InvalidResponse,
    NotSent,
    OnWait,
    OutcomeUnknown,
    Rejected,
    RunsiteError,
    Unavailable,
    is_id,
)
from ..api.interruption import refuse_after_interrupt
from .attempt import Attempt
from .candidates import Candidates, Evidence, ids_of, resembling
from .context import Context
from .create_request import Created, CreateRequest, begun, begun_again, object_path
from .earlier_run import ambiguous, find_created, listed, unfinished
from .envelope import object_in
from .existing import refuse_conflicting, refuse_existing, refuse_newer, refuse_unexplained
from .fields import Props
from .messages import creation as messages
from .server_time import latest_creation
from .shared_list import SharedList

__all__ = ["CreateRequest", "Created", "create_once", "is_refused", "may_be_created"]

_UNDOCUMENTED = frozenset({"env_vars", "source_type"})
"""Fields that Runsite's own CLI sends, and its public API page does not name."""

_SEARCH_AFTER_S = (0.0, 1.0, 3.0, 6.0)
"""Seconds before each search for what a lost response may have created: lists may lag."""

_REQUEST_TIMEOUT = 408


async def create_once(ctx: Context, request: CreateRequest) -> Created:
    """
    Create what *request* describes, once, and return it as the API reports it.

    An earlier run may have been killed during the create, and the response may be lost now: the
    candidate that did not exist before is the created object.

    Raises:
        OutcomeUnknown: the response is lost, and no new candidate exists, or more than one.
        RunsiteError: the request was refused; nothing was created.
    """
    async with _turn(ctx, request):
        created = await _find_or_create(ctx, request)
        ctx.create_log.created(str(created.item["id"]))
        ctx.known_paths.add(object_path(request.collection, created.item))
        return created


def _turn(ctx: Context, request: CreateRequest) -> AbstractAsyncContextManager[None]:
    # Two equal requests at once could not tell which object is whose.
    if request.duplicates != "expected":
        return nullcontext()
    name = f"creates in {request.collection.path}"
    lock: asyncio.Lock = ctx.client.observations.setdefault(name, asyncio.Lock())
    return lock


async def _find_or_create(ctx: Context, request: CreateRequest) -> Created:
    attempt = unfinished(ctx, request)
    items = None
    if attempt is None and request.has_key:
        shared = SharedList.of(ctx, request.collection, request.match)
        items = await shared.refresh(ctx, request.collection)
        if not shared.may_have(request.match):
            return await _create_shared(ctx, request, shared)
    if items is None:
        items = await listed(ctx, request, attempt)
    if attempt and (found := await find_created(ctx, request, attempt, items)):
        id = str(found.item["id"])
        ctx.engine_log.info(messages.created_by_earlier_run(request.description, id))
        return found
    if attempt and attempt.was_sent:
        items = await listed(ctx, request, attempt)
    similar = await resembling(ctx, request, items)
    if request.duplicates == "refused":
        await refuse_existing(ctx, request, items)
    elif attempt is None or not attempt.was_sent:
        await refuse_unexplained(ctx, request, similar, attempt)
        await refuse_newer(ctx, request, similar)
    return await _create(ctx, request, ids_of(similar), ids_of(items), attempt)


async def _refuse_created_since(ctx: Context, request: CreateRequest) -> None:
    """Raise an error if what *request* would create was created since the list was read."""
    if request.has_key:
        shared = SharedList.of(ctx, request.collection, request.match)
        await shared.refresh(ctx, request.collection)
        if not shared.may_have(request.match):
            return
    if request.duplicates == "refused":
        await refuse_existing(ctx, request, await request.collection.fetch(ctx))


async def _create_shared(ctx: Context, request: CreateRequest, shared: SharedList) -> Created:
    """Create what is not in the list that concurrent creates share."""
    try:
        created = await _create(ctx, request, frozenset(), shared.ids)
    except BaseException:
        shared.drop()
        raise
    shared.add(request.match | created.item)  # the response may lack a field
    return created


async def _create(
    ctx: Context,
    request: CreateRequest,
    existing_ids: frozenset[str],
    listed_ids: AbstractSet[str],
    earlier: Attempt | None = None,
) -> Created:
    post = ctx.client.request_name("POST", request.path)
    refuse_after_interrupt(ctx.client.clock, "POST", post)  # the log may have an earlier attempt
    # In a thread: it waits for the disk, which then takes the entries of all creates together.
    await asyncio.to_thread(ctx.create_log.begin, begun(ctx, request, existing_ids))
    try:
        return Created(await _Sending(ctx, request, existing_ids, listed_ids).create())
    except Conflict:
        # The conflict may be what the earlier attempt has created, and the list lags.
        if earlier and earlier.was_sent and not earlier.is_damaged:
            ctx.create_log.begin(begun_again(ctx, request, earlier))
        if request.duplicates == "refused":
            await refuse_conflicting(ctx, request)
        raise


class _Sending(NamedTuple):
    """One POST, and the search for what it created if its response is lost."""

    ctx: Context
    request: CreateRequest
    existing_ids: frozenset[str]
    """The ids of the candidates that exist before it."""
    listed_ids: AbstractSet[str]
    """The ids of all objects in the list before it."""

    async def create(self) -> Props:
        """Return the created object."""
        answered_id = None
        try:
            response = await self._post()
        except RunsiteError as error:
            if not may_be_created(error):
                self.ctx.create_log.end()
                raise
            lost = error
        else:
            try:
                return self._created(response)
            except InvalidResponse as error:
                lost, answered_id = error, self._answered_id(response)
        until = latest_creation(self.ctx.client, self.request.late_s)
        self.ctx.create_log.response_lost(until, answered_id)
        return await self._search(lost, answered_id, until)

    async def _post(self) -> Props:
        ctx, request = self.ctx, self.request
        on_wait = OnWait(ctx.engine_log.progress, partial(_refuse_created_since, ctx, request))
        post = partial(ctx.client.request, "POST", request.path, on_wait=on_wait)
        try:
            return await post(request.body)
        except Rejected as error:
            unknown = error.unknown_fields & _UNDOCUMENTED & request.body.keys()
            if not unknown:
                raise
            return await post({k: v for k, v in request.body.items() if k not in unknown})

    def _created(self, response: Props) -> Props:
        request = self.ctx.client.request_name("POST", self.request.path)
        created = self.request.collection.object(request, response, self.request.match)
        # A rollback may return the deployment that it goes back to.
        is_old = created["id"] in self.existing_ids and created["id"] not in self.request.path
        if is_old or (self.request.match and not self.request.match.keys() & created.keys()):
            raise InvalidResponse(messages.response_unrelated(request))
        return created

    def _answered_id(self, response: Props) -> str | None:
        id = (object_in(response) or {}).get("id")
        return id if is_id(id) and id not in self.listed_ids else None

    async def _search(self, lost: RunsiteError, answered_id: str | None, until: float) -> Props:
        description, look_failed = self.request.description, ""
        evidence = Evidence.of_request(self.request, self.existing_ids, until)
        candidates = Candidates([], [], [])
        for pause_s in _SEARCH_AFTER_S:
            try:
                await self.ctx.client.clock.sleep(pause_s)
                items = await self.request.collection.fetch(self.ctx)
                similar = await resembling(self.ctx, self.request, items)
            except Interrupted:
                break  # the message below is as true
            except RunsiteError as error:
                look_failed = error.reason
                continue
            look_failed = ""
            candidates = Candidates.among(similar, self.request, evidence)
            if len(candidates.created) == 1:
                return candidates.created[0]
            if answered := [i for i in items if answered_id and i.get("id") == answered_id]:
                return answered[0]
            if candidates.created:
                break
        if candidates.created or candidates.unclear:
            raise ambiguous(self.ctx, self.request, lost.reason, candidates)
        if look_failed:
            raise OutcomeUnknown(
                messages.creation_unchecked(lost.reason, description, look_failed)
            ) from None
        raise OutcomeUnknown(messages.creation_unknown(lost.reason, description)) from None


def may_be_created(error: RunsiteError) -> bool:
    """Return whether a request that ended with *error* may have created something."""
    if isinstance(error, ApiError):
        return isinstance(error, Unavailable) or error.status == _REQUEST_TIMEOUT
    return isinstance(error, (InvalidResponse, OutcomeUnknown))


def is_refused(error: RunsiteError) -> bool:
    """Return whether a request that ended with *error* has certainly changed nothing."""
    return isinstance(error, (ApiError, NotSent)) and not may_be_created(error)
