"""What a preview knows of the creates to come: it reads what exists, and writes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ..api import ApiError, InvalidResponse, NotFound, Rejected, RunsiteError, Unauthorized
from .collection import Collection
from .context import Context
from .create_request import CreateRequest, object_path
from .existing import refuse_duplicates, refuse_like
from .fields import Props, contains_unknown
from .messages import previews as messages
from .previewed_create import NotAdoptableError, Reference
from .replacement_guard import Replacements
from .resource import ADOPT_ID, Resource
from .write_in_place import is_used_up

T = TypeVar("T")

READ_WITHIN_S = 10.0
"""Seconds for which a preview waits for a response: without one it is as good as before."""

_MISSING = (NotFound, Rejected)
"""The errors for an id that does not exist: also for one that has not the form of an id."""

_STOPPED = "a preview could not read"


class CreatePreview:
    """The preview of the creates of one run."""

    def __init__(self, replacements: Replacements) -> None:
        self.replacements = replacements

    async def confirm(
        self, resource: type[Resource], ctx: Context, urn: str, inputs: Props
    ) -> None:
        """
        Raise an error if what exists shows that the create would be refused.

        What cannot be read is not checked, which one warning of the run says.
        """
        ctx = replace(ctx, client=ctx.client.without_retries())
        known = {k: v for k, v in inputs.items() if not contains_unknown(v)}
        for reference in resource.references(known):
            await _confirm_exists(ctx, reference)
        if ADOPT_ID in known and not self.replacements.is_in_state(urn):
            await _confirm_adoptable(resource, ctx, inputs, known)
        if self._is_new(resource, ctx, urn, inputs):
            with self.replacements.naming_holder(resource, urn):
                request = resource.previewed_request(ctx, known)
                await _refuse_existing(ctx, request, _own_path(resource, ctx))

    def _is_new(self, resource: type[Resource], ctx: Context, urn: str, inputs: Props) -> bool:
        """Return whether the create must not find its object, as far as that is known."""
        identity = tuple(inputs.get(name) for name in resource.unique_by)
        is_identified = urn and not contains_unknown(list(identity))
        if not is_identified or ADOPT_ID in inputs:
            return False
        is_replacement = resource.is_replaced_in_place and self.replacements.is_in_state(urn)
        if is_replacement and not self.replacements.is_moved(resource, urn, inputs):
            return False
        if self.replacements.may_be_vacated(identity):
            return False
        try:
            return ctx.create_log.unfinished() is None  # else it may be what that run created
        except RunsiteError:
            return False


async def previewed_list(ctx: Context, collection: Collection) -> list[Props]:
    """Return the list, empty if it cannot be read, which one warning of the run says."""
    ctx = replace(ctx, client=ctx.client.without_retries())
    try:
        return await _read(ctx, partial(_listed_once, ctx, collection)) or []
    except _MISSING:
        return []  # the parent is missing, which `up` reports


async def _confirm_exists(ctx: Context, reference: Reference) -> None:
    try:
        await _read(ctx, partial(reference.collection.get, ctx, reference.id))
    except _MISSING:
        raise RunsiteError(reference.missing) from None


async def _confirm_adoptable(
    resource: type[Resource], ctx: Context, inputs: Props, known: Props
) -> None:
    names = {*resource.unique_by, "web_service_id", "project_id"} & inputs.keys()
    if names <= known.keys() and not await _read(ctx, partial(is_used_up, resource, ctx, known)):
        await _read(ctx, partial(resource.adoptable, ctx, known[ADOPT_ID], known))


def _own_path(resource: type[Resource], ctx: Context) -> str:
    """Return the path of what a forced replacement writes in place, of which no diff tells."""
    id = ctx.state_record.id() if resource.is_replaced_in_place else None
    return resource.path_of(id, {}) if id else ""


async def _refuse_existing(ctx: Context, request: CreateRequest | None, own_path: str) -> None:
    if request is None or request.duplicates != "refused":
        return
    listed = await previewed_list(ctx, request.collection)
    match = request.match.items()
    existing = [item for item in listed if all(item.get(name) == value for name, value in match)]
    if [object_path(request.collection, item) for item in existing] == [own_path]:
        return
    await refuse_duplicates(ctx, request, existing)
    refuse_like(ctx, request, listed)


async def _listed_once(ctx: Context, collection: Collection) -> list[Props]:
    """Return the list as the first call of the run has read it."""
    name = f"previewed {collection.path}"
    if name not in ctx.client.observations:
        ctx.client.observations[name] = asyncio.ensure_future(collection.fetch_cached(ctx))
    listed: list[Props] = await asyncio.shield(ctx.client.observations[name])
    return listed


async def _read(ctx: Context, read: Callable[[], Awaitable[T]]) -> T | None:
    """Return what *read* returns; None once Runsite cannot be read, which one warning says."""
    if ctx.client.observations.get(_STOPPED):
        return None
    try:
        return await asyncio.wait_for(read(), READ_WITHIN_S)
    except (Unauthorized, NotAdoptableError, *_MISSING):
        raise
    except asyncio.TimeoutError:
        warning = messages.not_checked(messages.no_response_within(f"{READ_WITHIN_S:.0f}"))
    except RunsiteError as error:
        # Of no documented status: it may not be Runsite that answers.
        is_undocumented = isinstance(error, InvalidResponse) or type(error) is ApiError
        remedy = f" {error.remedy}." if is_undocumented else ""
        warning = messages.not_checked(error.reason) + remedy
    if not ctx.client.observations.get(_STOPPED):  # by another preview since
        ctx.client.observations[_STOPPED] = True
        ctx.engine_log.warning(warning)
    return None
