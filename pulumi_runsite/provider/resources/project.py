"""Projects: what web services and secrets belong to."""

from __future__ import annotations

from typing import Annotated

from ..context import Context
from ..field_types import Name, Prose
from ..fields import Props, Rule
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
    collection = "projects"
    listed_as = "projects"
    unique = ("name",)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Say that it stays."""
        ctx.engine_log.warning(
            f"project {state.get('name')!r} ({id}) stays on Runsite: its API cannot delete "
            "projects. It is only taken out of this stack; delete it in the dashboard"
        )
