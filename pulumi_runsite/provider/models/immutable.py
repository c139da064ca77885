"""The inputs that projects and web services share."""

from __future__ import annotations

from typing import Annotated

from ..field_types import (
    Id,
)
from ..fields import ImmutableChanges, Model, Rule


class ImmutableInputs(Model):
    """The inputs that every immutable resource has."""

    adopt_id: Annotated[Id | None, Rule.LOCAL] = None
    """
    The ID of an existing resource to adopt instead of creating a new one.

    The existing resource is compared with the inputs of the program first; any difference is an
    error. Ignored after creation, except by a replacement if it has changed.
    """

    immutable_changes: Annotated[ImmutableChanges | None, Rule.LOCAL] = None
    """
    The action to take when an input changes that the Runsite API cannot update.

    `error`: the change is an error during preview. `replace`: a new resource is created, and the
    old one remains on Runsite. `accept`: the change is only recorded, after it was made in the
    dashboard. Defaults to the `runsite:immutableChanges` setting of the stack, or else to `error`.
    """
