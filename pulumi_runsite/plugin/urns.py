"""URNs: the resource type and the name in them, and two that are the same object on Runsite."""

from __future__ import annotations

from typing import Any

from ..api import RunsiteError
from ..provider.fields import Props, contains_unknown
from ..provider.messages import creation as creation_messages
from ..provider.resource import ADOPT_ID, Resource
from ..provider.schema import RESOURCES_BY_TOKEN
from . import messages


def resource_of(urn: str) -> type[Resource]:
    """
    Return the resource type in *urn*, which stands behind the types of its parents and a `$`.

    Raises:
        RunsiteError: this version does not have the resource type.
    """
    token = urn.split("::", 3)[2].rpartition("$")[2]
    resource = RESOURCES_BY_TOKEN.get(token)
    if resource is None:
        raise RunsiteError(messages.unknown_resource_type(token))
    return resource


def name_of(urn: str) -> str:
    """Return the name of the resource in the program."""
    return urn.split("::", 3)[3]


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
        first, second = (f"{resource.__name__} {name_of(each)!r}" for each in (urn, other))
        inputs_in_common = ", ".join(f"`{name}`" for name in resource.unique_by)
        return [creation_messages.declared_twice(first, second, resource.noun, inputs_in_common)]
