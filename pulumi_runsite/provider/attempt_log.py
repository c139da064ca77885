"""Where the last attempt to create one resource is recorded, and where it is not."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from .attempt import Attempt, Begun
from .messages import creation as messages


class Left(NamedTuple):
    """What a run may have created that nothing asks for any more."""

    resource: str
    """What it is, for messages, with its id where that is known."""
    list_path: str
    """The path of the list in which it appears."""


def warnings_of(left: list[Left], api_prefix: str) -> list[str]:
    """Return the warnings of what is *left*."""
    return [
        messages.left_by_earlier_run(each.resource, f"GET {api_prefix}{each.list_path}")
        for each in left
    ]


class CreateLog(Protocol):
    """The last attempt to create one resource, as long as it is not known to be in the state."""

    file: str
    """The file of the log, empty if there is none."""

    def unfinished(self) -> Attempt | None:
        """Return the last attempt, if its result is in no state."""

    def begin(self, begun: Begun) -> None:
        """Record that a request is about to be sent, or why none is sent."""

    def response_lost(self, until: float | None, answered_id: str | None) -> None:
        """Record that the outcome is unknown, and what is known of it: see `Attempt`."""

    def created(self, id: str) -> None:
        """Record the *id* of the created object."""

    def part(self, name: str) -> CreateLog:
        """Return the log of what the resource creates beside its object."""

    def forget_sent(self, *names: str) -> None:
        """Forget what was sent, or only the fields *names*: they are about to be written."""

    def created_id(self) -> str | None:
        """Return the id of the object that the last attempt created, if it is in no state."""

    def known_ids(self, list_path: str) -> frozenset[str]:
        """Return the ids of the objects of a list that entries explain."""

    def explain(self, id: str, **more: Any) -> None:
        """Record that the object *id* of the `list`, an argument, is not of an interrupted run."""

    def stored(self, id: str) -> None:
        """Forget the attempt that created *id*: it is in the state."""

    def declared(self) -> None:
        """Record that the program declares the resource."""

    def undeclared(self, least: int) -> list[Left]:
        """
        Return what runs of this stack may have created that *least* programs did not declare, once.

        What has a result is not among it: the engine has that, unless it was killed as well. A part
        of a resource is only among it in a run that declares nothing.
        """

    def superseded(self, id: str = "") -> list[Left]:
        """
        Return what an interrupted attempt may have created, if the state has *id* instead, once.

        What the engine has received was stored, unless the state still has what it replaced.
        """

    def reported(self) -> None:
        """Record that the engine is about to receive the result."""

    def replaces(self, id: str) -> None:
        """
        Record that the create to come replaces the object *id* of the state, empty if unknown.

        Forget an attempt whose result the engine received, unless the state has what it replaced.
        """

    def end(self, id: str = "") -> None:
        """Forget the attempt that created *id*, or was refused, but not what it replaced."""

    def forget(self) -> None:
        """Forget the attempt."""


class NullCreateLog:
    """Keeps nothing: for operations whose resource is unknown."""

    file = ""

    def unfinished(self) -> Attempt | None:
        """Return None."""
        return None

    def begin(self, begun: Begun) -> None:
        """Do nothing."""

    def response_lost(self, until: float | None, answered_id: str | None) -> None:
        """Do nothing."""

    def created(self, id: str) -> None:
        """Do nothing."""

    def part(self, name: str) -> CreateLog:  # noqa: ARG002
        """Return this log."""
        return self

    def forget_sent(self, *names: str) -> None:
        """Do nothing."""

    def created_id(self) -> str | None:
        """Return None."""
        return None

    def known_ids(self, list_path: str) -> frozenset[str]:  # noqa: ARG002
        """Return no id."""
        return frozenset()

    def explain(self, id: str, **more: Any) -> None:
        """Do nothing."""

    def stored(self, id: str) -> None:
        """Do nothing."""

    def declared(self) -> None:
        """Do nothing."""

    def undeclared(self, least: int) -> list[Left]:  # noqa: ARG002
        """Return nothing."""
        return []

    def superseded(self, id: str = "") -> list[Left]:  # noqa: ARG002
        """Return nothing."""
        return []

    def reported(self) -> None:
        """Do nothing."""

    def replaces(self, id: str) -> None:
        """Do nothing."""

    def end(self, id: str = "") -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Do nothing."""
