"""Deployments in progress: what is requested of their web service waits for their end."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import partial

from ...api import Interrupted, NotFound, RunsiteError, poll_until
from ..context import Context
from ..fields import Props
from ..messages import deployments as deployment_messages
from ..messages import start_stop_restart as messages
from ..server_time import epoch_s, server_now
from ..web_services.status import get_web_service
from ..web_services.status import status_of as service_status_of
from .history import get_deployment, newest_deployments
from .status import IN_PROGRESS, displayed_status, has_ended, status_of

_WAIT_LIMIT_S = 1800.0
"""Seconds that a start, stop or restart waits for deployments, unless `custom_timeouts` is set."""

_MAX_AGE_S = 3600.0
"""Seconds after which a deployment without an end is one that Runsite has forgotten to end."""

_RUNNING = frozenset({"running", "deploying"})
"""The statuses of a web service that runs, or will at the end of a deployment."""


def is_in_progress(deployment: Props) -> bool:
    """
    Return whether the status of a *deployment* is known to be one in progress.

    An unknown status, which may be what Runsite calls a deployment that is not live, is not.
    """
    return status_of(deployment) in IN_PROGRESS and not has_ended(deployment)


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


async def wait_for_deployments(
    ctx: Context, web_service: Props, action: str
) -> tuple[Props, AbstractSet[str]]:
    """
    Wait until no deployment is in progress; return the web service, and ids of last deployments.

    The end of a deployment starts its web service. *action* is what waits, for messages: `stopped`.
    Where deployments cannot be read, there is no wait; without a wait, *web_service* is returned.

    Raises:
        RunsiteError: the wait was cut short.
    """
    web_service_id = web_service["id"]
    deadline = ctx.client.clock.now() + (ctx.timeout_s or _WAIT_LIMIT_S)
    ended: set[str] = set()  # the list may lag
    while True:
        try:
            newest = await newest_deployments(ctx, web_service_id)
        except Interrupted:
            raise
        except RunsiteError as error:
            if service_status_of(web_service) in _RUNNING:
                ctx.engine_log.warning(messages.deployments_not_read(web_service_id, error.reason))
            newest = []
        ids = [id for id in _ids_in_progress(ctx, newest) if id not in ended]
        if not ids:
            after = await get_web_service(ctx, web_service_id) if ended else web_service
            return after, {str(item["id"]) for item in newest}
        id = ids[0]
        try:
            limit_s = max(round(deadline - ctx.client.clock.now()), 0)
            await wait_for_end(ctx, web_service_id, id, limit_s)
        except NotFound:
            pass  # deleted, or the web service is, which the list shows
        except RunsiteError as error:
            reason, remedy = error.reason, error.remedy
            error.restate(messages.action_not_requested(web_service_id, action, id, reason, remedy))
            raise
        ended.add(id)


def _ids_in_progress(ctx: Context, newest: list[Props]) -> list[str]:
    return [str(item["id"]) for item in newest if is_in_progress(item) and _may_end(ctx, item)]


def _may_end(ctx: Context, deployment: Props) -> bool:
    """Return whether *deployment*, which is in progress, is recent: others have no end."""
    begun_at = epoch_s(deployment.get("created_at")) or epoch_s(deployment.get("started_at"))
    return begun_at is not None and server_now(ctx.client)[0] - begun_at < _MAX_AGE_S
