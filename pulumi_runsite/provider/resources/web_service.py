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
    """An environment variable that is created with a web service."""

    key: VariableKey
    """The name of the variable."""

    value: SecretText
    """The value of the variable."""

    is_secret: bool = True
    """Whether Runsite masks the value. Defaults to `true`."""


class WebServiceInputs(ImmutableInputs):
    """The inputs of a web service."""

    name: Annotated[Name, Rule.IMMUTABLE]
    """
    The name of the web service, as displayed in the dashboard, and the beginning of its address.

    Defaults to the resource name. This provider does not create a second web service with the same
    name in a project.
    """

    project_id: Annotated[Id | None, Rule.IMMUTABLE] = None
    """The ID of the project that the web service belongs to. Defaults to no project."""

    project_type: Annotated[
        Literal["web_service", "static_site", "worker"] | None,
        Rule.IMMUTABLE,
        Rule.SERVER_CHOOSES,
    ] = None
    """
    The type of the web service: `web_service`, `static_site` or `worker`.

    Defaults to `web_service`. A worker has no address.
    """

    source_type: Annotated[Literal["git", "image"] | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = (
        None
    )
    """The type of the source: `git` or `image`. Defaults to the type of the source that is set."""

    git_repository_url: Annotated[GitUrl | None, Rule.IMMUTABLE] = None
    """The `https://` URL of the git repository. Exactly one of it and `image_ref` is required."""

    github_branch: Annotated[Branch | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """The branch to build. Defaults to `main`."""

    image_ref: Annotated[ImageRef | None, Rule.IMMUTABLE] = None
    """The container image, for example `nginx:1.27`. Conflicts with `git_repository_url`."""

    port: Annotated[Port, Rule.IMMUTABLE] = 8080
    """The TCP port of the container. An integer from 1 to 65535. Defaults to `8080`."""

    build_command: Annotated[Command | None, Rule.IMMUTABLE] = None
    """The command to run before the image is built."""

    start_command: Annotated[Command | None, Rule.IMMUTABLE] = None
    """The command that starts the container. Defaults to the command of the image."""

    pre_deploy_command: Annotated[Command | None, Rule.IMMUTABLE] = None
    """The command to run before a deployment becomes live."""

    health_check_path: Annotated[HttpPath | None, Rule.IMMUTABLE] = None
    """The HTTP path that must return status 200 before a deployment becomes live."""

    dockerfile_path: Annotated[Path | None, Rule.IMMUTABLE] = None
    """The path of the Dockerfile in the repository. Defaults to `./Dockerfile`."""

    root_directory: Annotated[Path | None, Rule.IMMUTABLE] = None
    """The directory of the repository to build in. Defaults to the root of the repository."""

    min_instances: Annotated[Instances | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """The minimum number of instances. An integer from 1 to 5. Defaults to `1`."""

    max_instances: Annotated[Instances | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """The maximum number of instances. An integer from 1 to 5. Defaults to `1`."""

    auto_deploy: Annotated[bool | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """Whether a push to the branch starts a deployment. Defaults to `false`."""

    env_vars: Annotated[
        list[InitialEnvVar] | None, Rule.IMMUTABLE, Rule.SECRET, Rule.WRITE_ONLY
    ] = None
    """
    The environment variables to create with the web service. They are not managed afterwards.

    Use `EnvVar` for variables whose values change, and never for the same key.
    """

    desired_state: Annotated[Literal["running", "stopped"] | None, Rule.LOCAL] = None
    """
    The desired state of the web service, once it has been deployed: `running` or `stopped`.

    Defaults to the current state. Changing this starts or stops it; a deployment always starts it.
    """

    on_destroy: Annotated[Literal["stop", "abandon"], Rule.LOCAL] = "stop"
    """The action on destroy: `stop`, or `abandon`, which leaves it running. Defaults to `stop`."""


class WebServiceOutputs(WebServiceInputs):
    """
    The outputs of a web service that do not change by themselves.

    The URL is an output of `Deployment`, once the deployment is live.
    """

    subdomain: str | None = None
    """The first part of the address of the web service."""

    github_repo_full_name: str | None = None
    """The owner and name of the repository on GitHub."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""


class WebService(ImmutableResource):
    """
    A web service: a container that Runsite builds from a git repository, or pulls, and runs.

    Creating a web service deploys nothing: declare a `Deployment`. The Runsite API can neither
    update nor delete web services. Changing one is an error during preview, unless
    `immutable_changes` allows it. Destroying one stops it (see `on_destroy`) and removes it from
    the state, with a warning: the web service remains on Runsite.
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
