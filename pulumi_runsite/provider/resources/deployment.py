"""Deployments: each is requested once, and waited for until it is live."""

from __future__ import annotations

from collections.abc import Iterable

from ...api import MASK, NotFound, Rejected, RunsiteError
from ..account import AnotherAccountError
from ..check_failures import Failure
from ..collection import LOOK_AGAIN_S, deployments_of
from ..context import Context, ResourceInitFailed
from ..deployments.history import (
    QUOTING,
    get_deployment,
    live_deployment,
    without_secrets,
)
from ..deployments.request import request_deployment
from ..deployments.rollback_on_failure import live_after_failure
from ..deployments.status import (
    PRUNED,
    displayed_status,
    failure_reason,
    has_ended,
    has_failed,
    has_succeeded,
    needs_no_wait,
    with_known_end,
)
from ..deployments.wait import DeploymentWait
from ..fields import UNKNOWN, ImmutableChanges, Props
from ..messages import adoption as adoption_messages
from ..messages import deployments as messages
from ..messages import previews as preview_messages
from ..models.deployment import DeploymentInputs, DeploymentOutputs
from ..previewed_create import Reference
from ..resource import ADOPT_ID, Diff, Resource
from ..web_services.status import get_web_service
from .web_service import WebService


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
    import_forms = "`<web service id>/<deployment id>` or `<web service id>/live`"

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong between inputs."""
        if UNKNOWN not in (inputs.get("rollback_to", UNKNOWN), inputs.get("branch", UNKNOWN)):
            yield Failure("rollback_to", messages.rollback_with_branch())

    @classmethod
    def references(cls, inputs: Props) -> list[Reference]:
        """Return the deployment that the rollback goes back to."""
        target, web_service_id = inputs.get("rollback_to"), inputs.get("web_service_id")
        if target is None or web_service_id is None or ADOPT_ID in inputs:
            return []
        missing = preview_messages.rollback_target_missing(target, web_service_id)
        return [Reference(deployments_of(web_service_id), target, missing)]

    @classmethod
    def diff(cls, state: Props, inputs: Props, immutable_changes: ImmutableChanges) -> Diff:
        """Return what would change; a failed deployment is replaced, an unfinished one updated."""
        diff = super().diff(state, inputs, immutable_changes)
        # Runsite keeps no triggers: the first ones of an adopted deployment are not newer than it.
        is_adopted = ADOPT_ID in state and "triggers" not in state
        first = diff.replaces & {"triggers"} if is_adopted else frozenset()
        failed = {"status"} if has_failed(state) else set()
        # The wait for it was cut short; a refresh may have come between.
        is_waited_for = inputs.get("wait", True) is True and not needs_no_wait(state)
        waited = {"status"} if is_waited_for else set()
        return Diff(diff.updates | first | waited, (diff.replaces - first) | failed)

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Request the deployment once, and wait until it is live."""
        inputs = cls.normalize_inputs(inputs)
        if adopted_id := inputs.get(ADOPT_ID):
            deployment = await cls.adoptable(ctx, adopted_id, inputs)
        else:
            deployment = await request_deployment(ctx, inputs)
        return deployment["id"], await cls._wait(ctx, deployment["id"], inputs, deployment)

    @classmethod
    async def adoptable(cls, ctx: Context, id: str, inputs: Props) -> Props:
        """Return the deployment with this id."""
        return await get_deployment(ctx, inputs["web_service_id"], id)

    @classmethod
    def state_from_response(cls, body: Props, previous: Props) -> Props:
        """Return the state that *body* describes; `url` is that of the web service."""
        without_url = {name: value for name, value in body.items() if name != "url"}
        return super().state_from_response(without_url, previous)

    @classmethod
    def _state(cls, ctx: Context, deployment: Props, previous: Props) -> Props:
        """Return the state, without the secrets that a text of Runsite quotes."""
        cleaned = without_secrets(ctx, deployment)
        # A later process may not know the secrets.
        kept = {n: previous[n] for n in (*QUOTING, "image_ref") if MASK in str(previous.get(n))}
        return cls.state_from_response(cleaned | kept, previous)

    @classmethod
    async def _wait(cls, ctx: Context, id: str, inputs: Props, deployment: Props) -> Props:
        """Wait for *deployment* and return its state; every failure keeps its id."""
        try:
            return await cls._result(ctx, id, inputs, deployment)
        except (ResourceInitFailed, AnotherAccountError):
            raise
        except RunsiteError as error:  # without a status, so that the next `up` reads it again
            status = displayed_status(ctx, deployment) or "requested"
            is_missing = isinstance(error, NotFound)
            message = messages.deployment_not_found if is_missing else messages.deployment_unchecked
            reason = message(id, status, error.reason, error.remedy)
            raise ResourceInitFailed(reason, id, inputs) from None

    @classmethod
    async def _result(cls, ctx: Context, id: str, inputs: Props, deployment: Props) -> Props:
        wait = DeploymentWait(ctx, id, inputs, deployment)
        if inputs["wait"] and not has_ended(deployment):
            await wait.until_ended()
        state = cls._state(ctx, wait.deployment, inputs)
        if inputs["wait"] and has_failed(state):
            live = await live_after_failure(ctx, id, inputs)
            raise ResourceInitFailed(failure_reason(ctx, wait.deployment, id, live), id, state)
        if inputs["wait"] and not has_succeeded(state):
            status = displayed_status(ctx, wait.deployment) or "none"
            raise ResourceInitFailed(messages.deployment_undetermined(id, status), id, state)
        return await cls._with_url(ctx, state) if has_succeeded(state) else state

    @classmethod
    async def _with_url(cls, ctx: Context, state: Props) -> Props:
        # Runsite reports the URL of a web service only once it is live.
        url = (await get_web_service(ctx, state["web_service_id"])).get("url")
        return state | {"url": url} if isinstance(url, str) else state

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """
        Return the state as Runsite reports it, None once its web service is confirmed deleted.

        A deployment that Runsite no longer has stays as `pruned`: its loss must not deploy.
        """
        try:
            deployment = await get_deployment(ctx, state["web_service_id"], id)
        except NotFound as error:
            if await WebService.current(ctx, state["web_service_id"]) is None:
                return None
            ctx.account.confirm_address(error.reason)
            return await cls._read_again(ctx, id, state)
        return await cls._observed(ctx, deployment, state)

    @classmethod
    async def _read_again(cls, ctx: Context, id: str, state: Props) -> Props:
        await ctx.client.clock.sleep(LOOK_AGAIN_S)
        try:
            deployment = await get_deployment(ctx, state["web_service_id"], id)
        except NotFound:
            return state | {"status": PRUNED, "is_live": False}
        return await cls._observed(ctx, deployment, state)

    @classmethod
    async def _observed(cls, ctx: Context, deployment: Props, state: Props) -> Props:
        read = with_known_end(cls._state(ctx, deployment, state), state)
        # The wait that was cut short would have read it.
        is_new = has_succeeded(read) and not needs_no_wait(state)
        return await cls._with_url(ctx, read) if is_new else read

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:
        """Import `<web service id>/<deployment id>` or `<web service id>/live`."""
        web_service_id, _, own_id = import_id.partition("/")
        if not own_id:
            forms = cls.import_forms
            message = adoption_messages.import_id_incomplete(cls.noun, repr(import_id), forms)
            raise RunsiteError(message)
        try:
            if own_id == "live":
                deployment = await live_deployment(ctx, web_service_id)
            else:
                deployment = await get_deployment(ctx, web_service_id, own_id)
        except (NotFound, Rejected):
            return None
        if deployment is None:
            return None
        id, inputs = str(deployment["id"]), cls.defaults() | {"web_service_id": web_service_id}
        state = await cls._result(ctx, id, inputs | {"wait": False}, deployment)
        return id, state | {"wait": inputs["wait"], ADOPT_ID: id}

    @classmethod
    def path_of(cls, id: str, state: Props) -> str:
        """Return the path of the deployment: ids may be unique in one web service only."""
        return f"{WebService.collection.path}/{state.get('web_service_id')}/deployments/{id}"

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return all that Runsite reports, where the wait is resumed."""
        if needs_no_wait(state) or not inputs.get("wait", True):
            return frozenset()
        return cls.computed_outputs()

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Resume a wait that ended early; never requests a second deployment."""
        inputs = cls.normalize_inputs(inputs)
        updated = cls.with_inputs(state, inputs)
        if needs_no_wait(state) or not inputs["wait"]:
            return updated
        return await cls._wait(ctx, id, inputs, updated)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Do nothing: what is deployed continues to run."""
