"""Waits for the end of one deployment, and displays its progress."""

from __future__ import annotations

from ...api import (
    Interrupted,
    InvalidResponse,
    NotFound,
    RunsiteError,
    TimedOut,
    poll_until,
    shape_of,
)
from ..account import AnotherAccountError
from ..collection import LOOK_AGAIN_S, deployments_of
from ..context import Context, ResourceInitFailed
from ..fields import Props
from ..messages import deployments as messages
from ..web_services.status import get_web_service
from .build_log import MAX_STREAMED_CHARACTERS, BuildLogStream
from .history import get_deployment
from .in_progress import newer_live
from .status import (
    PRUNED,
    SUPERSEDED,
    displayed_status,
    has_ended,
    has_succeeded,
    is_known,
    is_readable,
    status_of,
)


def wait_limit_s(ctx: Context, inputs: Props) -> float:
    """Return the seconds that a deployment may take: the input, or Pulumi's limit if lower."""
    timeout_s = float(inputs["timeout"])
    return min(timeout_s, ctx.timeout_s or timeout_s)


class _LostError(RunsiteError):
    """Runsite no longer has the deployment."""


class _SupersededError(RunsiteError):
    """A newer deployment is live, and the result of this one cannot be known."""


class DeploymentWait:
    """The wait for one deployment; `deployment` is what the API last reported of it."""

    def __init__(self, ctx: Context, id: str, inputs: Props, deployment: Props) -> None:
        self.deployment = deployment
        self._ctx = ctx
        self._id = id
        self._inputs = inputs
        self._started = ctx.client.clock.now()
        self._reported_statuses: set[str] = set()
        self._log = BuildLogStream(ctx.client.redactor)
        self._missing_since: float | None = None

    async def until_ended(self) -> None:
        """
        Wait until the deployment has a final status.

        Raises:
            ResourceInitFailed: the timeout expired, the user interrupted, or it was deleted.
            AnotherAccountError: it was not found, and the account may be another one.
        """
        options = self._ctx.poll_options(wait_limit_s(self._ctx, self._inputs), "its end")
        before = self._status()
        try:
            await poll_until(self._poll, self._ctx.client.clock, options)
        except AnotherAccountError:
            raise
        except _LostError as error:
            reason = messages.deployment_lost(self._id, before, error.reason)
            state = self._inputs | {"status": PRUNED}
            raise ResourceInitFailed(reason, self._id, state) from None
        except _SupersededError as error:
            state = self._inputs | {"status": SUPERSEDED}
            raise ResourceInitFailed(str(error), self._id, state) from None
        except RunsiteError as error:
            state = self._inputs | {"status": status_of(self.deployment)}
            raise ResourceInitFailed(self._message(error), self._id, state) from None

    def _message(self, error: RunsiteError) -> str:
        if isinstance(error, (Interrupted, TimedOut)):
            return messages.deployment_interrupted(self._id, self._status(), error.reason)
        if isinstance(error, NotFound):  # the web service: there is nothing to resume
            not_found = messages.deployment_not_found
            return not_found(self._id, self._status(), error.reason, error.remedy)
        return messages.deployment_not_read(self._id, self._status(), error.reason, error.remedy)

    def _status(self) -> str:
        return displayed_status(self._ctx, self.deployment) or "requested"

    async def _poll(self) -> Props | None:
        web_service_id = self._inputs["web_service_id"]
        try:
            self.deployment = await get_deployment(self._ctx, web_service_id, self._id)
        except NotFound as error:
            await self._confirm_passing(error.reason)
            return None
        self._missing_since = None
        if not is_readable(self.deployment):
            path = f"{deployments_of(web_service_id).path}/{self._id}"
            request = self._ctx.client.request_name("GET", path)
            actual = shape_of(self.deployment)
            raise InvalidResponse(messages.status_missing(request, actual))
        self._display_progress()
        if has_ended(self.deployment):
            return self.deployment
        await self._confirm_newest()
        return None

    async def _confirm_newest(self) -> None:
        """
        Confirm that a deployment of an unknown status may still become live.

        Raises:
            _SupersededError: a newer one is live.
        """
        status, web_service_id = self._status(), self._inputs["web_service_id"]
        if is_known(status_of(self.deployment)) or self.deployment.get("is_live") is not False:
            return
        if live_id := await newer_live(self._ctx, web_service_id, self._id):
            raise _SupersededError(messages.deployment_superseded(self._id, status, live_id))

    async def _confirm_passing(self, reason: str) -> None:
        """
        Confirm that the deployment, not found by *reason*, has not been missing for long.

        Raises:
            _LostError: it has, although its web service is found.
        """
        now = self._ctx.client.clock.now()
        self._missing_since = now if self._missing_since is None else self._missing_since
        if now - self._missing_since < LOOK_AGAIN_S:
            return
        try:
            await get_web_service(self._ctx, self._inputs["web_service_id"])
        except NotFound as error:
            self._ctx.account.confirm_account(error.reason)
            raise
        self._ctx.account.confirm_address(reason)
        raise _LostError(reason)

    def _display_progress(self) -> None:
        status = status_of(self.deployment)
        seconds = self._ctx.client.clock.now() - self._started
        shown = "live" if has_succeeded(self.deployment) else self._status()
        self._ctx.engine_log.progress(messages.progress(self._id, shown, f"{seconds:.0f}"))
        if not is_known(status) and status not in self._reported_statuses:
            self._reported_statuses.add(status)
            self._ctx.engine_log.info(messages.unknown_status(self._id, self._status()))
        if self._inputs["stream_logs"]:
            self._display_new_log_lines()

    def _display_new_log_lines(self) -> None:
        if self._log.left < 0:
            return
        # One message for all lines: each is a call of the engine, and is waited for.
        lines = self._log.new_lines(
            self.deployment.get("build_logs"), has_ended=has_ended(self.deployment)
        )
        if lines.strip():
            self._ctx.engine_log.info(lines)
        if self._log.left < 0:
            limit = str(MAX_STREAMED_CHARACTERS)
            self._ctx.engine_log.info(messages.log_too_long(self._id, limit))
