"""How a call fails: one sentence, the right code, and what must be kept in spite of it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import grpc
from google.protobuf.struct_pb2 import Struct

from ..api import (
    Conflict,
    Forbidden,
    Interrupted,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    RunsiteError,
    Unauthorized,
    Unavailable,
)
from ..engine.status import CODE, trailer
from ..provider.context import ResourceInitFailed

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
    (NotSent, _Code.UNAVAILABLE),
    (Interrupted, _Code.CANCELLED),
    # The engine takes this one for "may be corrupt", and that is what it is.
    (OutcomeUnknown, _Code.UNKNOWN),
)


class Kept(RunsiteError):
    """A ResourceInitFailed, with its state as the engine takes it."""

    def __init__(self, error: ResourceInitFailed, properties: Struct) -> None:
        super().__init__(str(error))
        self.id = error.id
        self.properties = properties


class Clean(Protocol):
    """What answers calls, and knows what must not be shown."""

    def redact(self, text: str) -> str:
        """Return *text* without any secret."""


A = TypeVar("A")
C = TypeVar("C", bound=Clean)
Method = Callable[[C, Any, Any], Awaitable[A]]


def in_one_sentence(method: Callable[[C, Any], Awaitable[A]]) -> Method[C, A]:
    """Make *method* an RPC that fails as people expect it."""

    async def answer(self: C, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> A:
        try:
            return await method(self, request)
        except RunsiteError as error:
            sentence = self.redact(str(error))
            if isinstance(error, Kept):
                context.set_trailing_metadata((trailer(sentence, (error.id, error.properties)),))
            await context.abort(_code(error), sentence)
        except Exception as error:  # noqa: BLE001 - ours to tell; the engine would show its place in our source
            _log.error("%s", self.redact("".join(traceback.format_exception(error))))
            what = self.redact(f"{type(error).__name__}: {error}")
            await context.abort(_Code.INTERNAL, f"a bug in pulumi-runsite: {what}")
        raise AssertionError("unreachable")

    return answer


def _code(error: RunsiteError) -> grpc.StatusCode:
    if isinstance(error, Kept):
        return CODE
    fitting = (code for kind, code in _CODES if isinstance(error, kind))
    return next(fitting, _Code.FAILED_PRECONDITION)
