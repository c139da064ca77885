"""Asks for projects."""

from __future__ import annotations

from collections.abc import Iterable

from ..context import Context
from ..fields import Model, Props
from ..problems import Failure
from .function import Function, told
from .named import PROJECTS, ByIdOrName, one_of_two


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

    Inputs = ByIdOrName
    Outputs = ProjectResult

    @classmethod
    def conflicts(cls, inputs: Props) -> Iterable[Failure]:
        """Yield what is wrong between id and name."""
        return one_of_two(inputs)

    @classmethod
    async def answer(cls, ctx: Context, inputs: Props) -> Props:
        """Return the project."""
        if "id" in inputs:
            body = await PROJECTS.get(ctx, inputs["id"])
        else:
            body = await PROJECTS.named(ctx, inputs["name"], lambda _: True)
        return told(ProjectResult, body, "a project")


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
    async def answer(cls, ctx: Context, inputs: Props) -> Props:  # noqa: ARG003
        """Return the projects."""
        bodies = await PROJECTS.all(ctx)
        return {"projects": [told(ProjectResult, body, "a project") for body in bodies]}
