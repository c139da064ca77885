"""Runsite's HTTP API, as this provider speaks it."""

from .client import Client, path
from .clock import Clock, Interrupted, SystemClock
from .errors import (
    ApiError,
    BadAnswer,
    Conflict,
    Forbidden,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    RunsiteError,
    Unauthorized,
    Unavailable,
)
from .redact import Redactor
from .waiting import Waiting, wait_until

__all__ = [
    "ApiError",
    "BadAnswer",
    "Client",
    "Clock",
    "Conflict",
    "Forbidden",
    "Interrupted",
    "NotFound",
    "NotSent",
    "OutcomeUnknown",
    "RateLimited",
    "Redactor",
    "Rejected",
    "RunsiteError",
    "SystemClock",
    "Unauthorized",
    "Unavailable",
    "Waiting",
    "path",
    "wait_until",
]
