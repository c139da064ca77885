"""Starts and stops a web service, as the end of a deployment does as well."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial

from ...api import Interrupted, InvalidResponse, NotFound, RunsiteError, poll_until, shape_of
from ..collection import WEB_SERVICES, deployments_of
from ..context import Context
from ..create_request import object_path
from ..fields import Props
from ..messages import start_stop_restart as messages
from ..web_services.status import (
    AT_REST,
    START_STOP_TIMEOUT_S,
    get_web_service,
    request_action,
    settled_state,
    status_of,
)
from .history import newest_deployments
from .in_progress import wait_for_deployments

_STARTED = "started deployments"
"""The part of a web service's creation log with the deployment that its last start requested."""


async def stop_if_running(ctx: Context, id: str) -> str | None:
    """
    Stop a web service after a deployment in progress; return the status if it is at rest.

    It is stopped, with a warning, also where the deployment does not end.
    """
    web_service = await get_web_service(ctx, id)
    if (status := status_of(web_service)) in AT_REST:
        return status
    try:
        web_service, _ = await wait_for_deployments(ctx, web_service, "stopped")
    except (Interrupted, NotFound):
        raise
    except RunsiteError as error:
        ctx.engine_log.warning(messages.stopped_before_the_end(error.reason))
        web_service = await get_web_service(ctx, id)
    if (status := status_of(web_service)) in AT_REST:
        return status
    await request_action(ctx, web_service, "stop")
    return None


async def start_or_stop(ctx: Context, id: str, desired: str) -> Props:
    """
    Start or stop a web service, wait until it is *desired*, and return it.

    `/start` is not in Runsite's public documentation; Runsite's own CLI uses it.

    Raises:
        RunsiteError: Runsite refused, or START_STOP_TIMEOUT_S seconds have passed.
    """
    verb, action = ("start", "started") if desired == "running" else ("stop", "stopped")
    web_service = await get_web_service(ctx, id)
    if settled_state(web_service) == desired:
        return web_service
    web_service, ids = await wait_for_deployments(ctx, web_service, action)
    if settled_state(web_service) == desired:
        return web_service
    if not status_of(web_service):
        request = ctx.client.request_name("GET", f"{WEB_SERVICES.path}/{id}")
        actual = shape_of(web_service)
        raise InvalidResponse(messages.web_service_status_missing(request, actual))
    await request_action(ctx, web_service, verb)
    try:
        return await _settled(ctx, id, desired)
    finally:
        if desired == "running":
            await _record_started(ctx, id, ids)


async def _settled(ctx: Context, id: str, desired: str) -> Props:
    poll = partial(_poll_until_settled, ctx, id, desired)
    options = ctx.poll_options(START_STOP_TIMEOUT_S, messages.web_service_to_be(id, desired))
    try:
        return await poll_until(poll, ctx.client.clock, options)
    except NotFound as error:
        error.restate(messages.not_settled(id, desired, error.reason, error.remedy))
        raise
    except RunsiteError as error:
        error.restate(messages.not_settled_yet(id, desired, error.reason, error.remedy))
        raise


async def _record_started(ctx: Context, id: str, before: AbstractSet[str]) -> None:
    """Record the deployments that a start has requested: no interrupted run has."""
    deployments = deployments_of(id)
    with suppress(RunsiteError):
        items = await newest_deployments(ctx, id)
        started = [item for item in items if item["id"] not in before]
        ctx.known_paths.update(object_path(deployments, item) for item in started)
        for newest in started[:1]:  # older ones are explained by it
            ctx.create_log.part(_STARTED).explain(newest["id"], list=deployments.path)


async def _poll_until_settled(ctx: Context, id: str, desired: str) -> Props | None:
    web_service = await get_web_service(ctx, id)
    ctx.engine_log.progress(messages.web_service_progress(status_of(web_service)))
    return web_service if settled_state(web_service) == desired else None
