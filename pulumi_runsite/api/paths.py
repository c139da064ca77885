"""Paths of the API, which no id can lead elsewhere."""

from __future__ import annotations

import re
from typing import Any

from .errors import RunsiteError
from .messages import requests

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


def is_id(text: Any) -> bool:
    """Return whether *text* has the form of an id: it can lead to no other path."""
    # `..` survives percent-encoding and would lead to another path.
    return isinstance(text, str) and bool(_ID.fullmatch(text))


def api_path(*parts: str) -> str:
    """
    Return the path of *parts*, each a fixed part of an API path or an id.

    Raises:
        RunsiteError: a part does not have the form of an id, so it could lead to another path.
    """
    for part in parts:
        if not is_id(part):
            raise RunsiteError(requests.invalid_id(repr(part[:80])))
    return "/" + "/".join(parts)
