"""Two resources of a program that are the same object on Runsite."""

from __future__ import annotations

from typing import Any

from .default_names import resource_name
from .fields import Props, contains_unknown
from .messages import creation as messages
from .resource import ADOPT_ID, Resource


class DeclaredResources:
    """The resources that one run of a program has declared so far."""

    def __init__(self) -> None:
        self._urns: dict[tuple[type[Resource], tuple[Any, ...]], str] = {}

    def find_duplicates(self, resource: type[Resource], urn: str, inputs: Props) -> list[str]:
        """
        Return why *inputs* describe the object of another resource, if they do.

        Two that adopt different ids are different objects, whatever their names are.
        """
        identity = tuple(inputs.get(name) for name in (*resource.unique_by, ADOPT_ID))
        if not resource.unique_by or contains_unknown(list(identity)):
            return []
        other = self._urns.setdefault((resource, identity), urn)
        if other == urn:
            return []
        first, second = (f"{resource.__name__} {resource_name(each)!r}" for each in (urn, other))
        inputs_in_common = ", ".join(f"`{name}`" for name in resource.unique_by)
        return [messages.declared_twice(first, second, resource.noun, inputs_in_common)]
