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
    """What a program says of a project."""

    name: Annotated[Name, Rule.IMMUTABLE]
    """
    Its name in the dashboard. Left out: the resource's own name.

    Runsite would allow two projects of one name; this provider refuses to make a second one.
    """

    description: Annotated[Prose | None, Rule.IMMUTABLE] = None
    """What it is for, shown in the dashboard."""


class ProjectOutputs(ProjectInputs):
    """What is known of a project."""

    workspace_id: str | None = None
    """Id of the workspace that owns it."""

    created_at: str | None = None
    """When it was made, as an RFC 3339 time."""


class Project(ImmutableResource):
    """
    A Runsite project: web services and secrets belong to one.

    Runsite's API can neither change nor delete a project. A change is refused at preview unless
    `immutable_changes` says otherwise; a delete only takes it out of the state, with a warning.
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
