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
from ..web_services.status import AT_REST, get_web_service
from ..web_services.status import status_of as service_status_of
from .history import get_deployment, newest_deployments
from .status import IN_PROGRESS, displayed_status, has_ended, status_of

_WAIT_LIMIT_S = 1800.0
"""Seconds that a start, stop or restart waits for deployments, unless `custom_timeouts` is set."""

_MAX_AGE_S = 3600.0
"""Seconds after which a deployment without an end is one that Runsite has forgotten to end."""

_UNDATED_WAIT_LIMIT_S = 300.0
"""Seconds of that wait for deployments without a time, any of which may be a forgotten one."""

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
    web_service_id, clock = web_service["id"], ctx.client.clock
    begun_at, limit_s = clock.now(), ctx.timeout_s or _WAIT_LIMIT_S
    waited_for: set[str] = set()  # the list may lag
    unended: dict[str, str] = {}
    while True:
        newest = await _newest(ctx, web_service)
        left = [item for item in newest if item["id"] not in waited_for]
        item = next((each for each in left if _may_end(ctx, web_service, each)), None)
        if item is None:
            _warn_of_unended(ctx, web_service_id, unended)
            after = await get_web_service(ctx, web_service_id) if waited_for else web_service
            return after, {str(item["id"]) for item in newest}
        id, is_dated = str(item["id"]), _begun_at(item) is not None
        end = begun_at + (limit_s if is_dated else min(limit_s, _UNDATED_WAIT_LIMIT_S))
        try:
            await wait_for_end(ctx, web_service_id, id, max(round(end - clock.now()), 0))
        except NotFound:
            pass  # deleted, or the web service is, which the list shows
        except RunsiteError as error:
            reason, remedy = error.reason, error.remedy
            if is_dated or isinstance(error, Interrupted):
                message = messages.action_not_requested
                error.restate(message(web_service_id, action, id, reason, remedy))
                raise
            unended[id] = reason
        waited_for.add(id)


async def _newest(ctx: Context, web_service: Props) -> list[Props]:
    """Return the last deployments; none, with a warning, where they cannot be read."""
    try:
        return await newest_deployments(ctx, web_service["id"])
    except Interrupted:
        raise
    except RunsiteError as error:
        if service_status_of(web_service) in _RUNNING:
            ctx.engine_log.warning(messages.deployments_not_read(web_service["id"], error.reason))
        return []


def _warn_of_unended(ctx: Context, web_service_id: str, unended: dict[str, str]) -> None:
    if unended:
        ids, reason = ", ".join(unended), next(iter(unended.values()))
        ctx.engine_log.warning(messages.undated_not_ended(web_service_id, ids, reason))


def _may_end(ctx: Context, web_service: Props, deployment: Props) -> bool:
    """Return whether *deployment* is in progress and recent: others have no end."""
    if not is_in_progress(deployment):
        return False
    begun_at = _begun_at(deployment)
    if begun_at is None:  # a stop may have relabelled one that has ended
        return service_status_of(web_service) not in AT_REST
    return server_now(ctx.client)[0] - begun_at < _MAX_AGE_S


def _begun_at(deployment: Props) -> float | None:
    return epoch_s(deployment.get("created_at")) or epoch_s(deployment.get("started_at"))
