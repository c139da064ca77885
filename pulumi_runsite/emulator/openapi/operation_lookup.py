"""Lookup of operation ids by method and path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI

_PARAMETER = re.compile(r"\{\w+\}")
_VERBS = {"get", "post", "put", "delete"}


class Operations:
    """The operations of an OpenAPI document, to match requests before they are routed."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._operations = [
            (
                verb.upper(),
                path,
                re.compile(_PARAMETER.sub("[^/]+", path)),
                operation["operationId"],
            )
            for path, item in document["paths"].items()
            for verb, operation in item.items()
            if verb in _VERBS
        ]

    def find(self, method: str, path: str) -> str | None:
        """Return the operation id, or None when there is none."""
        return next((name for verb, name in self._matches(path) if verb == method), None)

    def methods(self, path: str) -> list[str]:
        """Return every method of *path*, for the Allow header (RFC 9110, 15.5.6)."""
        return sorted({verb for verb, _ in self._matches(path)})

    def _matches(self, path: str) -> list[tuple[str, str]]:
        """Return method and id of the operations of *path*."""
        unversioned = path.replace("/api/v1/", "/api/", 1)
        found = [entry for entry in self._operations if entry[2].fullmatch(unversioned)]
        # `.../env/bulk` also matches `.../env/{var_id}`; the path with fewer parameters is meant.
        fewest = min((template.count("{") for _, template, _, _ in found), default=0)
        return [(verb, id) for verb, template, _, id in found if template.count("{") == fewest]


@cache
def operations_of(app: FastAPI) -> Operations:
    """Return the operations of *app*, under both prefixes."""
    return Operations(app.openapi())
