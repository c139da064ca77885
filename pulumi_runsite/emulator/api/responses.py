"""JSON responses, and the responses whose format a switch selects."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from ..world.switches import Switches


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return *body* as JSON. Lone surrogates, which UTF-8 cannot encode, are escaped."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    try:
        content = text.encode()
    except UnicodeEncodeError:
        content = json.dumps(body, separators=(",", ":")).encode()
    return Response(content, status, headers, media_type="application/json")


def created_response(switches: Switches, body: dict[str, Any]) -> Response:
    """Return the response to a create whose format is not documented."""
    if switches.create_answer == "empty":
        return Response(status_code=switches.create_status)
    content = body if switches.create_answer == "object" else {"message": "Created"}
    return json_response(content, switches.create_status)


def action_response(switches: Switches, body: dict[str, Any]) -> Response:
    """Return the response to an action or a bulk call, whose format is not documented."""
    if switches.action_answer in ("empty", "no_content"):
        return Response(status_code=200 if switches.action_answer == "empty" else 204)
    if switches.action_answer == "accepted":
        return json_response({"message": "Accepted"}, 202)
    content = {"object": body, "message": {"message": "OK"}, "string": "OK"}
    return json_response(content[switches.action_answer])


def deleted_response(switches: Switches) -> Response:
    """Return the response to a delete."""
    if switches.delete_answer == "message":
        return json_response({"message": "Deleted"})
    return Response(status_code=204 if switches.delete_answer == "no_content" else 200)
