"""Projects."""

from __future__ import annotations

from ...api import RunsiteError
from ..collection import PROJECTS, WEB_SERVICES
from ..context import Context
from ..existing import known_of
from ..fields import Props
from ..messages import existing as existing_messages
from ..messages import left_after_destroy as messages
from ..messages import previews as preview_messages
from ..models.project import ProjectInputs, ProjectOutputs
from .immutable import ImmutableResource

_MOST_LINES = 20


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
    import_forms = "`<project id>`"
    collection = PROJECTS
    unique_by = ("name",)

    @classmethod
    async def adoptable_contents(cls, ctx: Context, item: Props) -> str:
        """Return the web services of the project *item*, each with the input that adopts it."""
        try:
            listed = await WEB_SERVICES.fetch_cached(ctx)
        except RunsiteError:
            return ""  # the message is as true without them
        lines = [
            existing_messages.adopt_line(
                ctx.displayed(service.get("name")), repr(service["id"]), known_of(service)
            )
            for service in listed
            if service.get("project_id") == item["id"]
        ]
        if not lines:
            return ""
        return existing_messages.contents_of_existing(item["id"], "".join(lines[:_MOST_LINES]))

    @classmethod
    async def is_unused(cls, ctx: Context, item: Props) -> bool:
        """Return whether the project *item* has no web services."""
        listed = await WEB_SERVICES.fetch_cached(ctx)
        return all(service.get("project_id") != item["id"] for service in listed)

    @classmethod
    def replacement_warning(cls, resource: str, state: Props) -> str:  # noqa: ARG003
        """Return that it stays on Runsite."""
        return preview_messages.project_is_replaced(resource)

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Warn that it still exists."""
        ctx.engine_log.warning(messages.project_kept(ctx.displayed(state.get("name")), id))
