"""The inputs and outputs of a web service."""

from __future__ import annotations

from typing import Annotated, Literal

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
    ValuesByKey,
)
from ..fields import Rule
from .immutable import ImmutableInputs
from .written import WrittenOutputs

DEFAULT_PORT = 8080


class WebServiceInputs(ImmutableInputs):
    """The inputs of a web service."""

    name: Annotated[Name, Rule.IMMUTABLE]
    """
    The name of the web service, as displayed in the dashboard, and the beginning of its address.

    Defaults to `<resource>-<stack>`, or to what `pulumi:autonaming` sets; the name of an existing
    web service is kept. This provider creates a second web service with the same name in
    a project only to replace the first one: see `immutable_changes`.
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
    """The `https://` URL of the git repository. Set either this or `image_ref`."""

    github_branch: Annotated[Branch | None, Rule.IMMUTABLE, Rule.SERVER_CHOOSES] = None
    """The branch to build. Defaults to `main`."""

    image_ref: Annotated[ImageRef | None, Rule.IMMUTABLE] = None
    """The container image, for example `nginx:1.27`. Set either this or `git_repository_url`."""

    port: Annotated[Port | None, Rule.IMMUTABLE] = None
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

    env_vars: Annotated[ValuesByKey | None, Rule.WRITE_ONLY, Rule.SECRET_VALUES] = None
    """
    The environment variables whose values Runsite does not mask, by key.

    Only the keys in `env_vars` and `secret_env_vars` are managed: other variables of the web
    service are left as they are. Declare a key either here or with an `EnvVar`. The values are
    encrypted in the Pulumi state.
    """

    secret_env_vars: Annotated[
        ValuesByKey | None, Rule.WRITE_ONLY, Rule.SECRET_VALUES, Rule.MASKED
    ] = None
    """
    The environment variables whose values Runsite masks, by key.

    Otherwise like `env_vars`. A key must not be in both.
    """

    desired_state: Annotated[Literal["running", "stopped"] | None, Rule.LOCAL] = None
    """
    The desired state of the web service, once it has been deployed: `running` or `stopped`.

    Defaults to the current state. Changing this starts or stops it. A deployment always starts it,
    with a warning if this is `stopped`.
    """

    on_destroy: Annotated[Literal["stop", "abandon"], Rule.LOCAL] = "stop"
    """The action on destroy: `stop`, or `abandon`, which leaves it running. Defaults to `stop`."""


class WebServiceOutputs(WebServiceInputs, WrittenOutputs):
    """
    The outputs of a web service that do not change by themselves.

    The URL is an output of `Deployment`, once the deployment is live.
    """

    subdomain: str | None = None
    """The first part of the address of the web service."""

    github_repo_full_name: str | None = None
    """The owner and name of the repository on GitHub."""

    env_vars_revision: str | None = None
    """
    The revision of `env_vars` and `secret_env_vars`, which changes whenever a value is written or a
    key removed, and does not reveal a value. It is absent while both are empty.

    Use it as a trigger of a deployment: `Deployment(triggers=[web.env_vars_revision])`.
    """

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""
