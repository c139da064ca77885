"""The only place that writes an error answer: the three shapes of `detail` that Runsite has."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ..openapi.operations import operations_of
from ..world.switches import Switches
from .responses import json_answer

Detail = str | dict[str, Any] | list[dict[str, Any]]


class Refusal(Exception):
    """What a handler raises to answer with an error."""

    def __init__(self, status: int, detail: Detail, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.headers = headers or {}


def not_found(what: str) -> Refusal:
    """Return the 404 for *what*, worded as `Web service not found` (vendor CLI tests)."""
    return Refusal(404, f"{what} not found")


def invalid(loc: list[str | int], msg: str, type: str = "value_error") -> Refusal:
    """Return a 422 with one entry, shaped like the ones that FastAPI makes."""
    return Refusal(422, [{"loc": ["body", *loc], "msg": msg, "type": type}])


def install(app: FastAPI) -> None:
    """Make *app* answer every refusal, validation error and unknown route in the API's shape."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _routed_nowhere)


async def _refused(request: Request, error: Exception) -> Any:
    assert isinstance(error, Refusal)  # noqa: S101 - the handler is registered for this type
    return _answer(error, request.scope["emulator"].switches)


async def _not_valid(request: Request, error: Exception) -> Any:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    switches = request.scope["emulator"].switches
    return _answer(_from_validation(error, switches), switches)


async def _routed_nowhere(request: Request, error: Exception) -> Any:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    headers = dict(error.headers or {})
    if error.status_code == 405 and (allowed := operations_of(request.app).methods(_path(request))):
        # Starlette names the methods of one route only, and a path here may have several.
        headers["Allow"] = ", ".join(allowed)
    return json_answer({"detail": error.detail}, error.status_code, headers)


def _path(request: Request) -> str:
    return str(request.scope["path"])


def _from_validation(error: RequestValidationError, switches: Switches) -> Refusal:
    entries = error.errors()
    if switches.malformed_id == "404" and any(e["loc"][0] == "path" for e in entries):
        return not_found("Resource")
    said = ["loc", "msg", "type", *(["input"] if switches.echo_input else [])]
    return Refusal(422, [{name: _plain(e[name]) for name in said if name in e} for e in entries])


def _plain(value: Any) -> Any:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _answer(refusal: Refusal, switches: Switches) -> Any:
    status, detail = refusal.status, refusal.detail
    if switches.codes == "documented" and status in (409, 422):
        status, detail = 400, _sentence(detail)
    return json_answer({"detail": detail}, status, refusal.headers)


def _sentence(detail: Detail) -> str:
    if not isinstance(detail, list):
        return str(detail)
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in detail)
