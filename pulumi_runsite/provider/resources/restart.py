"""Restarts: a web service's instances are rolled anew, without building."""

from __future__ import annotations

import secrets
from typing import Annotated

from ...api import (
    NotFound,
    OutcomeUnknown,
    PollOptions,
    RunsiteError,
    Unavailable,
    api_path,
    poll_until,
)
from ..context import Context, ResourceInitFailed
from ..field_types import Id, Triggers
from ..fields import Model, Props, Rule
from ..resource import Resource
from ..web_services import status as run_state
from .web_service import WebService


class RestartInputs(Model):
    """The inputs of a restart."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """The ID of the web service to restart."""

    triggers: Annotated[Triggers | None, Rule.REPLACE, Rule.LOCAL] = None
    """
    Arbitrary values, as a list or a map of at most 65536 bytes as JSON.

    Changing any of them restarts the web service again.
    """

    wait: Annotated[bool, Rule.LOCAL] = True
    """Whether to wait until the web service is running again. Defaults to `true`."""


class RestartOutputs(RestartInputs):
    """The outputs of a restart: Runsite keeps no record of it."""


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
        """Restart once, and wait until it runs again."""
        inputs = cls.normalize_inputs(inputs)
        service_id = inputs["web_service_id"]
        service = await run_state.get(ctx, service_id)
        if run_state.word(service) != "running":
            raise RunsiteError(f"cannot restart {service_id}: {run_state.explained(service)}")
        await cls._asked(ctx, service_id)
        made = f"{service_id}/{secrets.token_hex(8)}"
        if inputs["wait"]:
            await cls._awaited(ctx, made, inputs)
        return made, inputs

    @classmethod
    async def _asked(cls, ctx: Context, service_id: str) -> None:
        try:
            await ctx.client.send("POST", api_path("web-services", service_id, "restart"))
        except (OutcomeUnknown, Unavailable) as error:
            raise RunsiteError(
                f"{error}. It may have been restarted all the same; run `pulumi up` to do it again"
            ) from None

    @classmethod
    async def _awaited(cls, ctx: Context, made: str, inputs: Props) -> None:
        async def poll() -> bool | None:
            now = await run_state.get(ctx, inputs["web_service_id"])
            ctx.engine_log.progress(f"web service is {run_state.word(now)}")
            return run_state.settled(now) is not None or None

        waiting = PollOptions(deadline_s=run_state.START_STOP_S)
        try:
            await poll_until(poll, ctx.client.clock, waiting)
        except RunsiteError as error:
            raise ResourceInitFailed(
                f"the web service was restarted and does not run yet ({error}). Run `pulumi up` "
                "again to wait for it",
                made,
                inputs,
            ) from None

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return what is known; None only where its web service is gone."""
        service_id = id.partition("/")[0]
        try:
            await run_state.get(ctx, service_id)
        except NotFound:
            if await WebService.gone(ctx, service_id):
                return None
            raise
        return state

    @classmethod
    async def import_state(cls, ctx: Context, given: str) -> tuple[str, Props] | None:  # noqa: ARG003
        """Refuse: there is nothing to import."""
        raise RunsiteError(
            f"restart {given!r} cannot be imported: Runsite keeps no record of restarts"
        )

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Go on waiting where a wait was cut short; never restarts again."""
        inputs = cls.normalize_inputs(inputs)
        if inputs["wait"]:
            await cls._awaited(ctx, id, inputs)
        return cls.with_inputs(state, inputs)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Do nothing: there is nothing to take back."""
