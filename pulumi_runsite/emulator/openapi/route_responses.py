"""The only place that says what a route declares: its answer, its errors, its source."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from .provenance import CLIENT, PAGE, Answered, source


class Problem(Answered):
    """One entry of a 422."""

    loc: list[str | int]
    msg: str
    type: str


class Sentence(Answered):
    """An error that is a sentence."""

    detail: str = Field(json_schema_extra=source(PAGE))


class Problems(Answered):
    """An error that is a list, for 422."""

    detail: list[Problem] = Field(json_schema_extra=source(PAGE))


class Coded(Answered):
    """A 403: `insufficient_scope`, `user_blocked` or `registration_review_required`."""

    detail: dict[str, str] | str = Field(json_schema_extra=source(PAGE))


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Sentence, "description": "Bad request: invalid input"},
    401: {
        "model": Sentence,
        "description": "Unauthorized: invalid or missing credentials",
        "headers": {"WWW-Authenticate": _header("`Bearer`")},
    },
    403: {"model": Coded, "description": "Forbidden: insufficient scope, or a blocked account"},
    404: {"model": Sentence, "description": "Resource not found"},
    409: {"model": Sentence, "description": "Conflict with what is there"},
    413: {"model": Sentence, "description": "The request body is larger than 8 MiB"},
    422: {"model": Problems, "description": "Input that breaks the schema"},
    429: {
        "model": Sentence,
        "description": "Rate limit exceeded",
        "headers": {
            "Retry-After": _header("Seconds or a date, if the switch `retry_after` says so")
        },
    },
    501: {"model": Sentence, "description": "Runsite has it, and this emulator does not"},
}


def answers(
    status: int, model: type[BaseModel] | None, *errors: int, known_from: str = PAGE
) -> dict[str, Any]:
    """Return the arguments that declare what a route answers, with the errors all routes have."""
    success: dict[str, Any] = {"description": "Successful response"}
    if model is not None:
        success["model"] = model
    declared = {code: _ERRORS[code] for code in sorted({401, 403, 429, *errors})}
    return {
        "status_code": status,
        "responses": {status: success, **declared},
        "openapi_extra": {"x-source": known_from},
    }


def not_modelled(*errors: int) -> dict[str, Any]:
    """Return the same for a route that Runsite has and this emulator answers with 501."""
    declared = {code: _ERRORS[code] for code in sorted({401, 403, 429, 501, *errors})}
    return {"status_code": 501, "responses": declared, "openapi_extra": {"x-source": CLIENT}}
