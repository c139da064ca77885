"""Whether a web service runs: what its status words mean, and how it is started and stopped."""

from __future__ import annotations

from ...api import PollOptions, RunsiteError, api_path, poll_until
from ..context import Context
from ..fields import Props

AT_REST = frozenset({"blocked", "failed", "pending_deletion", "sleeping", "stopped", "stopping"})
"""Where there is nothing to stop, and Runsite would refuse it."""
_RUNNING = frozenset({"running"})
_STOPPED = frozenset({"stopped", "sleeping", "failed"})

_REASONS = {
    "blocked": "Runsite has blocked it by policy; its support can tell why",
    "pending_deletion": "it is being deleted in the dashboard; take it out of the program",
    "sleeping": "it sleeps for want of traffic; a deployment or desired_state='running' wakes it",
    "stopped": "it is stopped; a deployment or desired_state='running' starts it",
    "failed": "its last start failed; deploy it again",
}

START_STOP_S = 300.0
"""Seconds that a web service may take to start or to stop."""


def word(service: Props) -> str:
    """Return the status in lower case: the documents print it in capitals."""
    return str(service.get("status") or "").lower()


def settled(service: Props) -> str | None:
    """Return `running` or `stopped`, None while it is neither for good."""
    if word(service) in _RUNNING:
        return "running"
    return "stopped" if word(service) in _STOPPED else None


def explained(service: Props) -> str:
    """Return what its status means for somebody who wants it to do something."""
    status = word(service) or "unknown"
    reason = _REASONS.get(status)
    return f"the web service is {status}" + (f": {reason}" if reason else "")


async def get(ctx: Context, service_id: str) -> Props:
    """Return the web service as the API shows it."""
    return await ctx.client.request("GET", api_path("web-services", service_id))


async def is_deployed(ctx: Context, service_id: str) -> bool:
    """Say whether a deployment of it was ever asked for."""
    deployments = api_path("web-services", service_id, "deployments")
    return bool((await ctx.client.request("GET", deployments, limit=1)).get("total"))


async def bring(ctx: Context, service_id: str, desired: str) -> Props:
    """
    Start or stop a web service and wait until it is so; return it.

    `/start` is known from the vendor's own client only (runsite-api.md §2.2).

    Raises:
        RunsiteError: Runsite refuses, or it is not so after START_STOP_S seconds.
    """
    service = await get(ctx, service_id)
    if settled(service) == desired:
        return service
    verb = "start" if desired == "running" else "stop"
    try:
        await ctx.client.send("POST", api_path("web-services", service_id, verb))
    except RunsiteError as error:
        raise RunsiteError(f"{error} ({explained(service)})") from None

    async def poll() -> Props | None:
        now = await get(ctx, service_id)
        ctx.engine_log.progress(f"web service is {word(now)}")
        return now if settled(now) == desired else None

    return await poll_until(poll, ctx.client.clock, PollOptions(deadline_s=START_STOP_S))
