"""The deployments of a web service, newest first."""

from __future__ import annotations

from ..collection import deployments_of
from ..context import Context
from ..fields import Props
from ..server_time import epoch_s

QUOTING = ("commit_message", "error_message")
"""Fields with the text of other programs and people, which may quote a secret."""


def without_secrets(ctx: Context, deployment: Props) -> Props:
    """Return *deployment* without the secrets that its texts quote."""
    quoting = {name: deployment.get(name) for name in QUOTING}
    clean = ctx.client.redactor.clean_lines
    cleaned = {name: str(clean(text)) for name, text in quoting.items() if isinstance(text, str)}
    if isinstance(image := deployment.get("image_ref"), str):  # of the web service, or a part of it
        cleaned["image_ref"] = ctx.client.redactor.redact_value(image)
    return deployment | cleaned


async def get_deployment(ctx: Context, web_service_id: str, id: str) -> Props:
    """Return a deployment as the API reports it, without secrets."""
    return without_secrets(ctx, await deployments_of(web_service_id).get(ctx, id))


async def newest_deployments(ctx: Context, web_service_id: str) -> list[Props]:
    """Return the last deployments, newest first as far as Runsite reports their creation."""
    deployments = deployments_of(web_service_id)
    page = found = await deployments.fetch(ctx)
    while len(page) == deployments.page_size and _is_oldest_first(found):
        page = await deployments.fetch(ctx, offset=len(found))
        ids = {item["id"] for item in found}
        if not (new := [item for item in page if item["id"] not in ids]):
            break
        found = found + new
    if _is_oldest_first(found):
        found = found[::-1]
    times = [epoch_s(item.get("created_at")) for item in found]
    if None in times:
        return found
    return sorted(found, key=lambda item: epoch_s(item["created_at"]) or 0.0, reverse=True)


def _is_oldest_first(items: list[Props]) -> bool:
    first, last = (epoch_s(items[n].get("created_at")) for n in (0, -1)) if items else (None, None)
    return first is not None and last is not None and first < last


async def live_deployment(ctx: Context, web_service_id: str) -> Props | None:
    """Return the deployment that serves, without secrets; None where none does."""
    deployments = deployments_of(web_service_id)
    seen: set[str] = set()
    while True:
        page = await deployments.fetch(ctx, offset=len(seen))
        live = next((item for item in page if item.get("is_live") is True), None)
        # A new deployment shifts the pages; a page that repeats would never end the loop.
        new = {str(item.get("id")) for item in page} - seen
        if live or len(page) < deployments.page_size or not new:
            return live and without_secrets(ctx, live)
        seen |= new
