"""A request that creates an object, and its result."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple

from .attempt import Attempt, Begun
from .collection import Collection
from .context import Context
from .fields import Props
from .server_time import LATE_S, creation_window

REMEMBERED_S = 24 * 3600.0
"""Seconds for which a candidate of unknown origin may be what a killed run created."""

LikeKeys = Literal["refused", "allowed"]


def _never(_item: Props) -> bool:
    return False


async def _nothing(_ctx: Context, _item: Props) -> str:
    return ""


async def _not_known(_ctx: Context, _item: Props) -> bool:
    return False


class CreateRequest(NamedTuple):
    """A POST, and how to recognise what it creates."""

    description: str
    """What is created, for messages: `project 'shop'`."""
    path: str
    body: Props
    fingerprint: Props
    """Distinguishes this request from others of the same resource."""
    collection: Collection
    """The list in which the created object appears."""
    match: Props
    """Fields and values that every candidate has: an object that could be the created one."""
    duplicates: Literal["refused", "allowed", "expected"]
    """Whether a candidate may exist before; `expected` where each request creates another one."""
    like_keys: LikeKeys = "refused"
    """Whether a key that Runsite may treat as the same one may exist before: see `like_keys`."""
    on_destroy: str = ""
    """What a destroy means for an object that was adopted, for the message of a duplicate."""
    contents: Callable[[Context, Props], Awaitable[str]] = _nothing
    """Returns what a program that adopts an object has to adopt as well, for that message."""
    recent_s: float = REMEMBERED_S
    """Seconds for which a candidate of unknown origin prevents the create, once."""
    late_s: float = LATE_S
    """Seconds after a lost response in which an object like it is what the request has created."""
    is_in_progress: Callable[[Props], bool] = _never
    """Whether Runsite has not finished what a request for this object started."""
    is_unused: Callable[[Context, Props], Awaitable[bool]] = _not_known
    """Whether an object whose time of creation is unknown may be one that nothing uses yet."""
    is_other: Callable[[Props], bool] = _never
    """Whether an object shows that another kind of request created it."""

    @property
    def has_key(self) -> bool:
        """Whether the object has a key, of which there must be one in the list."""
        return self.duplicates == "refused" and "name" not in self.match

    @property
    def is_lasting(self) -> bool:
        """Whether the API cannot delete the object, so that a second one would stay for ever."""
        return "name" in self.match


class Created(NamedTuple):
    """An object that exists because of a request."""

    item: Props
    """What the API reports of it."""
    stale: frozenset[str] = frozenset()
    """The fields of the request that it was created without, or with another value."""


def object_path(collection: Collection, item: Props) -> str:
    """Return the path of an item of a list."""
    return f"{collection.path}/{item.get('id')}"


def begun(ctx: Context, request: CreateRequest, existing_ids: frozenset[str]) -> Begun:
    """Return what the creation log records before *request* is sent."""
    since, until = creation_window(ctx.client, request.late_s)
    return Begun(
        request.fingerprint,
        existing_ids,
        request.body,
        since,
        until,
        request.collection.path,
        request.description,
        is_repeatable=request.duplicates != "refused",
        is_lasting=request.is_lasting,
    )


def begun_again(ctx: Context, request: CreateRequest, earlier: Attempt) -> Begun:
    """Return what the log had of an *earlier* attempt, as far as *request* is the same."""
    sent = {name: value for name, value in request.body.items() if earlier.sent(name, value)}
    again = begun(ctx, request, earlier.existing_ids)
    return again._replace(sent=sent, since=earlier.since, until=earlier.until)
