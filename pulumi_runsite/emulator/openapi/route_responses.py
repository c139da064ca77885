"""The responses that each route declares in the OpenAPI document: success, errors, source."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from .base_models import ResponseModel
from .provenance import CLIENT, PAGE, x_source


class ErrorResponse(ResponseModel):
    """An error with a message."""

    detail: str = Field(json_schema_extra=x_source(PAGE))


class ValidationErrorItem(ResponseModel):
    """One entry of a 422."""

    loc: list[str | int]
    msg: str
    type: str


class ValidationErrorResponse(ResponseModel):
    """A 422: a list of validation errors."""

    detail: list[ValidationErrorItem] = Field(json_schema_extra=x_source(PAGE))


class ForbiddenResponse(ResponseModel):
    """A 403: `insufficient_scope`, `user_blocked` or `registration_review_required`."""

    detail: dict[str, str] | str = Field(json_schema_extra=x_source(PAGE))


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorResponse, "description": "Bad request: invalid input"},
    401: {
        "model": ErrorResponse,
        "description": "Unauthorized: invalid or missing credentials",
        "headers": {"WWW-Authenticate": _header("`Bearer`")},
    },
    403: {
        "model": ForbiddenResponse,
        "description": "Forbidden: insufficient scope, or a blocked account",
    },
    404: {"model": ErrorResponse, "description": "Resource not found"},
    409: {"model": ErrorResponse, "description": "Conflict with an existing resource or status"},
    413: {"model": ErrorResponse, "description": "The request body is larger than 8 MiB"},
    422: {"model": ValidationErrorResponse, "description": "The input does not match the schema"},
    429: {
        "model": ErrorResponse,
        "description": "Rate limit exceeded",
        "headers": {
            "Retry-After": _header("Seconds or a date, if the switch `retry_after` is set")
        },
    },
    501: {"model": ErrorResponse, "description": "Part of Runsite, but not of this emulator"},
}


def route_responses(
    status: int, model: type[BaseModel] | None, *errors: int, known_from: str = PAGE
) -> dict[str, Any]:
    """Return the arguments of a route decorator that declare its responses and its source."""
    success: dict[str, Any] = {"description": "Successful response"}
    if model is not None:
        success["model"] = model
    declared = {code: _ERRORS[code] for code in sorted({401, 403, 429, *errors})}
    return {
        "status_code": status,
        "responses": {status: success, **declared},
        "openapi_extra": {"x-source": known_from},
    }


def unmodelled_route_responses(*errors: int) -> dict[str, Any]:
    """Return the same for a route that returns 501."""
    declared = {code: _ERRORS[code] for code in sorted({401, 403, 429, 501, *errors})}
    return {"status_code": 501, "responses": declared, "openapi_extra": {"x-source": CLIENT}}
