"""What of one resource type a preview checks on Runsite before a create; by default nothing."""

from __future__ import annotations

from typing import NamedTuple

from ..api import RunsiteError
from .collection import Collection
from .context import Context
from .create_request import CreateRequest
from .fields import Props


class NotAdoptableError(RunsiteError):
    """`adopt_id` names nothing, or what is not as declared."""


class Reference(NamedTuple):
    """An object that an input refers to."""

    collection: Collection
    id: str
    missing: str
    """The error message where it does not exist."""


class PreviewedCreate:
    """The part of a resource type that a preview of a create needs."""

    @classmethod
    def references(cls, inputs: Props) -> list[Reference]:  # noqa: ARG003
        """Return what must exist for the create, as far as *inputs* are known."""
        return []

    @classmethod
    def previewed_request(cls, ctx: Context, inputs: Props) -> CreateRequest | None:  # noqa: ARG003
        """Return what `create` would request, as far as the list of what exists decides on it."""
        return None

    @classmethod
    async def adoptable(cls, ctx: Context, id: str, inputs: Props) -> Props:  # noqa: ARG003
        """
        Return what `adopt_id` names.

        Raises:
            NotAdoptableError: it names nothing, or what is not as *inputs* declare it.
        """
        return {}
