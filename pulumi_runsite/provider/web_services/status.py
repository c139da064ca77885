"""The status of a web service: what it means, and the requests that change it."""

from __future__ import annotations

from ...api import (
    Conflict,
    InvalidResponse,
    NotFound,
    OutcomeUnknown,
    Rejected,
    RunsiteError,
    Unavailable,
    api_path,
)
from ..collection import WEB_SERVICES, deployments_of
from ..context import Context
from ..fields import Props
from ..messages import start_stop_restart as messages

AT_REST = frozenset({"blocked", "failed", "pending_deletion", "sleeping", "stopped", "stopping"})
"""The statuses in which there is nothing to stop, and Runsite would refuse to."""
_RUNNING = frozenset({"running"})
_STOPPED = frozenset({"stopped", "sleeping", "failed"})

_MEANINGS = {
    "blocked": "Runsite has blocked it by policy; contact Runsite's support",
    "pending_deletion": "it is being deleted in the dashboard; remove it from the program",
    "sleeping": 'it sleeps without traffic; a deployment or `desired_state="running"` starts it',
    "stopped": 'a deployment or `desired_state="running"` starts it',
    "failed": "its last start failed; deploy it again",
}

_MAX_STATUS_LENGTH = 64
"""Characters; a longer status is cut."""

START_STOP_TIMEOUT_S = 300.0
"""Seconds that a web service may take to start or to stop."""


def status_of(web_service: Props) -> str:
    """Return the status in lower case: the API's documentation prints it in capitals."""
    status = web_service.get("status")
    return status.strip().lower()[:_MAX_STATUS_LENGTH] if isinstance(status, str) else ""


def settled_state(web_service: Props) -> str | None:
    """Return `running` or `stopped`, None while it changes."""
    if status_of(web_service) in _RUNNING:
        return "running"
    return "stopped" if status_of(web_service) in _STOPPED else None


def explain_status(web_service: Props) -> str:
    """Return the status and what it means for an action that Runsite refused."""
    status = status_of(web_service) or "unknown"
    return messages.web_service_status(status, _MEANINGS.get(status, ""))


async def get_web_service(ctx: Context, id: str) -> Props:
    """Return the web service as the API reports it."""
    return await WEB_SERVICES.get(ctx, id)


async def has_deployments(ctx: Context, id: str) -> bool:
    """Return whether a deployment of the web service was ever requested."""
    return bool(await deployments_of(id, page_size=1).fetch(ctx))


async def is_never_deployed(ctx: Context, id: str) -> bool:
    """Return whether the web service exists, and no deployment of it was requested."""
    try:
        return not await has_deployments(ctx, id)
    except NotFound:  # it is being deleted
        return False


async def request_action(ctx: Context, web_service: Props, verb: str) -> None:
    """
    Start, stop or restart *web_service*, as read before.

    Raises:
        Conflict, Rejected: Runsite refused, with the status of the web service.
        InvalidResponse: it is unknown whether it was done: the response was lost or is not one of
            the API, and the status is as before or cannot be read.
    """
    try:
        await ctx.client.send("POST", api_path("web-services", web_service["id"], verb))
    except (Conflict, Rejected) as error:
        error.restate(messages.action_refused(error.reason, explain_status(web_service)))
        raise
    except (InvalidResponse, OutcomeUnknown, Unavailable) as error:
        status = await _status_after(ctx, web_service)
        if status is not None:
            raise InvalidResponse(messages.action_unknown(error.reason, status)) from None


async def _status_after(ctx: Context, web_service: Props) -> str | None:
    """Return the explained status, None if the web service has changed since it was read."""
    try:
        after = await get_web_service(ctx, web_service["id"])
    except RunsiteError as error:
        return error.reason
    # A restart that is over has left the status as it was, but not the time of the last change.
    is_changed = after.get("updated_at") != web_service.get("updated_at")
    is_same = status_of(after) == status_of(web_service) and not is_changed
    return explain_status(after) if is_same else None
