"""The only place that turns a Python value into an answer."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from ..world.switches import Switches


def json_answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return *body* as JSON. Text that UTF-8 cannot hold (lone surrogates) is escaped."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    try:
        content = text.encode()
    except UnicodeEncodeError:
        content = json.dumps(body, separators=(",", ":")).encode()
    return Response(content, status, headers, media_type="application/json")


def created(switches: Switches, body: dict[str, Any]) -> Response:
    """Return the answer to a create whose shape no document shows."""
    if switches.create_answer == "empty":
        return Response(status_code=switches.create_status)
    answer = body if switches.create_answer == "object" else {"message": "Created"}
    return json_answer(answer, switches.create_status)


def acted(switches: Switches, body: dict[str, Any]) -> Response:
    """Return the answer to an action or a bulk call, whose shape no document shows."""
    if switches.action_answer == "empty":
        return Response(status_code=200)
    return json_answer(body if switches.action_answer == "object" else {"message": "OK"})


def deleted(switches: Switches) -> Response:
    """Return the answer to a delete."""
    if switches.delete_status == 204:
        return Response(status_code=204)
    return json_answer({"message": "Deleted"})
