"""Look-ups by id or by name, where a name need not be unique."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ...api import NotFound, OnWait, RunsiteError, api_path
from ..check_failures import Failure
from ..collection import PROJECTS, WEB_SERVICES, Collection
from ..context import Context
from ..field_types import Id, Name
from ..fields import Model, Props, contains_unknown
from ..messages import functions as messages
from ..messages.inputs import not_combinable, required_unless


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


class Lookup(NamedTuple):
    """Finds one object of a collection whose objects have names."""

    noun: str
    """What an object is, for messages."""
    collection: Collection

    async def get(self, ctx: Context, id: str) -> Props:
        """
        Return the object with this id.

        Raises:
            RunsiteError: no such object exists, or the request failed.
        """
        try:
            return await self.collection.get(ctx, id)
        except NotFound as error:
            raise RunsiteError(messages.id_not_found(self.noun, id, error.reason)) from None

    async def find_by_name(
        self, ctx: Context, name: str, matches: Callable[[Props], bool]
    ) -> Props:
        """
        Return the only object with this name for which *matches* is true.

        Raises:
            RunsiteError: none or several exist, or a request failed.
        """
        listed = await self.collection.fetch_cached(ctx)
        found = [item for item in listed if item.get("name") == name and matches(item)]
        if not found:  # the cached list may be older than what this program has created
            listed = await self.collection.find(ctx, {"name": name})
            found = [item for item in listed if matches(item)]
        if not found:
            raise RunsiteError(messages.name_not_found(self.noun, repr(name)))
        if len(found) > 1:
            count, ids = str(len(found)), " or ".join(sorted(repr(i.get("id")) for i in found))
            raise RunsiteError(messages.name_not_unique(count, self.noun, repr(name), ids))
        # The list may be some seconds old; the result must be current.
        return await self.get(ctx, str(found[0].get("id")))


PROJECT_LOOKUP = Lookup("project", PROJECTS)
WEB_SERVICE_LOOKUP = Lookup("web service", WEB_SERVICES)


async def get_from_web_service(ctx: Context, id: str, subpath: str, **query: int) -> Any:
    """
    Return the response for `GET /web-services/<id>/<subpath>`: an object or a list.

    Raises:
        RunsiteError: no such web service exists, or the request failed.
    """
    try:
        path = api_path("web-services", id, subpath)
        return await ctx.client.request_any("GET", path, None, on_wait=OnWait(), **query)
    except NotFound as error:
        raise RunsiteError(messages.id_not_found("web service", id, error.reason)) from None
