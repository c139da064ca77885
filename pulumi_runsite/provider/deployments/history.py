"""The deployments of a web service, newest first."""

from __future__ import annotations

from ...api import api_path
from ..collection import deployments_of
from ..context import Context
from ..fields import Props


async def get_deployment(ctx: Context, web_service_id: str, id: str) -> Props:
    """Return a deployment as the API reports it."""
    return await ctx.client.request(
        "GET", api_path("web-services", web_service_id, "deployments", id)
    )


async def live_deployment(ctx: Context, web_service_id: str) -> Props | None:
    """Return the deployment that serves, None where none does."""
    deployments = deployments_of(web_service_id)
    seen: set[str] = set()
    while True:
        page = await deployments.fetch(ctx, offset=len(seen))
        live = next((item for item in page if item.get("is_live") is True), None)
        # A new deployment shifts the pages; a page that repeats would never end the loop.
        new = {str(item.get("id")) for item in page} - seen
        if live or len(page) < deployments.page_size or not new:
            return live
        seen |= new
