"""A list of the Runsite API: where it is, and which objects it holds."""

from __future__ import annotations

from dataclasses import dataclass

from ..api import InvalidResponse
from .context import Context
from .fields import Props
from .messages import resources as messages


@dataclass(frozen=True)
class Collection:
    """The objects that one GET returns."""

    path: str
    list_field: str
    """The field of the response that holds the items."""
    page_size: int | None = None
    """The number of items in one response, where the API pages them."""

    async def fetch(self, ctx: Context, offset: int = 0) -> list[Props]:
        """Return the items as the API reports them now, on a paged list those after *offset*."""
        if self.page_size is None:
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
