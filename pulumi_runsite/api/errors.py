"""
The errors of requests to Runsite's API.

* RunsiteError
  - NotSent            no byte of the request reached Runsite: safe to repeat
    - CannotConnect    nor will it, until the set-up is changed: not repeated
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
from typing import Any

from .html_page import html_page
from .messages import Message, requests, statuses
from .redaction import Clean, CleanText
from .unknown_fields import unknown_fields

MAX_DETAIL = 2048
"""Characters of an error response that are displayed."""
MAX_FOREIGN_BODY = 200
"""Characters that are displayed of a response that is not from the API."""
_MAX_ERRORS = 50
"""Validation errors of one response that are displayed."""


class RunsiteError(Exception):
    """
    Base of all errors that this package raises on purpose; its text is a message for the user.

    `reason` is the message without what to do, for use inside another message; `remedy` is what to
    do, without a period.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.restate(message)

    def restate(self, message: str) -> None:
        """Replace the message: by one that says what the error means for the resource."""
        self.args = (message,)
        self.reason, self.remedy = message.removesuffix("."), "Resolve this"
        if isinstance(message, Message):
            self.reason, self.remedy = message.reason, message.remedy


class NotSent(RunsiteError):
    """No byte of the request reached Runsite."""


class CannotConnect(NotSent):
    """No connection is possible until the certificates or the proxy are changed."""


class OutcomeUnknown(RunsiteError):
    """The request may have been carried out; no response shows whether it was."""


class InvalidResponse(RunsiteError):
    """The status reports success, but the response is not what the API documents."""


class ApiError(RunsiteError):
    """The API returned an error; `status` is the HTTP status, `detail` what the API reported."""

    _message = staticmethod(statuses.unexpected_status)

    def __init__(
        self, request: str, status: int, detail: CleanText, message: str | None = None
    ) -> None:
        super().__init__(message or self._message(request, str(status), detail))
        self.status = status
        self.detail = detail
        self.unknown_fields: frozenset[str] = frozenset()
        """The fields of the request that the API refused because it does not know them."""
        self.retry_after_s: float | None = None
        """The seconds that the response requests to wait before the request is sent again."""


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


class TooLarge(ApiError):
    """413: the request is larger than the API accepts."""

    _message = staticmethod(statuses.too_large)


class Rejected(ApiError):
    """400 or 422: the input is invalid; never sent again."""

    _message = staticmethod(statuses.invalid_input)


class RateLimited(ApiError):
    """429: refused before any work; safe to repeat after `retry_after_s` seconds, where given."""

    _message = staticmethod(statuses.rate_limited)


class Unavailable(ApiError):
    """5xx: the API failed; the request may have been carried out."""

    _message = staticmethod(statuses.server_error)


_BY_STATUS: dict[int, type[ApiError]] = {
    400: Rejected,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    422: Rejected,
    429: RateLimited,
}


def error_from_response(
    request: str,
    status: int,
    body: Any,
    address: str,
    clean: Clean,
    retry_after_s: float | None = None,
) -> ApiError:
    """
    Return the error for a response with *status* and *body*.

    *body* is the decoded JSON, or a str where it was not JSON; *address* sent it. *clean* masks
    secrets, which an API may echo. *retry_after_s* is what a Retry-After header requests. A 404
    that is not in the API's format is a plain ApiError: it may come from a proxy, and never means
    "deleted".
    """
    documented = isinstance(body, dict) and "detail" in body
    reported = body["detail"] if documented else None
    detail = _detail(reported, clean) if documented else _undocumented(body, address, clean)
    error_type = _BY_STATUS.get(status, Unavailable if status >= 500 else ApiError)
    if status == 404 and not documented:
        error_type = ApiError
    message = None
    if isinstance(reported, dict):
        message = _coded_message(request, str(status), reported, clean)
    if request.startswith("DELETE ") and issubclass(error_type, (Conflict, Rejected)):
        message = statuses.delete_refused(request, str(status), detail)
    if retry_after_s is not None and issubclass(error_type, (RateLimited, Unavailable)):
        seconds = str(math.ceil(retry_after_s))
        message = statuses.refused_for(request, str(status), detail, seconds)
    error = error_type(request, status, detail, message)
    error.retry_after_s = retry_after_s
    if isinstance(error, Rejected) and documented:
        error.unknown_fields = unknown_fields(reported)
    return error


def rate_limited_before(request: str, left_s: float) -> RateLimited:
    """Return the error of a *request* that must not be sent for another *left_s* seconds."""
    seconds = str(math.ceil(left_s))
    message = statuses.not_sent_after_rate_limit(request, seconds)
    error = RateLimited(request, 429, CleanText(""), message)
    error.retry_after_s = left_s
    return error


def may_repeat(method: str, error: RunsiteError) -> bool:
    """Return whether *method* can be sent again after *error* without doing anything twice."""
    if isinstance(error, NotSent):
        return not isinstance(error, CannotConnect)
    return method in {"GET", "PUT", "DELETE"}


def _undocumented(body: Any, address: str, clean: Clean) -> CleanText:
    if not isinstance(body, str):
        return CleanText(requests.body_without_detail())
    if not (text := clean(body, MAX_FOREIGN_BODY)):
        return CleanText(requests.empty_body())
    return CleanText(requests.foreign_body(html_page(body, clean) or repr(text), address))


def _detail(detail: Any, clean: Clean) -> CleanText:
    if isinstance(detail, list):
        shown = "; ".join(_validation_error_text(item) for item in detail[:_MAX_ERRORS])
        return clean(shown, MAX_DETAIL)
    if isinstance(detail, dict):
        return clean(str(detail.get("code", "refused")), MAX_DETAIL)
    return clean(str(detail), MAX_DETAIL)


def _validation_error_text(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    loc = item.get("loc", ())
    parts = loc if isinstance(loc, (list, tuple)) else [loc]
    path = [str(part) for part in parts if part not in ("body", "query", "path")]
    return ": ".join(filter(None, [".".join(path), str(item.get("msg", "refused"))]))


def _coded_message(request: str, status: str, detail: dict[str, Any], clean: Clean) -> str | None:
    """Return the message for the error codes that Runsite's own CLI knows."""

    def displayed(text: Any) -> CleanText:
        return clean(str(text), MAX_DETAIL)

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
