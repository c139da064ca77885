"""Deployments: each one is made once, and watched until it is live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from ...api import NotFound, Rejected, RunsiteError, api_path
from ..context import Context, ResourceInitFailed
from ..deployments import history
from ..deployments import request as asking
from ..deployments import status as rollout
from ..deployments import wait as following
from ..field_types import Branch, Id, Seconds, Triggers
from ..fields import UNKNOWN, ImmutableChanges, Model, Props, Rule
from ..resource import ADOPT_ID, Diff, Resource
from ..validation import Failure
from ..web_services import status as run_state
from .web_service import WebService


class DeploymentInputs(Model):
    """What a program says of a deployment."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """Id of the web service to deploy."""

    branch: Annotated[Branch | None, Rule.REPLACE, Rule.SERVER_CHOOSES] = None
    """Branch to deploy. Left out: the web service's own."""

    triggers: Annotated[Triggers | None, Rule.REPLACE, Rule.LOCAL] = None
    """
    Any values, as a list or a map; a change of one of them makes a new deployment.

    The first ones of a deployment that was adopted or imported are only recorded.
    """

    rollback_to: Annotated[Id | None, Rule.REPLACE, Rule.LOCAL] = None
    """Id of an earlier deployment to go back to, instead of building."""

    wait: Annotated[bool, Rule.LOCAL] = True
    """Whether to wait until it is live, and to fail when it fails."""

    timeout: Annotated[Seconds, Rule.LOCAL] = 1800
    """Seconds to wait at most, 1 to 86400. It goes on all the same; the next `up` waits again."""

    stream_logs: Annotated[bool, Rule.LOCAL] = False
    """Whether to show the build log while waiting."""

    rollback_on_failure: Annotated[bool, Rule.LOCAL] = False
    """
    Whether to go back to the last good deployment when this one fails and nothing is live.

    The `up` fails all the same. Where the previous deployment still serves, nothing is done.
    """

    adopt_id: Annotated[Id | None, Rule.LOCAL] = None
    """Id of an existing deployment to take over and wait for. No meaning afterwards."""


class DeploymentFacts(Model):
    """What Runsite tells of a deployment."""

    status: str | None = None
    """How it goes: `running` is success, also after a newer one has taken over. See `is_live`."""

    is_live: bool | None = None
    """Whether it is the one that serves."""

    commit_sha: str | None = None
    """Commit that was built."""

    commit_message: str | None = None
    """Message of that commit."""

    image_ref: str | None = None
    """Image that was deployed, where nothing was built."""

    error_message: str | None = None
    """Why it failed, in Runsite's words."""

    trigger_type: str | None = None
    """What made it: `manual` and others."""

    rollback_from_deployment_id: str | None = None
    """The deployment it goes back to."""

    started_at: str | None = None
    """When work on it began, as an RFC 3339 time."""

    finished_at: str | None = None
    """When it ended, as an RFC 3339 time."""

    created_at: str | None = None
    """When it was asked for, as an RFC 3339 time."""


class DeploymentOutputs(DeploymentInputs, DeploymentFacts):
    """What is known of a deployment."""

    url: str | None = None
    """Where the world reaches the web service now that it is live; none for a worker."""


class Deployment(Resource):
    """
    One deployment of a web service; replacing it makes a new one.

    A deployment that failed is made again by the next `pulumi up`; one whose wait was cut short is
    waited for again. Deleting it only takes it out of the state: what runs goes on running.
    """

    noun = "deployment"
    Inputs = DeploymentInputs
    Outputs = DeploymentOutputs

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong between fields."""
        if UNKNOWN not in (inputs.get("rollback_to", UNKNOWN), inputs.get("branch", UNKNOWN)):
            yield Failure("rollback_to", "cannot be combined with branch: nothing is built")

    @classmethod
    def diff(cls, state: Props, inputs: Props, immutable_changes: ImmutableChanges) -> Diff:
        """Return what would change; one that has failed asks for a new one by itself."""
        found = super().diff(state, inputs, immutable_changes)
        # Runsite keeps no triggers, so one that was taken over is not older than the program's.
        unheard = ADOPT_ID in state and "triggers" not in state
        first = found.replaces & {"triggers"} if unheard else frozenset()
        again = {"status"} if rollout.has_failed(state) else set()
        return Diff(found.updates | first, (found.replaces - first) | again)

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Ask for it once, and wait until it is live."""
        inputs = cls.normalize_inputs(inputs)
        service = inputs["web_service_id"]
        if adopted := inputs.get(ADOPT_ID):
            made = await following.get(ctx, service, adopted)
        else:
            made = await asking.ask(ctx, inputs)
        return made["id"], await cls._followed(ctx, made["id"], inputs, made)

    @classmethod
    async def _followed(cls, ctx: Context, id: str, inputs: Props, last: Props) -> Props:
        """Return the state of deployment *id*, of which *last* is known; its id is never lost."""
        try:
            return await cls._outcome(ctx, id, inputs, last)
        except ResourceInitFailed:
            raise
        except RunsiteError as error:  # without a status the next `up` looks again
            raise ResourceInitFailed(
                f"deployment {id} was asked for; then {error}", id, inputs
            ) from None

    @classmethod
    async def _outcome(cls, ctx: Context, id: str, inputs: Props, last: Props) -> Props:
        watch = following.Watch(ctx, id, inputs, last)
        if inputs["wait"] and not rollout.has_ended(last):
            await watch.to_its_end()
        state = cls.state_from_response(watch.last, inputs)
        if inputs["wait"] and rollout.has_failed(state):
            after = await cls._after_failure(ctx, id, inputs)
            reason = rollout.explain(watch.last, id, after)
            raise ResourceInitFailed(ctx.client.redactor.redact(reason), id, state)
        if rollout.word(state) in rollout.SUCCEEDED:
            # Runsite tells a web service's address only once it is live (runsite-api.md §3.2).
            url = (await run_state.get(ctx, inputs["web_service_id"])).get("url")
            state |= {"url": url} if isinstance(url, str) else {}
        return state

    @classmethod
    async def _after_failure(cls, ctx: Context, id: str, inputs: Props) -> str:
        """Say what serves although deployment *id* failed; go back first, if that was asked for."""
        service = inputs["web_service_id"]
        recent = [each for each in await history.newest(ctx, service) if each.get("id") != id]
        live = next((each for each in recent if each.get("is_live")), None)
        if live:
            return f"Deployment {live.get('id')} is still live."
        good = next((each for each in recent if rollout.word(each) in rollout.SUCCEEDED), None)
        if not good or not inputs["rollback_on_failure"]:
            return "No deployment is live."
        target = str(good.get("id"))
        back = history.collection(service) + api_path(target, "rollback")
        try:
            made = await ctx.client.request("POST", back, progress=ctx.engine_log.progress)
            watch = following.Watch(ctx, str(made.get("id")), inputs, made)
            await watch.to_its_end()
        except RunsiteError as error:
            return f"Going back to deployment {target} was tried ({error})."
        return (
            f"Went back to deployment {target} by deployment {made.get('id')}, "
            f"which is {rollout.word(watch.last)}."
        )

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """
        Return the state as Runsite tells it; None only where its web service is gone.

        One that Runsite has pruned stays, as `pruned`: its loss must not deploy anything.
        """
        service = state["web_service_id"]
        try:
            return cls.state_from_response(await following.get(ctx, service, id), state)
        except NotFound:
            if await WebService.gone(ctx, service):
                return None
            return state | {"status": rollout.PRUNED, "is_live": False}

    @classmethod
    async def import_state(cls, ctx: Context, given: str) -> tuple[str, Props] | None:
        """Return what is known of *given*: `<web service>/<deployment>` or `<web service>/live`."""
        service, _, own = given.partition("/")
        if not own:
            raise RunsiteError(
                f"{given!r} names no deployment: <web service>/<deployment id> or "
                "<web service>/live does"
            )
        try:
            if own == "live":
                body = await history.live(ctx, service)
            else:
                body = await following.get(ctx, service, own)
        except (NotFound, Rejected):
            return None
        if body is None:
            return None
        known = cls.defaults() | {"web_service_id": service}
        state = await cls._outcome(ctx, str(body["id"]), known | {"wait": False}, body)
        return str(body["id"]), state | {"wait": known["wait"], ADOPT_ID: str(body["id"])}

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return all that Runsite tells, where the wait is to go on."""
        if rollout.is_over(state) or not inputs.get("wait", True):
            return frozenset()
        return cls.computed_outputs()

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Go on waiting where a wait was cut short; never asks for a second deployment."""
        inputs = cls.normalize_inputs(inputs)
        known = cls.with_inputs(state, inputs)
        if rollout.is_over(state) or not inputs["wait"]:
            return known
        return await cls._followed(ctx, id, inputs, known)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Do nothing: what runs goes on running."""
