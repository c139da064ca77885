"""
Responses in the formats that the switches select.

The routes return the documented format; everything that differs from it is here, in
object_variants.py and in secret_groups.py.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response

from ..world.emulator import Emulator
from ..world.response_switches import ResponseSwitches
from ..world.switches import Switches
from .numeric_ids import format_ids, parse_ids
from .object_variants import shape_object
from .responses import json_response
from .secret_groups import group_secrets

Handler = Callable[[Request], Awaitable[Response]]

# Each list with its field and the type of its items.
_LISTS = {
    "list_projects": ("projects", "project"),
    "list_web_services": ("web_services", "web_service"),
    "list_deployments": ("deployments", "deployment"),
    "list_env": ("environment_variables", "environment_variable"),
    "put_env_bulk": ("environment_variables", "environment_variable"),
    "list_secrets": ("secrets", "secret"),
    "put_secrets_bulk": ("secrets", "secret"),
}
# Each operation that returns one object: its type, and whether it was created, read or acted on.
_OBJECTS = {
    "create_project": ("project", "create"),
    "get_project": ("project", "read"),
    "create_web_service": ("web_service", "create"),
    "get_web_service": ("web_service", "read"),
    "deploy_web_service": ("web_service", "action"),
    "restart_web_service": ("web_service", "action"),
    "stop_web_service": ("web_service", "action"),
    "start_web_service": ("web_service", "action"),
    "create_deployment": ("deployment", "create"),
    "get_deployment": ("deployment", "read"),
    "rollback_deployment": ("deployment", "create"),
    "create_env_var": ("environment_variable", "create"),
    "create_secret": ("secret", "create"),
    "get_logs": ("logs", "read"),
}
_WITH_PROXY = {
    "put_env_bulk", "put_secrets_bulk", "delete_env_var", "delete_secret", "deploy_web_service",
    "restart_web_service", "stop_web_service", "start_web_service",
}  # fmt: skip
_PAGED = {"list_deployments"}

_PROXY_PAGE = "<!doctype html>\n<html><body><h1>Please wait</h1></body></html>\n"


async def respond(
    emulator: Emulator, operation: str | None, request: Request, handle: Handler
) -> Response:
    """Return the response of *handle* to *request* in the format that the switches select."""
    switches = emulator.switches
    has_proxy = switches.proxy_answer != "none" and operation in _WITH_PROXY
    if has_proxy and switches.proxy_answer.endswith("_not_applied"):
        request.scope["emulator.not_applied"] = True
        return _proxy_response(switches)
    if switches.ids == "numeric":
        request = await parse_ids(emulator, request)
    response = await handle(request)
    if has_proxy:
        return _proxy_response(switches)
    offset = request.query_params.get("offset", "0")
    return _shape(emulator, operation, response, int(offset) if offset.isdigit() else 0)


def _proxy_response(switches: Switches) -> Response:
    if switches.proxy_answer.startswith("html"):
        return Response(_PROXY_PAGE, media_type="text/html")
    return Response("OK", media_type="text/plain")


def _shape(emulator: Emulator, operation: str | None, response: Response, offset: int) -> Response:
    if not response.body or not _has_variants(emulator.switches):
        return response
    content = json.loads(bytes(response.body))
    if operation in _LISTS:
        content = _shape_list(emulator, operation, content, offset)
    elif operation in _OBJECTS:
        content = _shape_single(emulator, operation, content)
    if emulator.switches.ids == "numeric":
        content = format_ids(content)
    headers = {k: v for k, v in response.headers.items() if not k.startswith("content-")}
    return json_response(content, response.status_code, headers)


def _has_variants(switches: Switches) -> bool:
    return any(
        getattr(switches, name) != field.get_default(call_default_factory=True)
        for name, field in ResponseSwitches.model_fields.items()
    )


def _shape_single(emulator: Emulator, operation: str, content: Any) -> Any:
    if not isinstance(content, dict) or content.keys() == {"message"}:
        return content
    noun, verb = _OBJECTS[operation]
    if operation == "deploy_web_service" and "trigger_type" in content:
        noun = "deployment"
    shaped = shape_object(emulator, noun, verb, content)
    envelope = emulator.switches.object_envelope
    return shaped if envelope == "bare" else {"data" if envelope == "data" else noun: shaped}


def _shape_list(emulator: Emulator, operation: str, content: Any, offset: int) -> Any:
    field, noun = _LISTS[operation]
    if not isinstance(content, dict) or field not in content:
        return content
    switches = emulator.switches
    items, total = content[field], content["total"]
    if switches.list_limit and operation not in _PAGED:
        first = offset if switches.list_paging == "offset" else 0
        items = items[first : first + switches.list_limit]
    if noun != "secret":
        shaped: Any = [shape_object(emulator, noun, "list", item) for item in items]
        return _envelope(switches, field, shaped, total)
    secrets = [
        shape_object(emulator, noun, "list", secret)
        for group in items
        for secret in group["values"]
    ]
    shaped = group_secrets(secrets, switches)
    if switches.secrets_shape == "by_key":
        return _envelope(switches, None, shaped, None)
    if switches.secrets_shape == "flat":
        total = sum(len(group["values"]) for group in content[field])
    return _envelope(switches, field, shaped, total if isinstance(shaped, list) else None)


def _envelope(switches: Switches, field: str | None, items: Any, total: int | None) -> Any:
    """Return *items* in the envelope of the switch; None is no field and no total."""
    counted = {} if total is None else {"total": total}
    documented = items if field is None else {field: items, **counted}
    if switches.list_envelope == "documented":
        return documented
    if switches.list_envelope == "nested":
        return {"data": documented}
    return items if switches.list_envelope == "bare" else {switches.list_envelope: items}
