"""The deployments of a web service, newest first."""

from __future__ import annotations

from collections.abc import Callable

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
    found = await _read_until(_is_newest_first, ctx, web_service_id)
    if not _is_newest_first(found):
        found.reverse()  # also those of the same time
    times = [epoch_s(item.get("created_at")) for item in found]
    if None in times:
        return found
    return sorted(found, key=lambda item: epoch_s(item["created_at"]) or 0.0, reverse=True)


def _is_newest_first(items: list[Props]) -> bool:
    first, last = (epoch_s(items[n].get("created_at")) for n in (0, -1)) if items else (None, None)
    return first is None or last is None or first >= last


async def live_deployment(ctx: Context, web_service_id: str) -> Props | None:
    """Return the deployment that serves, without secrets; None where none does."""
    live = _live_in(await _read_until(_live_in, ctx, web_service_id))
    return live and without_secrets(ctx, live)


def _live_in(items: list[Props]) -> Props | None:
    return next((item for item in items if item.get("is_live") is True), None)


async def _read_until(
    is_enough: Callable[[list[Props]], object], ctx: Context, web_service_id: str
) -> list[Props]:
    """Return deployments as Runsite lists them, page by page until they are enough, or all."""
    deployments = deployments_of(web_service_id)
    found: list[Props] = []
    while True:
        page = await deployments.fetch(ctx, offset=len(found))
        ids = {item["id"] for item in found}
        # A new deployment shifts the pages; a page that repeats would never end the loop.
        new = [item for item in page if item["id"] not in ids]
        found += new
        if is_enough(found) or len(page) < deployments.page_size or not new:
            return found
