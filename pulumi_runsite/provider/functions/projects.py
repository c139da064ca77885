"""The functions `get_project` and `get_projects`."""

from __future__ import annotations

from collections.abc import Iterable

from ..check_failures import Failure
from ..collection import PROJECTS
from ..context import Context
from ..fields import Model, Props
from ..function import Function, result_from_response
from .by_name import PROJECT_LOOKUP, IdOrNameInputs, check_id_or_name


class ProjectResult(Model):
    """A project, as returned by Runsite."""

    id: str
    """The ID of the project."""

    name: str
    """The name of the project, as displayed in the dashboard."""

    description: str | None = None
    """The description of the project."""

    workspace_id: str | None = None
    """The ID of the workspace that the project belongs to."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""

    updated_at: str | None = None
    """The time of the last update, as an RFC 3339 timestamp."""


class GetProject(Function):
    """Get a project by its ID or name."""

    Inputs = IdOrNameInputs
    Outputs = ProjectResult

    @classmethod
    def check_combinations(cls, inputs: Props) -> Iterable[Failure]:
        """Yield a Failure unless exactly one of id and name is set."""
        return check_id_or_name(inputs)

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the project."""
        if "id" in inputs:
            body = await PROJECT_LOOKUP.get(ctx, inputs["id"])
        else:
            body = await PROJECT_LOOKUP.find_by_name(ctx, inputs["name"], lambda _: True)
        return result_from_response(ProjectResult, body, "a project")


class GetProjectsInputs(Model):
    """No inputs."""


class ProjectsResult(Model):
    """The projects of an account."""

    projects: list[ProjectResult]
    """The projects, in the order in which Runsite returns them."""


class GetProjects(Function):
    """Get all projects of the account."""

    Inputs = GetProjectsInputs
    Outputs = ProjectsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:  # noqa: ARG003
        """Return the projects."""
        bodies = await PROJECTS.fetch(ctx)
        return {
            "projects": [result_from_response(ProjectResult, body, "a project") for body in bodies]
        }
