"""What a URN names, and what a program declares twice."""

from __future__ import annotations

from typing import Any

from ..api import RunsiteError
from ..provider.fields import Props, contains_unknown
from ..provider.resource import ADOPT_ID, Resource
from ..provider.schema import RESOURCES_BY_TOKEN


def kind(urn: str) -> type[Resource]:
    """
    Return the kind of resource that *urn* names; its parents' types stand before a `$`.

    Raises:
        RunsiteError: this version has no such kind.
    """
    token = urn.split("::", 3)[2].rpartition("$")[2]
    found = RESOURCES_BY_TOKEN.get(token)
    if found is None:
        raise RunsiteError(f"this version has no resource {token}")
    return found


def name(urn: str) -> str:
    """Return the resource's own name in the program."""
    return urn.split("::", 3)[3]


class RunsiteResource:
    """What one run of a program has declared so far."""

    def __init__(self) -> None:
        self._known: dict[tuple[type[Resource], tuple[Any, ...]], str] = {}

    def twice(self, kind: type[Resource], urn: str, inputs: Props) -> list[str]:
        """
        Return why *inputs* are another resource's already, if they are.

        Two that are both taken over by different ids are two, whatever their names.
        """
        mine = tuple(inputs.get(each) for each in (*kind.unique, ADOPT_ID))
        if not kind.unique or contains_unknown(list(mine)):
            return []
        other = self._known.setdefault((kind, mine), urn)
        if other == urn:
            return []
        what = ", ".join(kind.unique)
        both = f"{kind.__name__} {name(urn)!r} and {kind.__name__} {name(other)!r}"
        return [f"{both} are the same {kind.noun} (they have the same {what}): declare it once"]
