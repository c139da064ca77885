"""The only place that tells which operation a method and path are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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
        plain = path.replace("/api/v1/", "/api/", 1)
        for verb, pattern, name in self._known:
            if verb == method and pattern.fullmatch(plain):
                return str(name)
        return None
