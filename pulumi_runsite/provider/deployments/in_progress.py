"""Deployments in progress: what is requested of their web service waits for their end."""

from __future__ import annotations

from functools import partial

from ...api import InvalidResponse, NotFound, RunsiteError, poll_until
from ..context import Context
from ..fields import Props
from ..messages import deployments as deployment_messages
from ..messages import start_stop_restart as messages
from ..server_time import epoch_s, server_now
from .history import get_deployment, newest_deployments
from .status import IN_PROGRESS, displayed_status, has_ended, status_of

_WAIT_LIMIT_S = 1800.0
"""Seconds that a start, stop or restart waits for deployments, unless `custom_timeouts` is set."""

_MAX_AGE_S = 3600.0
"""Seconds after which a deployment without an end is one that Runsite has forgotten to end."""


def unfinished(newest: list[Props]) -> list[Props]:
    """
    Return those of the *newest* deployments that have not ended, first those that certainly have.

    Of an unknown status, one has ended where a newer one is live.
    """
    found, has_newer_live = [], False
    for item in newest:
        if not has_ended(item) and (status_of(item) in IN_PROGRESS or not has_newer_live):
            found.append(item)
        has_newer_live = has_newer_live or item.get("is_live") is True
    return sorted(found, key=lambda item: status_of(item) not in IN_PROGRESS)


async def newer_live(ctx: Context, web_service_id: str, id: str) -> str | None:
    """Return the id of the live deployment, if it is newer than the deployment *id*."""
    live = None
    for item in await newest_deployments(ctx, web_service_id):
        if item.get("id") == id:
            return live
        if item.get("is_live") is True:
            live = str(item.get("id"))
    return None


async def wait_for_end(ctx: Context, web_service_id: str, id: str, limit_s: float) -> None:
    """Wait *limit_s* seconds at most until a deployment has ended, and display its progress."""
    poll = partial(_poll, ctx, web_service_id, id)
    options = ctx.poll_options(limit_s, messages.end_of_deployment(id))
    await poll_until(poll, ctx.client.clock, options)


async def _poll(ctx: Context, web_service_id: str, id: str) -> Props | None:
    deployment = await get_deployment(ctx, web_service_id, id)
    status = displayed_status(ctx, deployment)
    ctx.engine_log.progress(deployment_messages.waiting_for_other(id, status))
    return deployment if has_ended(deployment) else None


async def wait_for_deployments(ctx: Context, web_service_id: str, action: str) -> frozenset[str]:
    """
    Wait until no deployment is in progress, and return the ids of the last deployments.

    The end of a deployment starts its web service. *action* is what waits, for messages: `stopped`.

    Raises:
        RunsiteError: the wait was cut short.
    """
    deadline = ctx.client.clock.now() + (ctx.timeout_s or _WAIT_LIMIT_S)
    ended: set[str] = set()  # the list may lag
    while True:
        try:
            newest = await newest_deployments(ctx, web_service_id)
        except InvalidResponse:  # what is requested does not depend on how the list is read
            return frozenset()
        ids = [id for id in _ids_in_progress(ctx, newest) if id not in ended]
        if not ids:
            return frozenset(str(item["id"]) for item in newest)
        id = ids[0]
        try:
            limit_s = max(deadline - ctx.client.clock.now(), 0.0)
            await wait_for_end(ctx, web_service_id, id, limit_s)
        except NotFound:
            pass  # deleted, or the web service is, which the list shows
        except RunsiteError as error:
            reason, remedy = error.reason, error.remedy
            error.restate(messages.action_not_requested(web_service_id, action, id, reason, remedy))
            raise
        ended.add(id)


async def is_any_in_progress(ctx: Context, web_service_id: str) -> bool:
    """Return whether a deployment of the web service is in progress."""
    try:
        return bool(_ids_in_progress(ctx, await newest_deployments(ctx, web_service_id)))
    except InvalidResponse:
        return False


def _ids_in_progress(ctx: Context, newest: list[Props]) -> list[str]:
    return [str(item["id"]) for item in unfinished(newest) if _may_end(ctx, item)]


def _may_end(ctx: Context, deployment: Props) -> bool:
    """Return whether *deployment*, which has not ended, is likely to end."""
    created_at = epoch_s(deployment.get("created_at"))
    if created_at is None:
        return status_of(deployment) in IN_PROGRESS
    return server_now(ctx.client)[0] - created_at < _MAX_AGE_S
