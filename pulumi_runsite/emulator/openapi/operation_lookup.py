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
        return next((name for verb, _, name in self._matches(path) if verb == method), None)

    def methods(self, path: str) -> list[str]:
        """Return every method of *path*, for the Allow header (RFC 9110, 15.5.6)."""
        found = self._matches(path)
        # `.../env/bulk` also matches `.../env/{var_id}`; the path with fewer parameters is meant.
        templates = sorted({template for _, template, _ in found}, key=lambda path: path.count("{"))
        return sorted({verb for verb, template, _ in found if template == templates[0]})

    def _matches(self, path: str) -> list[tuple[str, str, str]]:
        unversioned = path.replace("/api/v1/", "/api/", 1)
        return [
            entry[:2] + entry[3:] for entry in self._operations if entry[2].fullmatch(unversioned)
        ]


@cache
def operations_of(app: FastAPI) -> Operations:
    """Return the operations of *app*, under both prefixes."""
    return Operations(app.openapi())
