"""Projects."""

from __future__ import annotations

from ..collection import PROJECTS
from ..context import Context
from ..fields import Props
from ..messages import left_after_destroy as messages
from ..models.project import ProjectInputs, ProjectOutputs
from .immutable import ImmutableResource


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
    collection = PROJECTS
    unique_by = ("name",)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Warn that it still exists."""
        ctx.engine_log.warning(messages.project_kept(ctx.displayed(state.get("name")), id))
