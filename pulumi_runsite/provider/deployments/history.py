"""The deployments that a web service has had, newest first."""

from __future__ import annotations

from ...api import InvalidResponse, api_path
from ..context import Context
from ..fields import Props

_PAGE = 20
"""How many are asked for at a time: each comes with its build log, and answers are capped."""


def collection(service_id: str) -> str:
    """Return the path of a web service's deployments."""
    return api_path("web-services", service_id, "deployments")


async def newest(ctx: Context, service_id: str, offset: int = 0) -> list[Props]:
    """Return the newest deployments of a web service, without the first *offset* of them."""
    where = collection(service_id)
    answer = await ctx.client.request("GET", where, limit=_PAGE, offset=offset)
    listed = answer.get("deployments")
    if not isinstance(listed, list):
        raise InvalidResponse(f"GET {where}: the answer holds no deployments")
    return [item for item in listed if isinstance(item, dict)]


async def live(ctx: Context, service_id: str) -> Props | None:
    """Return the deployment that serves, None where none does."""
    seen: set[str] = set()
    while True:
        page = await newest(ctx, service_id, len(seen))
        found = next((each for each in page if each.get("is_live") is True), None)
        # One that is new shifts the pages; one that repeats would never let this end.
        new = {str(each.get("id")) for each in page} - seen
        if found or len(page) < _PAGE or not new:
            return found
        seen |= new
