"""The functions `get_web_service` and `get_web_services`."""

from __future__ import annotations

from collections.abc import Iterable

from ..check_failures import Failure
from ..collection import WEB_SERVICES
from ..context import Context
from ..field_types import Id
from ..fields import Model, Props
from ..function import Function, result_from_response
from ..messages.inputs import not_combinable
from .by_name import WEB_SERVICE_LOOKUP, IdOrNameInputs, check_id_or_name


class WebServiceResult(Model):
    """A web service, as returned by Runsite. What Runsite does not return is not set."""

    id: str
    """The ID of the web service."""

    name: str
    """The name of the web service, as displayed in the dashboard."""

    status: str | None = None
    """
    The status of the web service.

    `running`, `stopped`, `sleeping`, `failed`, or a status of an operation in progress.
    """

    url: str | None = None
    """The URL of the web service. Not set while no deployment is live, and for a worker."""

    subdomain: str | None = None
    """The first part of the address of the web service."""

    project_id: str | None = None
    """The ID of the project that the web service belongs to."""

    project_type: str | None = None
    """The type of the web service: `web_service`, `static_site` or `worker`."""

    source_type: str | None = None
    """The type of the source: `git` or `image`."""

    git_repository_url: str | None = None
    """The URL of the git repository that is built."""

    github_repo_full_name: str | None = None
    """The owner and name of the repository on GitHub."""

    github_branch: str | None = None
    """The branch that is built."""

    image_ref: str | None = None
    """The container image that the web service runs."""

    port: int | None = None
    """The TCP port that the container listens on."""

    build_command: str | None = None
    """The command that runs before the image is built."""

    start_command: str | None = None
    """The command that starts the container."""

    pre_deploy_command: str | None = None
    """The command that runs before a deployment becomes live."""

    health_check_path: str | None = None
    """The HTTP path that must return status 200 before a deployment becomes live."""

    dockerfile_path: str | None = None
    """The path of the Dockerfile in the repository."""

    root_directory: str | None = None
    """The directory of the repository that is built."""

    min_instances: int | None = None
    """The minimum number of instances."""

    max_instances: int | None = None
    """The maximum number of instances."""

    auto_deploy: bool | None = None
    """Whether a push to the branch starts a deployment."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""

    updated_at: str | None = None
    """The time of the last update, as an RFC 3339 timestamp."""


class GetWebServiceInputs(IdOrNameInputs):
    """The ID or the name of the web service to look up."""

    project_id: Id | None = None
    """The ID of the project in which to look up `name`. Defaults to all projects."""


class GetWebService(Function):
    """Get a web service by its ID or name: its URL, its status and its settings."""

    Inputs = GetWebServiceInputs
    Outputs = WebServiceResult

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield a Failure for each invalid combination of id, name and project."""
        yield from check_id_or_name(inputs)
        if "id" in inputs and "project_id" in inputs:
            yield Failure("project_id", not_combinable("id"))

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the web service."""
        if "id" in inputs:
            body = await WEB_SERVICE_LOOKUP.get(ctx, inputs["id"])
        else:
            project = inputs.get("project_id")
            body = await WEB_SERVICE_LOOKUP.find_by_name(
                ctx, inputs["name"], lambda each: project in (None, each.get("project_id"))
            )
        return result_from_response(WebServiceResult, body, "a web service")


class GetWebServicesInputs(Model):
    """The project of the web services to list."""

    project_id: Id | None = None
    """
    The ID of the project whose web services to list.

    Defaults to all web services, including those without a project.
    """


class WebServicesResult(Model):
    """The web services of an account or a project."""

    web_services: list[WebServiceResult]
    """The web services, in the order in which Runsite returns them."""


class GetWebServices(Function):
    """Get all web services of the account or of one project."""

    Inputs = GetWebServicesInputs
    Outputs = WebServicesResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the web services; the filter is local, since the API's list has none."""
        project = inputs.get("project_id")
        bodies = await WEB_SERVICES.fetch(ctx)
        if project:
            bodies = [body for body in bodies if body.get("project_id") == project]
        return {
            "web_services": [
                result_from_response(WebServiceResult, body, "a web service") for body in bodies
            ]
        }
