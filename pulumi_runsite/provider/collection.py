"""The lists of the Runsite API: where they are, and which objects they hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from ..api import InvalidResponse, NotFound, ResponseTooLarge, api_path, is_id, shape_of
from .context import Context
from .envelope import list_in, object_in
from .fields import Props
from .messages import responses as messages
from .pages import Pages, check_complete

LOOK_AGAIN_S = 5.0
"""Seconds after which a list that lacked an item is read again: it may lag, or have failed."""

Find = Callable[[list[Props]], "Props | None"]


class Collection(NamedTuple):
    """The objects that one GET returns."""

    path: str
    list_field: str
    """The field of the response that holds the items, as documented."""
    page_size: int = 0
    """The number of items to request at once, where the API pages them; else 0."""
    parent: tuple[str, str] | None = None
    """The field with the id of the parent, and that id, where all items have the same one."""

    async def fetch(self, ctx: Context, offset: int = 0) -> list[Props]:
        """Return the items as the API reports them now, on a paged list those after *offset*."""
        if not self.page_size:
            return await self._all_pages(ctx)
        return await self._limited(ctx, self.page_size, offset)

    async def _limited(self, ctx: Context, limit: int, offset: int) -> list[Props]:
        """Return *limit* items of a paged list, in several responses where one is too large."""
        request, half = self._request(ctx), limit // 2
        try:
            page = await ctx.client.request_any("GET", self.path, limit=limit, offset=offset)
            return self.items(request, page)
        except ResponseTooLarge:
            if limit == 1:
                raise InvalidResponse(messages.build_log_too_large(request)) from None
        first = await self._limited(ctx, half, offset)
        if len(first) < half:
            return first
        ids = [item["id"] for item in first]  # a new item may have shifted the others since
        rest = await self._limited(ctx, limit - half, offset + half)
        return first + [item for item in rest if item["id"] not in ids]

    async def fetch_cached(self, ctx: Context, not_before: float = 0.0) -> list[Props]:
        """Return the items, from a response that may be some seconds old."""
        return await ctx.client.cached(self.path, partial(self._all_pages, ctx), not_before)

    def _request(self, ctx: Context) -> str:
        return ctx.client.request_name("GET", self.path)

    async def _all_pages(self, ctx: Context) -> list[Props]:
        read = partial(ctx.client.request_any, "GET", self.path)
        items, may_be_cut = await self._read(Pages(self._request(ctx), read, self.page))
        ctx.client.observations[f"cut {self.path}"] = len(items) if may_be_cut else 0
        return items

    async def _read(self, pages: Pages) -> tuple[list[Props], bool]:
        return await pages.read_all()

    def confirm_whole(self, ctx: Context, missing: str) -> None:
        """
        Confirm that the list that was read last, without *missing*, is the whole one.

        Raises:
            InvalidResponse: it may have been cut off.
        """
        if count := ctx.client.observations.get(f"cut {self.path}"):
            request = self._request(ctx)
            raise InvalidResponse(messages.list_may_be_cut(request, str(count), missing))

    async def find_twice(self, ctx: Context, find: Find) -> Props | None:
        """
        Return what *find* finds in the list, None where two lists LOOK_AGAIN_S apart lack it.

        The first of them may be one in which this run has missed another item before.
        """
        items = await self.fetch_cached(ctx)
        if found := find(items):
            return found
        clock, name = ctx.client.clock, f"missing in {self.path}"
        first_at, first_items = ctx.client.observations.get(name, (0.0, None))
        if first_items is None or find(first_items):
            first_at = clock.now()
            ctx.client.observations[name] = (first_at, items)
        again_at = first_at + LOOK_AGAIN_S
        if again_at > clock.now():
            await clock.sleep(again_at - clock.now())
        return find(await self.fetch_cached(ctx, again_at))

    async def find(self, ctx: Context, fields: Props) -> list[Props]:
        """
        Return the items, fresh from the API, that have all *fields*.

        Raises:
            InvalidResponse: an item may be one of them, but lacks a field.
        """
        return await self.matching(ctx, await self.fetch(ctx), fields)

    async def matching(self, ctx: Context, listed: list[Props], fields: Props) -> list[Props]:
        """Return the items of a list, as just read, that have all *fields*."""
        return [item for item in listed if await self._has(ctx, item, fields)]

    async def _has(self, ctx: Context, item: Props, fields: Props) -> bool:
        known = {name: value for name, value in fields.items() if name in item}
        missing = {name: value for name, value in fields.items() if name not in item}
        if any(item[name] != value for name, value in known.items()):
            return False
        if set(missing.values()) <= {None}:
            return True
        if known and self.parent is None:  # the items of a list may lack fields
            try:
                return await self._has(ctx, await self.get(ctx, item["id"]), missing)
            except NotFound:
                return False
        names = ", ".join(f"`{name}`" for name in sorted(missing))
        raise InvalidResponse(messages.field_missing(self._request(ctx), names, shape_of(item)))

    async def get(self, ctx: Context, id: str) -> Props:
        """
        Return the object with this id.

        Raises:
            InvalidResponse: the response is not about this object.
        """
        path = self.path + api_path(id)
        response = await ctx.client.request_any("GET", path)
        return self.object(ctx.client.request_name("GET", path), response, {"id": id})

    async def confirm_exists(self, ctx: Context, id: str) -> None:
        """
        Confirm that the object exists, by a response that may be some seconds old.

        Raises:
            NotFound: it does not.
        """
        await ctx.client.cached(self.path + api_path(id), partial(self.get, ctx, id))

    def items(self, request: str, response: Any) -> list[Props]:
        """
        Return the items in *response*, the response to *request*.

        Raises:
            InvalidResponse: there is anything in the response that is not understood.
        """
        items = self.page(request, response)
        if not self.page_size:
            check_complete(request, response, len(items))
        return items

    def page(self, request: str, response: Any) -> list[Props]:
        """
        Return the items in *response*, the response to *request*, which may be a part of the list.

        Raises:
            InvalidResponse: there is anything in the response that is not understood.
        """
        items = list_in(response, self.list_field)
        if items is None:
            actual = shape_of(response)
            raise InvalidResponse(messages.list_not_understood(request, self.list_field, actual))
        for item in items:
            if not isinstance(item, dict):
                raise InvalidResponse(messages.item_not_an_object(request, shape_of(item)))
            self.check(request, item, {})
        return items

    def object(self, request: str, response: Any, expected: Props) -> Props:
        """
        Return the object in *response*, the response to *request*.

        Raises:
            InvalidResponse: it has no valid id, or is not the one with the *expected* fields.
        """
        found = object_in(response)
        if found is None:
            raise InvalidResponse(messages.not_an_object(request, shape_of(response)))
        self.check(request, found, expected)
        return found

    def check(self, request: str, item: Props, expected: Props) -> None:
        """
        Check that *item* has a valid id, and the *expected* fields and parent where it has them.

        Raises:
            InvalidResponse: it does not.
        """
        if not is_id(item.get("id")):
            fault = _invalid_id(item["id"]) if "id" in item else "no `id`"
            raise InvalidResponse(messages.id_not_valid(request, fault, shape_of(item)))
        for name, value in (*([self.parent] if self.parent else ()), *expected.items()):
            actual = item.get(name)
            if None not in (actual, value) and not is_same(name, actual, value):
                raise InvalidResponse(messages.another_object(request, name, repr(value)))


def _invalid_id(id: Any) -> str:
    if isinstance(id, str) and id:
        return "an `id` with other characters"
    return f"{shape_of(id)} as `id`"


def is_same(field: str, actual: Any, expected: Any) -> bool:
    """Return whether *actual* is *expected*, as far as an API may normalise this *field*."""
    return bool(actual == expected) or normalized(field, actual) == normalized(field, expected)


def normalized(field: str, value: Any) -> str:
    """Return *value* without what an API may change of this *field* when it stores it."""
    text = unicodedata.normalize("NFKC", str(value)).casefold().strip()
    # A name may become a part of an address.
    return (re.sub(r"[\W_]", "", text) or text) if field == "name" else text


PROJECTS = Collection("/projects", "projects")
WEB_SERVICES = Collection("/web-services", "web_services")

_DEPLOYMENTS_PAGE_SIZE = 20  # each comes with its build log, and responses are limited in size


def env_vars_of(web_service_id: str) -> Collection:
    """Return the environment variables of a web service."""
    path = api_path("web-services", web_service_id, "env")
    return Collection(path, "environment_variables", parent=("web_service_id", web_service_id))


def deployments_of(web_service_id: str, page_size: int = _DEPLOYMENTS_PAGE_SIZE) -> Collection:
    """Return the deployments of a web service, newest first."""
    path = api_path("web-services", web_service_id, "deployments")
    return Collection(path, "deployments", page_size, ("web_service_id", web_service_id))
