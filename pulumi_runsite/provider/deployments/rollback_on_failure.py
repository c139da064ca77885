"""What serves a web service after a failed deployment: the one before, or one rolled back to."""

from __future__ import annotations

from ...api import OnWait, RunsiteError, api_path
from ...api.interruption import completing
from ..collection import deployments_of
from ..context import Context
from ..fields import Props
from ..messages import deployments as messages
from .history import newest_deployments
from .status import has_succeeded, status_of
from .wait import DeploymentWait


async def live_after_failure(ctx: Context, id: str, inputs: Props) -> str:
    """Return which deployment serves after *id* failed; roll back first if *inputs* request it."""
    recent = await newest_deployments(ctx, inputs["web_service_id"])
    others = [item for item in recent if item.get("id") != id]
    live = next((item for item in others if item.get("is_live")), None)
    if live:
        return messages.still_live(str(live.get("id")))
    succeeded = next((item for item in others if has_succeeded(item)), None)
    if not succeeded or not inputs["rollback_on_failure"]:
        return messages.none_live()
    return await _roll_back(ctx, str(succeeded.get("id")), inputs)


async def _roll_back(ctx: Context, target: str, inputs: Props) -> str:
    deployments = deployments_of(inputs["web_service_id"])
    path = deployments.path + api_path(target, "rollback")
    try:
        with completing():
            on_wait = OnWait(ctx.engine_log.progress)
            response = await ctx.client.request("POST", path, on_wait=on_wait)
        rollback = deployments.object(ctx.client.request_name("POST", path), response, {})
        wait = DeploymentWait(ctx, rollback["id"], inputs, rollback)
        await wait.until_ended()
    except RunsiteError as error:
        return messages.rollback_failed(target, error.reason)
    return messages.rolled_back(target, rollback["id"], status_of(wait.deployment))
