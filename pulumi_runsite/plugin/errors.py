"""Turns exceptions into failed calls: one message, a gRPC status code, and what must be kept."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

import grpc
from google.protobuf.struct_pb2 import Struct

from ..api import (
    Conflict,
    Forbidden,
    Interrupted,
    NotBegun,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    RunsiteError,
    Unauthorized,
    Unavailable,
)
from ..engine.failure_details import CODE, status_details
from ..provider.context import ResourceInitFailed
from ..provider.messages import defects as messages

_log = logging.getLogger("pulumi_runsite")
_Code = grpc.StatusCode

_CODES: tuple[tuple[type[RunsiteError], grpc.StatusCode], ...] = (
    (Unauthorized, _Code.UNAUTHENTICATED),
    (Forbidden, _Code.PERMISSION_DENIED),
    (NotFound, _Code.NOT_FOUND),
    (Conflict, _Code.ALREADY_EXISTS),
    (Rejected, _Code.INVALID_ARGUMENT),
    (RateLimited, _Code.RESOURCE_EXHAUSTED),
    (Unavailable, _Code.UNAVAILABLE),
    (NotBegun, _Code.CANCELLED),
    (NotSent, _Code.UNAVAILABLE),
    (Interrupted, _Code.CANCELLED),
    # The engine reads this code as "may be corrupt", which is true here.
    (OutcomeUnknown, _Code.UNKNOWN),
)


class KeptResource(RunsiteError):
    """A ResourceInitFailed whose state is encoded for the engine."""

    def __init__(self, error: ResourceInitFailed, properties: Struct) -> None:
        super().__init__(str(error))
        self.id = error.id
        self.properties = properties


class RedactingServicer(Protocol):
    """A servicer that knows which values must not be displayed."""

    def finish(self, message: str) -> str:
        """Return *message* as it is displayed."""

    def redact(self, text: str) -> str:
        """Return *text*, which nobody wrote for users, without any secret."""


R = TypeVar("R")
S = TypeVar("S", bound=RedactingServicer)


def rpc_method(
    method: Callable[[S, Any], Awaitable[R]],
) -> Callable[[S, Any, Any], Awaitable[R]]:
    """Make *method* a gRPC method that fails with a single message instead of a traceback."""

    @wraps(method)
    async def call(self: S, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> R:
        try:
            return await method(self, request)
        except RunsiteError as error:
            message = self.finish(str(error))
            if isinstance(error, KeptResource):
                details = status_details(message, (error.id, error.properties))
                context.set_trailing_metadata((details,))
            await context.abort(_code(error), message)
        except Exception as error:  # noqa: BLE001 - the engine would display a traceback
            _log.error("%s", self.redact("".join(traceback.format_exception(error))))
            reason = self.redact(f"{type(error).__name__}: {error}")
            await context.abort(_Code.INTERNAL, messages.internal_error(reason))
        raise AssertionError("unreachable")

    return call


def _code(error: RunsiteError) -> grpc.StatusCode:
    if isinstance(error, KeptResource):
        return CODE
    codes = (code for error_type, code in _CODES if isinstance(error, error_type))
    return next(codes, _Code.FAILED_PRECONDITION)
