"""The only place that tells which operation a method and path are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI

_VERBS = {"get", "post", "put", "delete"}


class Operations:
    """The operations of an OpenAPI document, for requests that no route has seen yet."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._known = [
            (verb.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operation["operationId"])
            for path, item in document["paths"].items()
            for verb, operation in item.items()
            if verb in _VERBS
        ]

    def name(self, method: str, path: str) -> str | None:
        """Return the operation id, or None for what is not an operation."""
        return next((name for verb, name in self._at(path) if verb == method), None)

    def methods(self, path: str) -> list[str]:
        """Return every method that *path* knows, for the header Allow (RFC 9110, 15.5.6)."""
        return sorted({verb for verb, _ in self._at(path)})

    def _at(self, path: str) -> list[tuple[str, str]]:
        plain = path.replace("/api/v1/", "/api/", 1)
        return [(verb, name) for verb, pattern, name in self._known if pattern.fullmatch(plain)]


@cache
def operations_of(app: FastAPI) -> Operations:
    """Return the operations of *app*, under both prefixes."""
    return Operations(app.openapi())
