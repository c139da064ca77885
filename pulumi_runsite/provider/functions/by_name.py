"""Things that are looked up by their id, or by a name that need not be theirs alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...api import NotFound, RunsiteError, api_path
from ..context import Context
from ..field_types import Id, Name
from ..fields import Model, Props, contains_unknown
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
    """Yield what is wrong where not exactly one of id and name is given."""
    if "id" in inputs and "name" in inputs and not contains_unknown(inputs):
        yield Failure("name", "cannot be combined with id; give one of them")
    if "id" not in inputs and "name" not in inputs:
        yield Failure("id", "required, or else name")


class NamedCollection:
    """A collection of Runsite's, and how to find one thing in it."""

    def __init__(self, noun: str, collection: str, listed_as: str) -> None:
        self.noun = noun
        self._collection = collection
        self._listed_as = listed_as

    async def all(self, ctx: Context) -> list[Props]:
        """Return everything in it, as lists show it."""
        return list_items(
            await ctx.client.request("GET", api_path(self._collection)), self._listed_as
        )

    async def get(self, ctx: Context, id: str) -> Props:
        """
        Return the one of this id.

        Raises:
            RunsiteError: there is none.
        """
        try:
            return await ctx.client.request("GET", api_path(self._collection, id))
        except NotFound as error:
            raise RunsiteError(f"there is no {self.noun} {id} on Runsite ({error})") from None

    async def find_by_name(self, ctx: Context, name: str, among: Callable[[Props], bool]) -> Props:
        """
        Return the only one of this name for which *among* is true.

        Raises:
            RunsiteError: there is none, or several.
        """
        known = list_items(
            await ctx.client.list_cached(api_path(self._collection)), self._listed_as
        )
        found = [each for each in known if each.get("name") == name and among(each)]
        if not found:  # that list may be older than what this very program has made
            found = [each for each in await self.all(ctx) if each.get("name") == name]
            found = [each for each in found if among(each)]
        if not found:
            raise RunsiteError(f"there is no {self.noun} named {name!r} on Runsite")
        if len(found) > 1:
            ids = " or ".join(sorted(repr(each.get("id")) for each in found))
            raise RunsiteError(
                f"{len(found)} {self.noun}s are named {name!r}: pass id instead, {ids}"
            )
        # The list may be some seconds old; what is told must not be.
        return await self.get(ctx, str(found[0].get("id")))


PROJECTS = NamedCollection("project", "projects", "projects")
WEB_SERVICES = NamedCollection("web service", "web-services", "web_services")


async def get_from_web_service(ctx: Context, id: str, word: str, **query: int) -> Props:
    """
    Return what Runsite tells of one web service under *word*.

    Raises:
        RunsiteError: there is no such web service.
    """
    try:
        where = api_path("web-services", id, word)
        return await ctx.client.request("GET", where, None, progress=None, **query)
    except NotFound as error:
        raise RunsiteError(f"there is no web service {id} on Runsite ({error})") from None
