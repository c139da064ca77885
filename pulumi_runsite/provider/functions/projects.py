"""The functions `get_project` and `get_projects`."""

from __future__ import annotations

from collections.abc import Iterable

from ..context import Context
from ..fields import Model, Props
from ..validation import Failure
from .by_name import PROJECTS, IdOrNameInputs, check_id_or_name
from .function import Function, result_from_response


class ProjectResult(Model):
    """A project, as Runsite tells it."""

    id: str
    """Its id."""

    name: str
    """Its name in the dashboard."""

    description: str | None = None
    """What it is for."""

    workspace_id: str | None = None
    """Id of the workspace that owns it."""

    created_at: str | None = None
    """When it was made, as an RFC 3339 time."""

    updated_at: str | None = None
    """When it was last changed, as an RFC 3339 time."""


class GetProject(Function):
    """Ask for one project, by its id or by its name."""

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
            body = await PROJECTS.get(ctx, inputs["id"])
        else:
            body = await PROJECTS.find_by_name(ctx, inputs["name"], lambda _: True)
        return result_from_response(ProjectResult, body, "a project")


class GetProjectsInputs(Model):
    """Nothing has to be said."""


class ProjectsResult(Model):
    """All projects of the account."""

    projects: list[ProjectResult]
    """The projects, in Runsite's order."""


class GetProjects(Function):
    """Ask for all projects of the account."""

    Inputs = GetProjectsInputs
    Outputs = ProjectsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:  # noqa: ARG003
        """Return the projects."""
        bodies = await PROJECTS.all(ctx)
        return {
            "projects": [result_from_response(ProjectResult, body, "a project") for body in bodies]
        }
