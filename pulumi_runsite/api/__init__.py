"""The HTTP client of Runsite's API: requests, retries, polling, errors, redaction."""

from .address import is_address
from .client import Client
from .clock import Clock, Interrupted, SystemClock
from .errors import (
    ApiError,
    Conflict,
    Forbidden,
    InvalidResponse,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    RunsiteError,
    Unauthorized,
    Unavailable,
)
from .interruption import NotBegun
from .messages import Message
from .pacing import OnWait
from .paths import api_path, is_id
from .polling import PollOptions, TimedOut, poll_until
from .proxy import PROXY_ENVIRONMENT, Proxy, proxy_for
from .redaction import MASK, CleanText, Redactor
from .request_log import display_requests
from .response_size import ResponseTooLarge
from .shape import shape_of

__all__ = [
    "MASK",
    "PROXY_ENVIRONMENT",
    "ApiError",
    "CleanText",
    "Client",
    "Clock",
    "Conflict",
    "Forbidden",
    "Interrupted",
    "InvalidResponse",
    "Message",
    "NotBegun",
    "NotFound",
    "NotSent",
    "OnWait",
    "OutcomeUnknown",
    "PollOptions",
    "Proxy",
    "RateLimited",
    "Redactor",
    "Rejected",
    "ResponseTooLarge",
    "RunsiteError",
    "SystemClock",
    "TimedOut",
    "Unauthorized",
    "Unavailable",
    "api_path",
    "display_requests",
    "is_address",
    "is_id",
    "poll_until",
    "proxy_for",
    "shape_of",
]
