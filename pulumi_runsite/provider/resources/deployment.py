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
    """The inputs of a deployment."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """The ID of the web service to deploy."""

    branch: Annotated[Branch | None, Rule.REPLACE, Rule.SERVER_CHOOSES] = None
    """The branch to deploy. Defaults to the branch of the web service."""

    triggers: Annotated[Triggers | None, Rule.REPLACE, Rule.LOCAL] = None
    """
    Arbitrary values, as a list or a map of at most 65536 bytes as JSON.

    Changing any of them creates a new deployment. The first triggers of an adopted or imported
    deployment are only recorded.
    """

    rollback_to: Annotated[Id | None, Rule.REPLACE, Rule.LOCAL] = None
    """The ID of an earlier deployment to roll back to, without a build. Conflicts with `branch`."""

    wait: Annotated[bool, Rule.LOCAL] = True
    """Whether to wait until the deployment is live, and fail if it fails. Defaults to `true`."""

    timeout: Annotated[Seconds, Rule.LOCAL] = 1800
    """
    The maximum time to wait, in seconds. An integer from 1 to 86400. Defaults to `1800`.

    After a timeout the deployment continues on Runsite; the next `pulumi up` resumes waiting.
    """

    stream_logs: Annotated[bool, Rule.LOCAL] = False
    """Whether to display the build log while waiting. Defaults to `false`."""

    rollback_on_failure: Annotated[bool, Rule.LOCAL] = False
    """
    Whether to roll back to the last successful deployment if this one fails and none is live.

    Defaults to `false`. `pulumi up` fails in either case. If the previous deployment is still
    live, nothing is rolled back.
    """

    adopt_id: Annotated[Id | None, Rule.LOCAL] = None
    """The ID of an existing deployment to adopt and wait for. Ignored after creation."""


class DeploymentFacts(Model):
    """The attributes of a deployment that Runsite returns."""

    status: str | None = None
    """The status. `running` means success, even after a newer one is live: see `is_live`."""

    is_live: bool | None = None
    """Whether this is the live deployment of the web service."""

    commit_sha: str | None = None
    """The SHA of the commit that was built."""

    commit_message: str | None = None
    """The message of the commit that was built."""

    image_ref: str | None = None
    """The container image that was deployed, if nothing was built."""

    error_message: str | None = None
    """The reason for the failure, as returned by Runsite."""

    trigger_type: str | None = None
    """The type of event that created the deployment, for example `manual`."""

    rollback_from_deployment_id: str | None = None
    """The ID of the deployment that this one rolls back to."""

    started_at: str | None = None
    """The time at which the deployment started, as an RFC 3339 timestamp."""

    finished_at: str | None = None
    """The time at which the deployment ended, as an RFC 3339 timestamp."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""


class DeploymentOutputs(DeploymentInputs, DeploymentFacts):
    """The outputs of a deployment."""

    url: str | None = None
    """The URL of the web service, once the deployment is live. Not set for a worker."""


class Deployment(Resource):
    """
    A deployment of a web service.

    Creating the resource deploys the web service once and waits until the deployment is live;
    replacing it deploys again. After a failed deployment, the next `pulumi up` deploys again; after
    an interrupted wait, it resumes waiting. Deleting the resource only removes it from the state:
    the web service keeps running.
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
