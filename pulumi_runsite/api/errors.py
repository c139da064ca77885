"""
What can go wrong between us and Runsite's API.

* RunsiteError
  - NotSent            no byte of the request reached Runsite: safe to repeat
  - OutcomeUnknown     sent, and no answer that tells whether it was done
  - InvalidResponse          done, or so the status says, but the answer is not as documented
  - ApiError           the API answered, and said no
    - Unauthorized     401: the key is missing, revoked or expired
    - Forbidden        403: the key's scope or the account does not allow it
    - NotFound         404, in the API's own words: the only error that may mean "gone"
    - Conflict         409
    - Rejected         400, 422: the input is at fault
    - RateLimited      429
    - Unavailable      5xx
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MAX_DETAIL = 2048
"""Characters of an answer that are shown."""
KEYS_PAGE = "in the dashboard, under API Keys"


class RunsiteError(Exception):
    """Base of all that this package raises on purpose; its text is one sentence for the user."""


class NotSent(RunsiteError):
    """No byte of the request reached Runsite."""


class OutcomeUnknown(RunsiteError):
    """The request may have been carried out; no answer tells."""


class InvalidResponse(RunsiteError):
    """The status says it was done, but the answer is not what the API documents."""


class ApiError(RunsiteError):
    """The API answered and said no; `status` is the HTTP status."""

    def __init__(self, request: str, status: int, detail: str) -> None:
        super().__init__(f"{request}: {status}: {detail}")
        self.status = status
        self.detail = detail


class Unauthorized(ApiError):
    """401: the key is missing, revoked or expired."""

    def repeated(self, request: str) -> Unauthorized:
        """Return the same for a *request* that was not sent any more."""
        return Unauthorized(f"{request}: not sent, after a", self.status, self.detail)


class Forbidden(ApiError):
    """403: the key's scope, or the account, does not allow it."""


class NotFound(ApiError):
    """404, in the API's own shape."""


class Conflict(ApiError):
    """409: it exists already, or is in the way of something else."""


class Rejected(ApiError):
    """400 or 422: the input is at fault; never repeated."""


class RateLimited(ApiError):
    """429: refused before any work; safe to repeat, after `retry_after_s` seconds where given."""

    retry_after_s: float | None = None


class Unavailable(ApiError):
    """5xx: the API is in trouble; the request may have been carried out."""


_BY_STATUS = {
    400: Rejected,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Rejected,
    429: RateLimited,
}


def error_for(request: str, status: int, body: Any, clean: Callable[[str], str]) -> ApiError:
    """
    Return the error that an answer of *status* with *body* stands for.

    *body* is the decoded JSON, or a str where the answer was not JSON; *clean* takes out what must
    not be shown, since an API may echo what it refuses. A 404 that is not in the API's shape is a
    plain ApiError: it may come from a proxy, and must never mean "gone".
    """
    documented = isinstance(body, dict) and "detail" in body
    detail = clean(_words(body["detail"]) if documented else _foreign(body))[:MAX_DETAIL]
    if status == 401:
        detail += f"; Runsite refuses the API key: make a new one {KEYS_PAGE}"
    if status == 404 and not documented:
        return ApiError(request, status, detail)
    known = _BY_STATUS.get(status, Unavailable if status >= 500 else ApiError)
    return known(request, status, detail)


def _foreign(body: Any) -> str:
    if not isinstance(body, str):
        return "the answer holds no `detail`"
    text = " ".join(body.split())[:200]
    return f"not an answer of Runsite's API: {text!r}" if text else "an empty answer"


def _words(detail: Any) -> str:
    if isinstance(detail, list):
        return "; ".join(_complaint(item) for item in detail)
    if isinstance(detail, dict):
        return _coded(detail)
    return str(detail)


def _complaint(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    place = [str(part) for part in item.get("loc", ()) if part not in ("body", "query", "api_path")]
    return ": ".join(filter(None, [".".join(place), str(item.get("msg", "refused"))]))


def _coded(detail: dict[str, Any]) -> str:
    # The three codes that the vendor's CLI knows (runsite-api.md §5).
    code = str(detail.get("code", "refused"))
    if code == "insufficient_scope":
        return (
            f"this API key has the scope {detail.get('actual')}, {detail.get('required')} is "
            f"needed: make a key with it {KEYS_PAGE}"
        )
    if code == "user_blocked":
        return f"the account is blocked ({detail.get('reason') or 'no reason given'})"
    if code == "registration_review_required":
        return f"the account is still under review ({detail.get('status', 'no status given')})"
    return code
