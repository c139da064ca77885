"""Requests a deployment exactly once, as soon as Runsite accepts it."""

from __future__ import annotations

from functools import partial

from ...api import Conflict, NotFound, Rejected, RunsiteError, api_path
from ..collection import deployments_of
from ..context import Context
from ..create_once import CreateRequest, create_once
from ..create_request import object_path
from ..fields import Props
from ..messages import deployments as deployment_messages
from ..messages import start_stop_restart as messages
from ..web_services.status import explain_status, get_web_service
from .history import newest_deployments
from .in_progress import is_in_progress, wait_for_end
from .status import has_ended
from .wait import wait_limit_s

_WAIT_OPTIONS = frozenset({"wait", "timeout", "stream_logs", "rollback_on_failure"})

_AUTOMATIC = frozenset(
    {"auto", "auto_deploy", "automatic", "commit", "git", "git_push", "github", "push", "rollback",
     "schedule", "scheduled", "webhook"}
)  # fmt: skip
"""Values of `trigger_type` that no request for a deployment has; Runsite documents none."""

_RECENT_S = 600.0
"""Seconds for which a deployment of unknown origin may be what a killed run requested."""


async def request_deployment(ctx: Context, inputs: Props) -> Props:
    """
    Create the deployment that *inputs* describe, and return it as the API reports it.

    While another deployment is in progress, Runsite refuses a new one: that one is waited for.

    Raises:
        RunsiteError: refused for another reason, with the status of the web service.
    """
    web_service_id = inputs["web_service_id"]
    deadline = ctx.client.clock.now() + wait_limit_s(ctx, inputs)
    while True:
        try:
            return (await create_once(ctx, _create_request(inputs))).item
        except (Conflict, Rejected) as error:
            other = await _in_progress(ctx, web_service_id)
            left_s = deadline - ctx.client.clock.now()
            if other is None or left_s <= 0:
                status = explain_status(await get_web_service(ctx, web_service_id))
                raise RunsiteError(messages.action_refused(error.reason, status)) from None
            # It is not what this refused request created.
            ctx.known_paths.add(object_path(deployments_of(web_service_id), {"id": other}))
            await _wait_for_other(ctx, web_service_id, other, left_s)


def _create_request(inputs: Props) -> CreateRequest:
    web_service_id = inputs["web_service_id"]
    target = inputs.get("rollback_to")
    collection = deployments_of(web_service_id)
    return CreateRequest(
        description=f"a deployment of web service {web_service_id}",
        path=f"{collection.path}{api_path(target, 'rollback')}" if target else collection.path,
        body={k: v for k, v in inputs.items() if k == "branch"},
        fingerprint={k: v for k, v in inputs.items() if k not in _WAIT_OPTIONS},
        collection=collection,
        match={},
        duplicates="expected",
        recent_s=_RECENT_S,
        is_in_progress=_is_unended,
        is_other=partial(_is_other, target),
    )


def _is_unended(deployment: Props) -> bool:
    return not has_ended(deployment)


def _is_other(target: str | None, deployment: Props) -> bool:
    """Return whether *deployment* shows that no request with *target* created it."""
    if deployment.get("rollback_from_deployment_id", target) != target:
        return True
    trigger = str(deployment.get("trigger_type")).strip().lower()
    return target is None and trigger in _AUTOMATIC


async def _in_progress(ctx: Context, web_service_id: str) -> str | None:
    recent = await newest_deployments(ctx, web_service_id)
    return next((str(item["id"]) for item in recent if is_in_progress(item)), None)


async def _wait_for_other(ctx: Context, web_service_id: str, id: str, left_s: float) -> None:
    try:
        await wait_for_end(ctx, web_service_id, id, left_s)
    except NotFound as error:
        error.restate(deployment_messages.not_requested(id, error.reason, error.remedy))
        raise
    except RunsiteError as error:
        error.restate(deployment_messages.not_requested_yet(id, error.reason, error.remedy))
        raise
