"""Restarts of a web service."""

from __future__ import annotations

import secrets
from functools import partial

from ...api import (
    InvalidResponse,
    OutcomeUnknown,
    RunsiteError,
    Unavailable,
    poll_until,
)
from ..context import Context, ResourceInitFailed
from ..fields import Props
from ..messages import adoption as adoption_messages
from ..messages import start_stop_restart as actions_messages
from ..models.restart import RestartInputs, RestartOutputs
from ..resource import Resource
from ..web_services.status import (
    START_STOP_TIMEOUT_S,
    explain_status,
    get_web_service,
    request_action,
    settled_state,
    status_of,
)
from .web_service import WebService


class Restart(Resource):
    """
    A restart of a running web service.

    Creating the resource restarts the web service once, which applies changed variables without a
    new build. Replacing the resource restarts the web service again. Deleting it has no effect on
    Runsite.
    """

    noun = "restart"
    Inputs = RestartInputs
    Outputs = RestartOutputs

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Restart the web service once, and wait until it runs again."""
        inputs = cls.normalize_inputs(inputs)
        web_service_id = inputs["web_service_id"]
        web_service = await get_web_service(ctx, web_service_id)
        if status_of(web_service) != "running":
            status = explain_status(web_service)
            raise RunsiteError(actions_messages.restart_refused(web_service_id, status))
        await cls._request_restart(ctx, web_service)
        id = f"{web_service_id}/{secrets.token_hex(8)}"
        if inputs["wait"]:
            await cls._wait_until_running(ctx, id, inputs)
        return id, inputs

    @classmethod
    async def _request_restart(cls, ctx: Context, web_service: Props) -> None:
        try:
            await request_action(ctx, web_service, "restart")
        except (InvalidResponse, OutcomeUnknown, Unavailable) as error:
            raise RunsiteError(actions_messages.restart_unknown(error.reason)) from None

    @classmethod
    async def _wait_until_running(cls, ctx: Context, id: str, inputs: Props) -> None:
        poll = partial(_poll_until_settled, ctx, inputs["web_service_id"])
        try:
            waiting_for = actions_messages.web_service_to_be(inputs["web_service_id"], "running")
            options = ctx.poll_options(START_STOP_TIMEOUT_S, waiting_for)
            await poll_until(poll, ctx.client.clock, options)
        except RunsiteError as error:
            reason = actions_messages.restart_not_running_yet(
                inputs["web_service_id"], error.reason, error.remedy
            )
            raise ResourceInitFailed(reason, id, inputs) from None

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return *state*, None once its web service is confirmed deleted."""
        web_service = await WebService.current(ctx, id.partition("/")[0])
        return None if web_service is None else state

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:  # noqa: ARG003
        """Refuse: Runsite keeps no record of restarts."""
        raise RunsiteError(adoption_messages.restart_not_importable(repr(import_id)))

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Resume a wait that ended early; never restarts again."""
        inputs = cls.normalize_inputs(inputs)
        if inputs["wait"]:
            await cls._wait_until_running(ctx, id, inputs)
        return cls.with_inputs(state, inputs)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Do nothing: a restart cannot be undone."""


async def _poll_until_settled(ctx: Context, web_service_id: str) -> bool | None:
    web_service = await get_web_service(ctx, web_service_id)
    ctx.engine_log.progress(actions_messages.web_service_progress(status_of(web_service)))
    return settled_state(web_service) is not None or None
