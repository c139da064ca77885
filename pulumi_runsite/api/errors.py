"""
The errors of requests to Runsite's API.

* RunsiteError
  - NotSent            no byte of the request reached Runsite: safe to repeat
  - OutcomeUnknown     sent, but no response shows whether it was carried out
  - InvalidResponse    carried out by its status, but the response is not as documented
  - ApiError           the API returned an error status
    - Unauthorized     401: the key is missing, revoked or expired
    - Forbidden        403: the scope of the key or the account does not allow it
    - NotFound         404, in the API's own format: the only error that may mean "deleted"
    - Conflict         409
    - Rejected         400, 422: the input is invalid
    - RateLimited      429
    - Unavailable      5xx
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .messages import Message, requests, statuses

MAX_DETAIL = 2048
"""Characters of an error response that are displayed."""
MAX_FOREIGN_BODY = 200
"""Characters that are displayed of a response that is not from the API."""


class RunsiteError(Exception):
    """
    Base of all errors that this package raises on purpose; its text is a message for the user.

    `reason` is the message without what to do, for use inside another message.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        fallback = message.removesuffix(".")
        self.reason = message.reason if isinstance(message, Message) else fallback


class NotSent(RunsiteError):
    """No byte of the request reached Runsite."""


class OutcomeUnknown(RunsiteError):
    """The request may have been carried out; no response shows whether it was."""


class InvalidResponse(RunsiteError):
    """The status reports success, but the response is not what the API documents."""


class ApiError(RunsiteError):
    """The API returned an error; `status` is the HTTP status, `detail` what the API reported."""

    _message = staticmethod(statuses.unexpected_status)

    def __init__(self, request: str, status: int, detail: str, message: str | None = None) -> None:
        super().__init__(message or self._message(request, str(status), detail))
        self.status = status
        self.detail = detail


class Unauthorized(ApiError):
    """401: the key is missing, revoked or expired."""

    _message = staticmethod(statuses.api_key_rejected)

    def for_unsent(self, request: str) -> Unauthorized:
        """Return this error for a *request* that was not sent because of it."""
        message = statuses.not_sent_after_key_rejected(request, str(self.status), self.detail)
        return Unauthorized(request, self.status, self.detail, message)


class Forbidden(ApiError):
    """403: the scope of the key, or the account, does not allow it."""

    _message = staticmethod(statuses.forbidden)


class NotFound(ApiError):
    """404, in the API's own format."""

    _message = staticmethod(statuses.not_found)


class Conflict(ApiError):
    """409: it exists already, or conflicts with something else."""

    _message = staticmethod(statuses.conflict)


class Rejected(ApiError):
    """400 or 422: the input is invalid; never sent again."""

    _message = staticmethod(statuses.invalid_input)


class RateLimited(ApiError):
    """429: refused before any work; safe to repeat after `retry_after_s` seconds, where given."""

    _message = staticmethod(statuses.rate_limited)
    retry_after_s: float | None = None


class Unavailable(ApiError):
    """5xx: the API failed; the request may have been carried out."""

    _message = staticmethod(statuses.server_error)


_BY_STATUS: dict[int, type[ApiError]] = {
    400: Rejected,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Rejected,
    429: RateLimited,
}


def error_from_response(
    request: str,
    status: int,
    body: Any,
    redact: Callable[[str], str],
    retry_after_s: float | None = None,
) -> ApiError:
    """
    Return the error for a response with *status* and *body*.

    *body* is the decoded JSON, or a str where the response was not JSON. *redact* masks secrets,
    since an API may echo what it rejects. *retry_after_s* is what a Retry-After header requests.
    A 404 that is not in the API's format is a plain ApiError: it may come from a proxy, and must
    never mean "deleted".
    """

    def displayed(text: Any) -> str:
        return redact(str(text))[:MAX_DETAIL]

    documented = isinstance(body, dict) and "detail" in body
    detail = displayed(_detail_text(body["detail"]) if documented else _undocumented_text(body))
    error_type = _BY_STATUS.get(status, Unavailable if status >= 500 else ApiError)
    if status == 404 and not documented:
        error_type = ApiError
    message = None
    if documented and isinstance(body["detail"], dict):
        message = _coded_message(request, str(status), body["detail"], displayed)
    if status == 429 and retry_after_s is not None:
        seconds = str(math.ceil(retry_after_s))
        message = statuses.rate_limited_for(request, str(status), detail, seconds)
    error = error_type(request, status, detail, message)
    if isinstance(error, RateLimited):
        error.retry_after_s = retry_after_s
    return error


def _undocumented_text(body: Any) -> str:
    if not isinstance(body, str):
        return requests.body_without_detail()
    text = " ".join(body.split())[:MAX_FOREIGN_BODY]
    return requests.foreign_body(repr(text)) if text else requests.empty_body()


def _detail_text(detail: Any) -> str:
    if isinstance(detail, list):
        return "; ".join(_validation_error_text(item) for item in detail)
    if isinstance(detail, dict):
        return str(detail.get("code", "refused"))
    return str(detail)


def _validation_error_text(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    path = [str(part) for part in item.get("loc", ()) if part not in ("body", "query", "path")]
    return ": ".join(filter(None, [".".join(path), str(item.get("msg", "refused"))]))


def _coded_message(
    request: str, status: str, detail: dict[str, Any], displayed: Callable[[Any], str]
) -> str | None:
    """Return the message for the error codes that Runsite's own CLI knows."""
    code = detail.get("code")
    if code == "insufficient_scope":
        actual, required = displayed(detail.get("actual")), displayed(detail.get("required"))
        return statuses.insufficient_scope(request, status, actual, required)
    if code == "user_blocked":
        why = displayed(detail.get("reason") or "no reason given")
        return statuses.account_blocked(request, status, why)
    if code == "registration_review_required":
        review_status = displayed(detail.get("status", "no status given"))
        return statuses.account_under_review(request, status, review_status)
    return None
