"""Deployments: each one is made once, and watched until it is live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from ..api import (
    BadAnswer,
    Conflict,
    NotFound,
    Rejected,
    RunsiteError,
    Waiting,
    path,
    wait_until,
)
from ..context import Context, NotReady
from ..fields import ImmutableChanges, Model, Props, Rule
from ..once import Wanted, make_once
from ..problems import Failure
from ..resource import Diff, Resource
from ..values import Branch, Id, Seconds, Triggers
from . import rollout, run_state
from .web_service import WebService

_RECENT = 50
"""Newest deployments among which a lost one is looked for; the API gives 100 at most."""


class DeploymentInputs(Model):
    """What a program says of a deployment."""

    web_service_id: Annotated[Id, Rule.REPLACE]
    """Id of the web service to deploy."""

    branch: Annotated[Branch | None, Rule.REPLACE, Rule.SERVER_CHOOSES] = None
    """Branch to deploy. Left out: the web service's own."""

    triggers: Annotated[Triggers | None, Rule.REPLACE, Rule.LOCAL] = None
    """Any values, as a list or a map; a change of one of them makes a new deployment."""

    rollback_to: Annotated[Id | None, Rule.REPLACE, Rule.LOCAL] = None
    """Id of an earlier deployment to go back to, instead of building."""

    wait: Annotated[bool, Rule.LOCAL] = True
    """Whether to wait until it is live, and to fail when it fails."""

    timeout: Annotated[Seconds, Rule.LOCAL] = 1800
    """Seconds to wait at most, 1 to 86400. It goes on all the same; the next `up` waits again."""

    adopt_id: Annotated[Id | None, Rule.LOCAL] = None
    """Id of an existing deployment to take over and wait for. No meaning afterwards."""


class DeploymentOutputs(DeploymentInputs):
    """What is known of a deployment."""

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
    def conflicts(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong between fields."""
        if "rollback_to" in inputs and "branch" in inputs:
            yield Failure("rollback_to", "cannot be combined with branch: nothing is built")

    @classmethod
    def diff(cls, state: Props, inputs: Props, immutable_changes: ImmutableChanges) -> Diff:
        """Return what would change; one that has failed asks for a new one by itself."""
        found = super().diff(state, inputs, immutable_changes)
        again = {"status"} if rollout.has_failed(state) else set()
        return Diff(found.updates, found.replaces | again)

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Ask for it once, and wait until it is live."""
        inputs = cls.inputs_from(inputs)
        service = inputs["web_service_id"]
        if adopted := inputs.get("adopt_id"):
            made = await cls._get(ctx, service, adopted)
        else:
            made = await cls._made(ctx, service, inputs)
        return made["id"], await cls._followed(ctx, made["id"], inputs, made)

    @classmethod
    async def _made(cls, ctx: Context, service: str, inputs: Props) -> Props:
        target = inputs.get("rollback_to")
        collection = path("web-services", service, "deployments")
        if target:
            collection = path("web-services", service, "deployments", target, "rollback")
        wanted = Wanted(
            name=f"a deployment of web service {service}",
            collection=collection,
            body={k: v for k, v in cls.body_from(inputs).items() if k == "branch"},
            wish={k: v for k, v in inputs.items() if k not in {"wait", "timeout"}},
            alike=lambda: cls._recent(ctx, service),
            twins="allowed",
        )
        try:
            return await make_once(ctx, wanted)
        except (Conflict, Rejected) as error:
            why = run_state.explained(await run_state.get(ctx, service))
            raise RunsiteError(f"{error} ({why})") from None

    @classmethod
    async def _recent(cls, ctx: Context, service: str) -> list[Props]:
        collection = path("web-services", service, "deployments")
        listed = (await ctx.client.request("GET", collection, limit=_RECENT)).get("deployments")
        if not isinstance(listed, list):
            raise BadAnswer(f"GET {collection}: the answer holds no deployments")
        return [item for item in listed if isinstance(item, dict)]

    @classmethod
    async def _get(cls, ctx: Context, service: str, id: str) -> Props:
        return await ctx.client.request("GET", path("web-services", service, "deployments", id))

    @classmethod
    async def _followed(cls, ctx: Context, id: str, inputs: Props, last: Props) -> Props:
        """Wait for deployment *id*, of which *last* is known, and return its state."""
        seen = [last]
        service = inputs["web_service_id"]

        async def poll() -> Props | None:
            seen[0] = await cls._get(ctx, service, id)
            ctx.talk.progress(f"deployment {id} is {rollout.word(seen[0]) or 'asked for'}")
            return seen[0] if rollout.has_ended(seen[0]) else None

        try:
            if inputs["wait"] and not rollout.has_ended(last):
                deadline_s = min(inputs["timeout"], ctx.timeout_s or inputs["timeout"])
                await wait_until(poll, ctx.client.clock, Waiting(deadline_s=deadline_s))
            state = cls.state_from(seen[0], inputs)
        except NotFound as error:
            raise NotReady(
                f"deployment {id} was {rollout.word(seen[0]) or 'asked for'} and is not there any "
                f"more, so how it ended is not known ({error})",
                id,
                inputs | {"status": rollout.PRUNED},
            ) from None
        except RunsiteError as error:
            raise NotReady(
                f"deployment {id} is {rollout.word(seen[0]) or 'asked for'} and goes on without "
                f"us ({error}). Run `pulumi up` again to wait for it",
                id,
                inputs | {"status": rollout.word(seen[0])},
            ) from None
        if inputs["wait"] and rollout.has_failed(state):
            serving = next((d for d in await cls._recent(ctx, service) if d.get("is_live")), None)
            reason = ctx.client.redactor.clean(rollout.explain(seen[0], id, serving))
            raise NotReady(reason, id, state)
        return state

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """
        Return the state as Runsite tells it; None only where its web service is gone.

        One that Runsite has pruned stays, as `pruned`: its loss must not deploy anything.
        """
        service = state["web_service_id"]
        try:
            return cls.state_from(await cls._get(ctx, service, id), state)
        except NotFound:
            if await WebService.gone(ctx, service):
                return None
            return state | {"status": rollout.PRUNED, "is_live": False}

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Go on waiting where a wait was cut short; never asks for a second deployment."""
        inputs = cls.inputs_from(inputs)
        known = cls.recorded(state, inputs)
        if rollout.has_ended(state) or rollout.word(state) == rollout.PRUNED or not inputs["wait"]:
            return known
        return await cls._followed(ctx, id, inputs, known)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Do nothing: what runs goes on running."""
