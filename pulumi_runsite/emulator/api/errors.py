"""Error responses: the three formats of `detail` that Runsite has."""

from __future__ import annotations

import math
from email.utils import formatdate
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ..openapi.operation_lookup import operations_of
from ..world.switches import Switches
from .responses import json_response

Detail = str | dict[str, Any] | list[dict[str, Any]]


class ApiError(Exception):
    """Raised by a route to return an error response."""

    def __init__(self, status: int, detail: Detail, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.headers = headers or {}


def not_found(name: str) -> ApiError:
    """Return the 404 for *name*, such as `Web service not found` (tests of Runsite's own CLI)."""
    return ApiError(404, f"{name} not found")


def validation_error(loc: list[str | int], msg: str, type: str = "value_error") -> ApiError:
    """Return a 422 with one entry, in FastAPI's format."""
    return ApiError(422, [{"loc": ["body", *loc], "msg": msg, "type": type}])


def too_many_requests(wait_s: float, now: float, switches: Switches) -> ApiError:
    """Return the 429, with the message from the tests of Runsite's own CLI."""
    headers = {
        "none": {},
        "seconds": {"Retry-After": str(math.ceil(wait_s))},
        "http-date": {"Retry-After": formatdate(now + wait_s, usegmt=True)},
    }[switches.retry_after]
    return ApiError(429, "Too many requests. Please try again later.", headers)


def validation_messages(errors: list[Any]) -> str:
    """Return *errors* of a validation as one line."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in errors)


def install_error_handlers(app: FastAPI) -> None:
    """Format all errors of *app*, unknown routes included, like Runsite's API."""
    app.add_exception_handler(ApiError, _handle_api_error)
    app.add_exception_handler(RequestValidationError, _handle_validation_error)
    app.add_exception_handler(HTTPException, _handle_http_exception)


async def _handle_api_error(request: Request, error: Exception) -> Any:
    assert isinstance(error, ApiError)  # noqa: S101 - the handler is registered for this type
    return _error_response(error, request.scope["emulator"].switches)


async def _handle_validation_error(request: Request, error: Exception) -> Any:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    switches = request.scope["emulator"].switches
    return _error_response(_from_validation(error, switches), switches)


async def _handle_http_exception(request: Request, error: Exception) -> Any:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    headers = dict(error.headers or {})
    if error.status_code == 405 and (allowed := operations_of(request.app).methods(_path(request))):
        # Starlette lists the methods of one route only, and a path may have several routes.
        headers["Allow"] = ", ".join(allowed)
    return json_response({"detail": error.detail}, error.status_code, headers)


def _path(request: Request) -> str:
    return str(request.scope["path"])


def _from_validation(error: RequestValidationError, switches: Switches) -> ApiError:
    entries = error.errors()
    if switches.malformed_id == "404" and any(e["loc"][0] == "path" for e in entries):
        return not_found("Resource")
    names = ["loc", "msg", "type", *(["input"] if switches.echo_input else [])]
    return ApiError(
        422, [{name: _to_json(e[name]) for name in names if name in e} for e in entries]
    )


def _to_json(value: Any) -> Any:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _error_response(error: ApiError, switches: Switches) -> Any:
    status, detail = error.status, error.detail
    if switches.codes == "documented" and status in (409, 422):
        status = 400
        detail = validation_messages(detail) if isinstance(detail, list) else str(detail)
    return json_response({"detail": detail}, status, error.headers)
