"""Web services: containers that Runsite builds and runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from ...api import NotFound, api_path
from ..context import Context
from ..field_types import (
    Branch,
    Command,
    GitUrl,
    HttpPath,
    Id,
    ImageRef,
    Instances,
    Name,
    Path,
    Port,
    SecretText,
    VariableKey,
)
from ..fields import UNKNOWN, Model, Props, Rule, contains_unknown
from ..validation import Failure
from ..web_services import source
from ..web_services import status as run_state
from .immutable import ImmutableInputs, ImmutableResource


class InitialEnvVar(Model):
    """An environment variable that a web service is born with."""

    key: VariableKey
    """Its name."""

    value: SecretText
    """Its value."""

    is_secret: bool = True
    """Whether Runsite masks it."""


class WebServiceInputs(ImmutableInputs):
    """What a program says of a web service."""

    name: Annotated[Name, Rule.IMMUTABLE]
    """
    Its name in the dashboard, and the beginning of its address. Left out: the resource's own name.

    This provider refuses to make a second one of the same name in a project.
    """

    project_id: Annotated[Id | None, Rule.IMMUTABLE] = None
    """Id of the project it belongs to. Left out: none."""

    project_type: Annotated[
        Literal["web_service", "static_site", "worker"] | None,
        Rule.IMMUTABLE,
        Rule.SERVER_CHOOSES,
    ] = None
    """`web_service`, `static_site` or `worker` (which has no address). Left out: `web_service`."""

    source_type: Annotated[Literal["git", "image"] | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = (
        None
    )
    """`git` or `image`. Left out: told by which of the two is given."""

    git_repository_url: Annotated[GitUrl | None, Rule.IMMUTABLE] = None
    """Repository to build from, beginning with https://. Either this or `image_ref`."""

    github_branch: Annotated[Branch | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """Branch to build. Left out: `main`."""

    image_ref: Annotated[ImageRef | None, Rule.IMMUTABLE] = None
    """Container image to run, e.g. `nginx:1.27`. Either this or `git_repository_url`."""

    port: Annotated[Port, Rule.IMMUTABLE] = 8080
    """TCP port that the container listens on, 1 to 65535."""

    build_command: Annotated[Command | None, Rule.IMMUTABLE] = None
    """Command to run before the image is built."""

    start_command: Annotated[Command | None, Rule.IMMUTABLE] = None
    """Command to start with. Left out: the image's own."""

    pre_deploy_command: Annotated[Command | None, Rule.IMMUTABLE] = None
    """Command to run before a deployment takes over."""

    health_check_path: Annotated[HttpPath | None, Rule.IMMUTABLE] = None
    """Path that must answer 200 before a deployment takes over."""

    dockerfile_path: Annotated[Path | None, Rule.IMMUTABLE] = None
    """Path of the Dockerfile in the repository. Left out: `./Dockerfile`."""

    root_directory: Annotated[Path | None, Rule.IMMUTABLE] = None
    """Directory of the repository to build in. Left out: its root."""

    min_instances: Annotated[Instances | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """Fewest instances that run, 1 to 5. Left out: 1."""

    max_instances: Annotated[Instances | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """Most instances that run, 1 to 5. Left out: 1."""

    auto_deploy: Annotated[bool | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """Whether a push to the branch deploys. Left out: no."""

    env_vars: Annotated[
        list[InitialEnvVar] | None, Rule.IMMUTABLE, Rule.SECRET, Rule.WRITE_ONLY
    ] = None
    """
    Variables that it is born with; afterwards they belong to nobody.

    Use EnvVar for variables that are to be changed, and never for the same key.
    """

    desired_state: Annotated[Literal["running", "stopped"] | None, Rule.LOCAL] = None
    """
    Whether it should be `running` or `stopped`, once it has been deployed. Left out: as it is.

    A deployment starts a web service whatever this says.
    """

    on_destroy: Annotated[Literal["stop", "abandon"], Rule.LOCAL] = "stop"
    """What a delete does, since Runsite cannot delete it: `stop` it, or `abandon` it running."""


class WebServiceOutputs(WebServiceInputs):
    """
    What is known of a web service and does not change by itself.

    Its address comes with the Deployment that makes it live.
    """

    subdomain: str | None = None
    """First part of its address."""

    github_repo_full_name: str | None = None
    """Owner and name of its repository on GitHub."""

    created_at: str | None = None
    """When it was made, as an RFC 3339 time."""


class WebService(ImmutableResource):
    """
    A container that Runsite builds from a repository, or pulls, and runs.

    Making one deploys nothing: declare a Deployment. Runsite's API can neither change nor delete a
    web service. A change is refused at preview unless `immutable_changes` says otherwise; a delete
    stops it (see `on_destroy`) and takes it out of the state, with a warning.
    """

    noun = "web service"
    Inputs = WebServiceInputs
    Outputs = WebServiceOutputs
    collection = "web-services"
    listed_as = "web_services"
    unique = ("name", "project_id")

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong with the source, the scale and the first variables."""
        yield from source.check_combinations(inputs)
        least, most = inputs.get("min_instances", 1), inputs.get("max_instances", 1)
        if not contains_unknown([least, most]) and least > most:
            yield Failure("min_instances", f"must not be more than max_instances ({most})")
        yield from source.repeated_keys(inputs.get("env_vars"))

    @classmethod
    def request_body(cls, inputs: Props) -> Props:
        """Say which source it is: the vendor's own client always does (runsite-api.md §3.3)."""
        return {"source_type": source.told(inputs)} | super().request_body(inputs)

    @classmethod
    def secrets_in(cls, props: Props) -> list[str]:
        """Return the values of the first variables."""
        variables = props.get("env_vars")
        if not isinstance(variables, list):
            return []
        values = (each.get("value") for each in variables if isinstance(each, dict))
        return [value for value in values if isinstance(value, str) and value != UNKNOWN]

    @classmethod
    async def import_state(cls, ctx: Context, given: str) -> tuple[str, Props] | None:
        """Return what is known of *given*, its id; of a repository at least the likely address."""
        found = await super().import_state(ctx, given)
        return found and (found[0], found[1] | source.likely(found[1]))

    @classmethod
    async def observed(cls, ctx: Context, id: str, body: Props, state: Props) -> Props:
        """Return the state; whether it runs is drift where the program says so."""
        now = cls.state_from_response(body, state)
        actual = run_state.settled(body)
        if "desired_state" not in state or actual is None:
            return now
        # One that was never deployed is stopped, and that is not drift.
        if actual == "stopped" and not await run_state.is_deployed(ctx, id):
            return now
        return now | {"desired_state": actual}

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return all that Runsite tells, where it is asked again: also after a start or a stop."""
        if inputs.get("desired_state") in (None, state.get("desired_state")):
            return super().outputs_changed_by_update(state, inputs)
        return cls.computed_outputs()

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Start or stop it, and record what else changed: the API has no call for it."""
        recorded = await super().update(ctx, id, state, inputs)
        desired = recorded.get("desired_state")
        if desired in (None, state.get("desired_state")):
            return recorded
        return cls.state_from_response(await run_state.bring(ctx, id, desired), recorded)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Stop it, unless it is to be abandoned, and say that it stays."""
        what = "is left as it is"
        if state.get("on_destroy") != "abandon":
            status = await cls._stopped(ctx, id)
            if status is None:
                return
            what = f"is {status}"
        ctx.engine_log.warning(
            f"web service {state.get('name')!r} ({id}) {what} and stays on Runsite: its API cannot "
            "delete web services. It is only taken out of this stack; delete it in the dashboard"
        )

    @classmethod
    async def _stopped(cls, ctx: Context, id: str) -> str | None:
        """Stop it, if it runs; return what it is then, None where it is gone."""
        try:
            status = run_state.word(await run_state.get(ctx, id))
            if status in run_state.AT_REST:
                return status
            await ctx.client.send("POST", api_path(cls.collection, id, "stop"))
        except NotFound:
            if not await cls.gone(ctx, id):
                raise
            return None
        return "stopped"
