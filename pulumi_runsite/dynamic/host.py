"""
Reaches into Pulumi's dynamic provider host and into gRPC, for what they do not offer.

The only place that touches private parts. Each reach looks for its part by following the frames of
the running call, and does nothing where the part is not where it was: the provider then works as a
plain dynamic provider. Read in pulumi 3.272.0 `dynamic/__main__.py` and grpcio 1.85.1.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, NoReturn

from google.protobuf import empty_pb2
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from ..engine import status as details

WORKERS = 64
"""Resources worked on at once: the host gives 4, and four waits would hold up all others."""

_CANCEL = "/pulumirpc.ResourceProvider/Cancel"


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001
    while frame is not None:
        yield frame
        frame = frame.f_back


def request() -> Message | None:
    """Return the gRPC request that is being answered, None where it cannot be found."""
    for frame in _frames():
        found = frame.f_locals.get("request")
        if isinstance(found, Message) and "context" in frame.f_locals:
            return found
    return None


def urn() -> str:
    """Return the URN of the resource that is being worked on, empty where it cannot be found."""
    return getattr(request(), "urn", "")


def timeout_s() -> float:
    """Return the seconds that `custom_timeouts` allow, 0 where they say nothing."""
    return float(getattr(request(), "timeout", 0.0))


def read_inputs() -> frozenset[str] | None:
    """Return the names of the inputs that a Read was asked about, None where it does not say."""
    inputs = getattr(request(), "inputs", None)
    return frozenset(inputs) if inputs else None


def is_lookup() -> bool:
    """
    Say whether a Read may be a program's look-up of something that is in no state yet.

    The engine then sends the inputs alone, or twice (seen in 3.259.0).
    """
    asked = request()
    return isinstance(asked, provider_pb2.ReadRequest) and (
        not asked.properties or asked.properties == asked.inputs
    )


def inputs_differ() -> bool:
    """Say whether a Diff was asked about inputs that are not those of before."""
    asked = request()
    return isinstance(asked, provider_pb2.DiffRequest) and asked.old_inputs != asked.news


def settings(config: Any, namespace: str) -> dict[str, str] | None:
    """Return the stack's settings in *namespace*, None where they cannot be listed."""
    props = getattr(config, "_props", None)
    if not isinstance(props, dict):
        return None
    prefix = f"{namespace}:"
    return {k.removeprefix(prefix): v for k, v in props.items() if k.startswith(prefix)}


def fail(error: Exception, init_failed: tuple[str, Struct] | None = None) -> NoReturn:
    """
    End the call with *error*'s text alone, without the traceback that the host would add.

    With *init_failed*, an id and its properties, the engine keeps the resource under that id and
    tries an update the next time.
    """
    for frame in _frames():
        context: Any = frame.f_locals.get("context")
        if hasattr(context, "set_trailing_metadata"):
            # The host aborts with the code of these details.
            context.set_trailing_metadata((details.trailer(str(error), init_failed),))
            break
    raise error


def widen(workers: int = WORKERS) -> bool:
    """Let the host work on *workers* resources at once; say whether that was possible."""
    for frame in _frames():
        reference = frame.f_locals.get("executor_reference")
        if frame.f_code.co_name == "_worker" and callable(reference):
            pool = reference()
            if isinstance(getattr(pool, "_max_workers", None), int):
                pool._max_workers = max(workers, pool._max_workers)  # noqa: SLF001
                return True
    return False


def on_cancel(told: Callable[[], None]) -> bool:
    """Have *told* called when the user asks to stop; say whether that was possible."""
    for server in gc.get_objects():
        if type(server).__name__ != "_Server" or type(server).__module__ != "grpc._server":
            continue
        for handlers in _handlers(server):
            method: Any = handlers.get(_CANCEL)
            if hasattr(method, "_replace"):
                handlers[_CANCEL] = method._replace(unary_unary=_answering(told))
                return True
    return False


def _handlers(server: Any) -> Iterator[dict[str, Any]]:
    for generic in getattr(getattr(server, "_state", None), "generic_handlers", ()):
        handlers = getattr(generic, "_method_handlers", None)
        if isinstance(handlers, dict):
            yield handlers


def _answering(told: Callable[[], None]) -> Callable[[Any, Any], empty_pb2.Empty]:
    def cancel(_request: Any, _context: Any) -> empty_pb2.Empty:
        told()
        return empty_pb2.Empty()

    return cancel
