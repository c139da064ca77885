"""The lists of the Runsite API: where they are, and which objects they hold."""

from __future__ import annotations

from dataclasses import dataclass

from ..api import InvalidResponse, api_path
from .context import Context
from .fields import Props
from .messages import responses as messages


@dataclass(frozen=True)
class Collection:
    """The objects that one GET returns."""

    path: str
    list_field: str
    """The field of the response that holds the items."""
    page_size: int = 0
    """The number of items to request at once, where the API pages them; else 0."""

    async def fetch(self, ctx: Context, offset: int = 0) -> list[Props]:
        """Return the items as the API reports them now, on a paged list those after *offset*."""
        if not self.page_size:
            return self.items(await ctx.client.request("GET", self.path))
        page = await ctx.client.request("GET", self.path, limit=self.page_size, offset=offset)
        return self.items(page)

    async def fetch_cached(self, ctx: Context) -> list[Props]:
        """Return the items, from a response that may be some seconds old."""
        return self.items(await ctx.client.list_cached(self.path))

    async def find(self, ctx: Context, fields: Props) -> list[Props]:
        """Return the items, fresh from the API, that have all *fields*."""
        return [
            item
            for item in await self.fetch(ctx)
            if all(item.get(name) == value for name, value in fields.items())
        ]

    def items(self, response: Props) -> list[Props]:
        """
        Return the items in *response*.

        Raises:
            InvalidResponse: the response has no list of objects where the API documents it.
        """
        items = response.get(self.list_field)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise InvalidResponse(messages.list_not_as_documented(self.path, self.list_field))
        return items


PROJECTS = Collection("/projects", "projects")
WEB_SERVICES = Collection("/web-services", "web_services")

_DEPLOYMENTS_PAGE_SIZE = 20
"""Each deployment comes with its build log, and responses are limited in size."""


def env_vars_of(web_service_id: str) -> Collection:
    """Return the environment variables of a web service."""
    path = api_path("web-services", web_service_id, "env")
    return Collection(path, "environment_variables")


def deployments_of(web_service_id: str) -> Collection:
    """Return the deployments of a web service, newest first."""
    path = api_path("web-services", web_service_id, "deployments")
    return Collection(path, "deployments", page_size=_DEPLOYMENTS_PAGE_SIZE)
