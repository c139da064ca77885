"""Reads a list that the API may return in pages, which it documents for deployments only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from ..api import InvalidResponse, Rejected
from .envelope import claims_more, states_end, total_in
from .fields import Props
from .messages import responses as messages

USUAL_SIZES = frozenset({10, 20, 25, 50, 100, 200, 500, 1000})
"""Numbers of items at which an API may end a page without saying so."""


def check_complete(request: str, response: Any, count: int) -> None:
    """
    Check that *response* does not claim to have more than *count* items.

    Raises:
        InvalidResponse: it does.
    """
    if (total := total_in(response)) > count:
        raise InvalidResponse(messages.list_incomplete(request, str(count), str(total)))
    if claims_more(response):
        raise InvalidResponse(messages.list_continued(request, str(count)))


class Pages(NamedTuple):
    """The pages of one list."""

    request: str
    """The name of the request, for messages."""
    read: Callable[..., Awaitable[Any]]
    """Returns the response for an `offset`."""
    items_in: Callable[[str, Any], list[Props]]
    """Returns the items of a response to the request."""

    async def read_all(self) -> tuple[list[Props], bool]:
        """
        Return the items of the first page, and of all others where the API has `offset`.

        Also return whether there may be more, which nothing shows.

        Each page is read from the last item of the one before, which shows that `offset` counts
        items, and that none was skipped.
        """
        response = await self.read()
        items = page = self.items_in(self.request, response)
        may_be_cut = False
        while items and _may_continue(response, len(items), len(page)):
            may_be_cut = True
            try:
                following = await self.read(offset=len(items) - 1)
            except Rejected:
                break
            page, ids = self.items_in(self.request, following), [item["id"] for item in items]
            new = [item for item in page[1:] if item["id"] not in ids]
            if not page or page[0]["id"] != ids[-1] or len(new) < len(page) - 1:
                break
            may_be_cut = False
            if not new:
                break
            response, items = following, items + new
        check_complete(self.request, response, len(items))
        return items, may_be_cut

    async def read_groups(self) -> tuple[list[Props], bool]:
        """
        Return the items of the only page, and whether there may be more, which nothing shows.

        It is unknown whether an offset counts groups or items.

        Raises:
            InvalidResponse: there are more.
        """
        response = await self.read()
        items = self.items_in(self.request, response)
        check_complete(self.request, response, len(items))
        groups, ids = {item["key"] for item in items}, {item["id"] for item in items}
        if not _may_be_cut(response, len(groups), len(ids)):
            return items, False
        try:
            following = await self.read(offset=len(groups) - 1)
        except Rejected:
            return items, True
        page = self.items_in(self.request, following)
        if any(item["id"] not in ids for item in page):
            raise InvalidResponse(messages.list_continued(self.request, str(len(items))))
        return items, len(page) == len(items)


def _may_be_cut(response: Any, groups: int, items: int) -> bool:
    """Return whether there may be a group after those of *response*, whose total counts either."""
    if states_end(response):
        total = total_in(response)
        return total > groups and (total != items or groups in USUAL_SIZES)
    return groups in USUAL_SIZES or items in USUAL_SIZES


def _may_continue(response: Any, count: int, page_length: int) -> bool:
    """Return whether there may be a page after *response*, with which *count* items are known."""
    if total_in(response) > count or claims_more(response):
        return True
    return page_length in USUAL_SIZES and not states_end(response)
