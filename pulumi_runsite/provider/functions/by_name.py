"""Look-ups by id or by name, where a name need not be unique."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...api import NotFound, RunsiteError, api_path
from ..context import Context
from ..field_types import Id, Name
from ..fields import Model, Props, contains_unknown
from ..messages import functions as messages
from ..messages.inputs import not_combinable, required_unless
from ..validation import Failure
from .function import list_items


class IdOrNameInputs(Model):
    """The ID or the name to look up."""

    id: Id | None = None
    """The ID to look up. Exactly one of `id` and `name` is required."""

    name: Name | None = None
    """
    The name to look up. Exactly one of `id` and `name` is required.

    Names are not unique on Runsite: the function fails if several resources have the name.
    """


def check_id_or_name(inputs: Props) -> Iterable[Failure]:
    """Yield a Failure unless exactly one of id and name is set."""
    if "id" in inputs and "name" in inputs and not contains_unknown(inputs):
        yield Failure("name", not_combinable("id"))
    if "id" not in inputs and "name" not in inputs:
        yield Failure("id", required_unless("name"))


class NamedCollection:
    """A collection of the Runsite API whose resources have names, such as all projects."""

    def __init__(self, noun: str, collection: str, list_field: str) -> None:
        self.noun = noun
        self._collection = collection
        self._list_field = list_field

    async def all(self, ctx: Context) -> list[Props]:
        """Return all resources of the collection, with the fields that its list returns."""
        return list_items(
            await ctx.client.request("GET", api_path(self._collection)), self._list_field
        )

    async def get(self, ctx: Context, id: str) -> Props:
        """
        Return the resource with this id.

        Raises:
            RunsiteError: no such resource exists, or a request failed.
        """
        try:
            return await ctx.client.request("GET", api_path(self._collection, id))
        except NotFound as error:
            raise RunsiteError(messages.id_not_found(self.noun, id, error.reason)) from None

    async def find_by_name(
        self, ctx: Context, name: str, matches: Callable[[Props], bool]
    ) -> Props:
        """
        Return the only resource with this name for which *matches* is true.

        Raises:
            RunsiteError: none or several exist, or a request failed.
        """
        listed = list_items(
            await ctx.client.list_cached(api_path(self._collection)), self._list_field
        )
        found = [each for each in listed if each.get("name") == name and matches(each)]
        if not found:  # the cached list may be older than what this program has created
            found = [each for each in await self.all(ctx) if each.get("name") == name]
            found = [each for each in found if matches(each)]
        if not found:
            raise RunsiteError(messages.name_not_found(self.noun, repr(name)))
        if len(found) > 1:
            ids = " or ".join(sorted(repr(each.get("id")) for each in found))
            raise RunsiteError(
                messages.name_not_unique(str(len(found)), self.noun, repr(name), ids)
            )
        # The list may be some seconds old; the result must be current.
        return await self.get(ctx, str(found[0].get("id")))


PROJECTS = NamedCollection("project", "projects", "projects")
WEB_SERVICES = NamedCollection("web service", "web-services", "web_services")


async def get_from_web_service(ctx: Context, id: str, subpath: str, **query: int) -> Props:
    """
    Return the response for `GET /web-services/<id>/<subpath>`.

    Raises:
        RunsiteError: no such web service exists, or the request failed.
    """
    try:
        path = api_path("web-services", id, subpath)
        return await ctx.client.request("GET", path, None, progress=None, **query)
    except NotFound as error:
        raise RunsiteError(messages.id_not_found("web service", id, error.reason)) from None
