"""Projects: what web services and secrets belong to."""

from __future__ import annotations

from typing import Annotated

from ..collection import Collection
from ..context import Context
from ..field_types import Name, Prose
from ..fields import Props, Rule
from ..messages import resources as messages
from .immutable import ImmutableInputs, ImmutableResource


class ProjectInputs(ImmutableInputs):
    """The inputs of a project."""

    name: Annotated[Name, Rule.IMMUTABLE]
    """
    The name of the project, as displayed in the dashboard. Defaults to the resource name.

    Runsite allows several projects with the same name; this provider does not create a second one.
    """

    description: Annotated[Prose | None, Rule.IMMUTABLE] = None
    """The description of the project, as displayed in the dashboard."""


class ProjectOutputs(ProjectInputs):
    """The outputs of a project."""

    workspace_id: str | None = None
    """The ID of the workspace that the project belongs to."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""


class Project(ImmutableResource):
    """
    A Runsite project, which groups web services and secrets.

    The Runsite API can neither update nor delete projects. Changing a project is an error during
    preview, unless `immutable_changes` allows it. Destroying a project only removes it from the
    state, with a warning: the project remains on Runsite.
    """

    noun = "project"
    Inputs = ProjectInputs
    Outputs = ProjectOutputs
    collection = Collection("/projects", "projects")
    unique_by = ("name",)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Warn that it still exists."""
        ctx.engine_log.warning(messages.project_kept(repr(state.get("name")), id))
