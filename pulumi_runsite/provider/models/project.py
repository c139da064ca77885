"""The inputs and outputs of a project."""

from __future__ import annotations

from typing import Annotated

from ..field_types import (
    Name,
    Prose,
)
from ..fields import Rule
from .immutable import ImmutableInputs
from .written import WrittenOutputs


class ProjectInputs(ImmutableInputs):
    """The inputs of a project."""

    name: Annotated[Name, Rule.IMMUTABLE]
    """
    The name of the project, as displayed in the dashboard. Defaults to `<resource>-<stack>`, or to
    what `pulumi:autonaming` sets; the name of an existing project is kept.

    Runsite allows several projects with the same name; this provider does not create a second one.
    """

    description: Annotated[Prose | None, Rule.IMMUTABLE] = None
    """The description of the project, as displayed in the dashboard."""


class ProjectOutputs(ProjectInputs, WrittenOutputs):
    """The outputs of a project."""

    workspace_id: str | None = None
    """The ID of the workspace that the project belongs to."""

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""
