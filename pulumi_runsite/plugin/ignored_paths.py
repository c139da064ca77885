"""Paths in `ignore_changes` that Pulumi does not find, since they have the names of another SDK."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..provider.resource import Resource
from ..provider.schema_types import camel_case
from . import messages


def unknown_ignored_paths(resource: type[Resource], paths: Iterable[str]) -> Iterator[str]:
    """Yield a warning for each of *paths* that is no property of the plugin, but nearly one."""
    for path in paths:
        name, rest = re.match(r"(\w*)(.*)", path, re.DOTALL).groups()  # type: ignore[union-attr]
        if name in resource.Inputs.field_names() and camel_case(name) != name:
            yield messages.ignored_path_unknown(path, camel_case(name) + rest)
