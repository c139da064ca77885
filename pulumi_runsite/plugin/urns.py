"""URNs: the resource type in them."""

from __future__ import annotations

from ..api import RunsiteError
from ..provider.resource import Resource
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
