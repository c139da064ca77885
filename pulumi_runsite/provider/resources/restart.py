"""Restarts of a web service."""

from __future__ import annotations

import secrets

from ...api import (
    Conflict,
    InvalidResponse,
    NotFound,
    OutcomeUnknown,
    Rejected,
    RunsiteError,
    Unavailable,
    poll_until,
)
from ..context import Context, ResourceInitFailed
from ..deployments.in_progress import wait_for_deployments
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
    status_of,
)
from .web_service import WebService

_RUNNING = frozenset({"running", "sleeping"})
"""The statuses in which a restart has ended: without traffic, a web service may sleep soon."""

_ENDED = frozenset({"blocked", "failed", "pending_deletion", "stopped"})
"""The statuses from which a web service does not run again by itself."""

_IN_PASSING_S = 60.0
"""Seconds for which a web service may have such a status while it is restarted."""


class _NotRunningError(RunsiteError):
    """The web service does not run after the restart."""


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
            web_service, _ = await wait_for_deployments(ctx, web_service, "restarted")
        if status_of(web_service) != "running":
            status = explain_status(web_service)
            raise RunsiteError(actions_messages.restart_refused(web_service_id, status))
        await cls._restart(ctx, web_service)
        id = f"{web_service_id}/{secrets.token_hex(8)}"
        if inputs["wait"]:
            await cls._wait_until_running(ctx, id, inputs)
        return id, inputs

    @classmethod
    async def _restart(cls, ctx: Context, web_service: Props) -> None:
        try:
            await cls._request_restart(ctx, web_service)
        except (Conflict, Rejected):
            after, _ = await wait_for_deployments(ctx, web_service, "restarted")
            if after is web_service:
                raise
            await cls._request_restart(ctx, after)

    @classmethod
    async def _request_restart(cls, ctx: Context, web_service: Props) -> None:
        try:
            await request_action(ctx, web_service, "restart")
        except (InvalidResponse, OutcomeUnknown, Unavailable) as error:
            raise RunsiteError(actions_messages.restart_unknown(error.reason)) from None

    @classmethod
    async def _wait_until_running(cls, ctx: Context, id: str, inputs: Props) -> None:
        web_service_id = inputs["web_service_id"]
        waiting_for = actions_messages.web_service_to_be(web_service_id, "running")
        options = ctx.poll_options(START_STOP_TIMEOUT_S, waiting_for)
        try:
            await poll_until(_Poll(ctx, web_service_id).until_running, ctx.client.clock, options)
        except _NotRunningError as error:
            raise ResourceInitFailed(str(error), id, inputs) from None
        except RunsiteError as error:
            is_missing, messages = isinstance(error, NotFound), actions_messages
            message = messages.restart_not_found if is_missing else messages.restart_not_running_yet
            reason = message(web_service_id, error.reason, error.remedy)
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


class _Poll:
    """The wait for a web service to run after a restart."""

    def __init__(self, ctx: Context, web_service_id: str) -> None:
        self._ctx = ctx
        self._id = web_service_id
        self._ended_since: float | None = None

    async def until_running(self) -> bool | None:
        """
        Return True once the web service runs, None before.

        Raises:
            _NotRunningError: it has failed or was stopped, and not only while it is restarted.
        """
        web_service = await get_web_service(self._ctx, self._id)
        status, now = status_of(web_service), self._ctx.client.clock.now()
        self._ctx.engine_log.progress(actions_messages.web_service_progress(status))
        if status not in _ENDED:
            self._ended_since = None
            return status in _RUNNING or None
        self._ended_since = now if self._ended_since is None else self._ended_since
        if now - self._ended_since < _IN_PASSING_S:
            return None
        raise _NotRunningError(
            actions_messages.restart_ended(self._id, explain_status(web_service))
        )
