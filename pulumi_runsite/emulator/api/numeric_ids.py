"""The switch `ids` set to `numeric`: an id is the number of the last 12 digits of its UUID."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from fastapi import Request

from ..world.emulator import Emulator
from .variable_values import group_id

_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}(?P<last>[0-9a-f]{12})")


async def parse_ids(emulator: Emulator, request: Request) -> Request:
    """Return *request* with UUIDs in place of numeric ids, in its path and its body."""
    known = {_number(id): id for id in _known_ids(emulator)}

    def parse(value: Any) -> Any:
        is_number = type(value) is int or (isinstance(value, str) and value.isdecimal())
        if not is_number:
            return value
        unknown = f"00000000-0000-4000-8000-{int(value) % 2**48:012x}"
        return known.get(int(value), unknown)

    request.scope["path_params"] = {k: parse(v) for k, v in request.path_params.items()}
    body = await request.body()
    with suppress(ValueError):  # The route rejects a body that is not JSON.
        body = json.dumps(_replace_ids(json.loads(body), parse)).encode()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def format_ids(content: Any) -> Any:
    """Return *content* with numbers in place of UUIDs."""
    return _replace_ids(content, lambda value: _number(value) if _is_uuid(value) else value)


def _known_ids(emulator: Emulator) -> list[str]:
    ids = [row.id for table in emulator.store.tables() for row in table.all()]
    groups = [group_id(emulator, s.project_id, s.key) for s in emulator.store.secrets.all()]
    return [id for id in (*ids, *groups) if _is_uuid(id)]


def _is_uuid(value: Any) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def _number(id: str) -> int:
    return int(id[-12:], 16)


def _replace_ids(node: Any, replace: Callable[[Any], Any]) -> Any:
    if isinstance(node, list):
        return [_replace_ids(item, replace) for item in node]
    if isinstance(node, dict):
        return {
            name: replace(item)
            if name == "id" or name.endswith("_id")
            else _replace_ids(item, replace)
            for name, item in node.items()
        }
    return node
