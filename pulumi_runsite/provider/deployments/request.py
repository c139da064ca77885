"""Asks for a deployment, once, when Runsite is ready to take it."""

from __future__ import annotations

from ...api import Conflict, PollOptions, Rejected, RunsiteError, api_path, poll_until
from ..context import Context
from ..create_once import Wanted, create_once
from ..fields import Props
from ..web_services import status as run_state
from . import history
from . import status as rollout
from . import wait as following

_HOW_TO_WAIT = frozenset({"wait", "timeout", "stream_logs", "rollback_on_failure"})


async def ask(ctx: Context, inputs: Props) -> Props:
    """
    Have the deployment made that *inputs* describe, and return what the API says of it.

    Where another one is under way, which Runsite refuses to overtake, that one is waited for.

    Raises:
        RunsiteError: refused for another reason; the web service's status is explained.
    """
    service_id = inputs["web_service_id"]
    end = ctx.client.clock.now() + following.timeout_s(ctx, inputs)
    while True:
        try:
            return await create_once(ctx, _wanted(ctx, inputs))
        except (Conflict, Rejected) as error:
            other = next(
                (
                    each
                    for each in await history.newest(ctx, service_id)
                    if not rollout.has_ended(each)
                ),
                None,
            )
            left_s = end - ctx.client.clock.now()
            if other is None or left_s <= 0:
                why = run_state.explained(await run_state.get(ctx, service_id))
                raise RunsiteError(f"{error} ({why})") from None
            await _other_over(ctx, service_id, str(other.get("id")), left_s)


def _wanted(ctx: Context, inputs: Props) -> Wanted:
    service_id = inputs["web_service_id"]
    target = inputs.get("rollback_to")
    where = history.collection(service_id)
    return Wanted(
        name=f"a deployment of web service {service_id}",
        collection=f"{where}{api_path(target, 'rollback')}" if target else where,
        body={k: v for k, v in inputs.items() if k == "branch"},
        wish={k: v for k, v in inputs.items() if k not in _HOW_TO_WAIT},
        alike=lambda: history.newest(ctx, service_id),
        twins="meant",
    )


async def _other_over(ctx: Context, service_id: str, other: str, within_s: float) -> None:
    async def poll() -> Props | None:
        now = await following.get(ctx, service_id, other)
        ctx.engine_log.progress(f"waiting for deployment {other}, which is {rollout.word(now)}")
        return now if rollout.has_ended(now) else None

    await poll_until(poll, ctx.client.clock, PollOptions(deadline_s=within_s))
