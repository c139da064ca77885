"""Web services: containers that Runsite builds and runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from ...api import NotFound
from ..collection import Collection
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
from ..messages import resources as resource_messages
from ..messages import web_services as messages
from ..validation import Failure
from ..web_services.source import (
    check_repeated_keys,
    check_source,
    probable_source,
    source_type_of,
)
from ..web_services.status import (
    AT_REST,
    get_web_service,
    has_deployments,
    settled_state,
    start_or_stop,
    status_of,
)
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

    Defaults to the current state. A deployment starts the web service in either case.
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
    collection = Collection("/web-services", "web_services")
    unique_by = ("name", "project_id")

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong with the source, the instances and the initial variables."""
        yield from check_source(inputs)
        least, most = inputs.get("min_instances", 1), inputs.get("max_instances", 1)
        if not contains_unknown([least, most]) and least > most:
            yield Failure("min_instances", messages.min_above_max(str(most)))
        yield from check_repeated_keys(inputs.get("env_vars"))

    @classmethod
    def request_body(cls, inputs: Props) -> Props:
        """Return what is sent, the source type included: Runsite's own CLI always sends it."""
        return {"source_type": source_type_of(inputs)} | super().request_body(inputs)

    @classmethod
    def secret_values(cls, props: Props) -> list[str]:
        """Return the values of the initial variables."""
        variables = props.get("env_vars")
        if not isinstance(variables, list):
            return []
        values = (each.get("value") for each in variables if isinstance(each, dict))
        return [value for value in values if isinstance(value, str) and value != UNKNOWN]

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:
        """Import by the id; the URL of a repository may be derived from its name on GitHub."""
        imported = await super().import_state(ctx, import_id)
        return imported and (imported[0], imported[1] | probable_source(imported[1]))

    @classmethod
    async def observed_state(cls, ctx: Context, id: str, body: Props, state: Props) -> Props:
        """Return the state; a start or stop is drift where the program sets `desired_state`."""
        observed = cls.state_from_response(body, state)
        actual = settled_state(body)
        if "desired_state" not in state or actual is None:
            return observed
        # A web service without deployments is stopped, which is not drift.
        if actual == "stopped" and not await has_deployments(ctx, id):
            return observed
        return observed | {"desired_state": actual}

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return all that Runsite reports, where it is read again: also after a start or stop."""
        if inputs.get("desired_state") in (None, state.get("desired_state")):
            return super().outputs_changed_by_update(state, inputs)
        return cls.computed_outputs()

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Start or stop the web service, and record what else changed: the API has no update."""
        updated = await super().update(ctx, id, state, inputs)
        desired = updated.get("desired_state")
        if desired in (None, state.get("desired_state")):
            return updated
        return cls.state_from_response(await start_or_stop(ctx, id, desired), updated)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Stop the web service unless `on_destroy` is `abandon`, and warn that it still exists."""
        status: str | None = "was left as it is"
        if state.get("on_destroy") != "abandon":
            status = await cls._stop(ctx, id)
        if status is not None:
            name = repr(state.get("name"))
            ctx.engine_log.warning(resource_messages.web_service_kept(name, id, status))

    @classmethod
    async def _stop(cls, ctx: Context, id: str) -> str | None:
        """Stop the web service if it runs; return what became of it, None once it is deleted."""
        try:
            status = status_of(await get_web_service(ctx, id))
            if status in AT_REST:
                return f"is {status}"
            await ctx.client.send("POST", cls._path(id) + "/stop")
        except NotFound:
            if not await cls.is_deleted(ctx, id):
                raise
            return None
        return "was stopped"
