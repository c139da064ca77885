"""The only place that tells which operation a method and path are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI

_PART = re.compile(r"\{\w+\}")
_VERBS = {"get", "post", "put", "delete"}


class Operations:
    """The operations of an OpenAPI document, for requests that no route has seen yet."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._known = [
            (verb.upper(), path, re.compile(_PART.sub("[^/]+", path)), operation["operationId"])
            for path, item in document["paths"].items()
            for verb, operation in item.items()
            if verb in _VERBS
        ]

    def name(self, method: str, path: str) -> str | None:
        """Return the operation id, or None for what is not an operation."""
        return next((name for verb, _, name in self._at(path) if verb == method), None)

    def methods(self, path: str) -> list[str]:
        """Return every method that *path* knows, for the header Allow (RFC 9110, 15.5.6)."""
        found = self._at(path)
        # `.../env/bulk` is a place of its own, although `.../env/{var_id}` could be read into it.
        places = sorted({place for _, place, _ in found}, key=lambda place: place.count("{"))
        return sorted({verb for verb, place, _ in found if place == places[0]})

    def _at(self, path: str) -> list[tuple[str, str, str]]:
        plain = path.replace("/api/v1/", "/api/", 1)
        return [known[:2] + known[3:] for known in self._known if known[2].fullmatch(plain)]


@cache
def operations_of(app: FastAPI) -> Operations:
    """Return the operations of *app*, under both prefixes."""
    return Operations(app.openapi())
