"""The functions `get_web_service` and `get_web_services`."""

from __future__ import annotations

from collections.abc import Iterable

from ..context import Context
from ..field_types import Id
from ..fields import Model, Props
from ..messages.inputs import not_combinable
from ..validation import Failure
from .by_name import WEB_SERVICES, IdOrNameInputs, check_id_or_name
from .function import Function, result_from_response


class WebServiceResult(Model):
    """A web service, as Runsite tells it; what it keeps to itself is missing."""

    id: str
    """Its id."""

    name: str
    """Its name in the dashboard."""

    status: str | None = None
    """How it is: `running`, `stopped`, `sleeping`, `failed`, or a word for being under way."""

    url: str | None = None
    """Where the world reaches it; missing while nothing of it is live, and for a worker."""

    subdomain: str | None = None
    """First part of its address."""

    project_id: str | None = None
    """Id of the project it belongs to."""

    project_type: str | None = None
    """`web_service`, `static_site` or `worker`."""

    source_type: str | None = None
    """`git` or `image`."""

    git_repository_url: str | None = None
    """Repository it is built from."""

    github_repo_full_name: str | None = None
    """Owner and name of its repository on GitHub."""

    github_branch: str | None = None
    """Branch that is built."""

    image_ref: str | None = None
    """Container image that it runs."""

    port: int | None = None
    """TCP port that the container listens on."""

    build_command: str | None = None
    """Command that runs before the image is built."""

    start_command: str | None = None
    """Command that it starts with."""

    pre_deploy_command: str | None = None
    """Command that runs before a deployment takes over."""

    health_check_path: str | None = None
    """Path that must answer 200 before a deployment takes over."""

    dockerfile_path: str | None = None
    """Path of the Dockerfile in the repository."""

    root_directory: str | None = None
    """Directory of the repository that is built."""

    min_instances: int | None = None
    """Fewest instances that run."""

    max_instances: int | None = None
    """Most instances that run."""

    auto_deploy: bool | None = None
    """Whether a push to the branch deploys."""

    created_at: str | None = None
    """When it was made, as an RFC 3339 time."""

    updated_at: str | None = None
    """When it was last changed, as an RFC 3339 time."""


class GetWebServiceInputs(IdOrNameInputs):
    """Which web service."""

    project_id: Id | None = None
    """Id of the project in which `name` is looked for. Left out: in all of them."""


class GetWebService(Function):
    """Ask for one web service, by its id or by its name: its address, its status, how it is set."""

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
            body = await WEB_SERVICES.get(ctx, inputs["id"])
        else:
            project = inputs.get("project_id")
            body = await WEB_SERVICES.find_by_name(
                ctx, inputs["name"], lambda each: project in (None, each.get("project_id"))
            )
        return result_from_response(WebServiceResult, body, "a web service")


class GetWebServicesInputs(Model):
    """Which web services."""

    project_id: Id | None = None
    """Id of the project that they belong to. Left out: all, also those of no project."""


class WebServicesResult(Model):
    """Web services of the account."""

    web_services: list[WebServiceResult]
    """The web services, in Runsite's order."""


class GetWebServices(Function):
    """Ask for all web services, of the account or of one project."""

    Inputs = GetWebServicesInputs
    Outputs = WebServicesResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the web services; the filter is local, since the API's list has none."""
        project = inputs.get("project_id")
        bodies = await WEB_SERVICES.all(ctx)
        if project:
            bodies = [body for body in bodies if body.get("project_id") == project]
        return {
            "web_services": [
                result_from_response(WebServiceResult, body, "a web service") for body in bodies
            ]
        }
