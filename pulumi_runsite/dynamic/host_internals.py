"""
Access to private parts of Pulumi's dynamic provider host and of gRPC, for what they do not offer.

Each function looks for its part in the frames of the running call, and does nothing where the part
is missing: the provider then works as a plain dynamic provider. Written for pulumi 3.272.0
(`dynamic/__main__.py`) and grpcio 1.85.1.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from types import FrameType
from typing import Any, NoReturn

from google.protobuf import empty_pb2
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.proto import provider_pb2

from ..engine.failure_details import status_details
from ..engine.internal_properties import IS_PREVIEW, SECRET_INPUTS

MAX_WORKERS = 64
"""Concurrent calls: the host allows 4, and four waiting deployments would block all others."""

_CANCEL = "/pulumirpc.ResourceProvider/Cancel"


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001
    while frame is not None:
        yield frame
        frame = frame.f_back


def current_request() -> Message | None:
    """Return the gRPC request of the running call, None where it cannot be found."""
    for frame in _frames():
        request = frame.f_locals.get("request")
        if isinstance(request, Message) and "context" in frame.f_locals:
            return request
    return None


def current_urn() -> str:
    """Return the URN of the resource of the running call, empty where it cannot be found."""
    return getattr(current_request(), "urn", "")


def current_timeout_s() -> float:
    """Return the limit of `custom_timeouts` in seconds, 0 if there is none."""
    return float(getattr(current_request(), "timeout", 0.0))


def previous_inputs() -> dict[str, Any] | None:
    """Return the inputs in the state of a Read, Diff or Update, None where they are not found."""
    request = current_request()
    inputs = getattr(request, "old_inputs", None) or getattr(request, "inputs", None)
    return _values(inputs) if inputs else None


def _values(struct: Struct) -> dict[str, Any]:
    return {name: _value(each) for name, each in struct.fields.items()}


def _value(value: Value) -> Any:
    # As `json_format.MessageToDict`, whose import takes longer than all of a run's conversions.
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _values(value.struct_value)
    if kind == "list_value":
        return [_value(each) for each in value.list_value.values]
    if kind == "number_value" and value.number_value.is_integer():
        return int(value.number_value)
    return None if kind in (None, "null_value") else getattr(value, kind)


def secret_inputs() -> frozenset[str]:
    """Return the names of the inputs of a Check that the program marks secret."""
    news = getattr(current_request(), "news", None)
    if news is None or SECRET_INPUTS not in news.fields:
        return frozenset()
    return frozenset(each.string_value for each in news.fields[SECRET_INPUTS].list_value.values)


def is_preview() -> bool:
    """Return whether a Check belongs to a preview, as far as the program has marked it."""
    return IS_PREVIEW in getattr(getattr(current_request(), "news", None), "fields", ())


def is_get() -> bool:
    """
    Return whether a Read may be a program's `get` of a resource that is in no state.

    The engine then sends the inputs alone, or twice (engine 3.259.0).
    """
    request = current_request()
    return isinstance(request, provider_pb2.ReadRequest) and (
        not request.properties or request.properties == request.inputs
    )


def inputs_differ() -> bool:
    """Return whether the inputs of a Diff request differ from the previous ones."""
    request = current_request()
    return isinstance(request, provider_pb2.DiffRequest) and request.old_inputs != request.news


def random_seed() -> bytes:
    """Return the seed of the names of a Check, empty where it cannot be found."""
    return bytes(getattr(current_request(), "randomSeed", b""))


def stack_config(config: Any) -> dict[str, str] | None:
    """Return the stack's whole configuration, None where it cannot be listed."""
    props = getattr(config, "_props", None)
    return dict(props) if isinstance(props, dict) else None


def fail(error: Exception, init_failed: tuple[str, Struct] | None = None) -> NoReturn:
    """
    End the call with the text of *error*, without the traceback that the host would add.

    With *init_failed*, an id and its properties, the engine keeps the resource under that id and
    tries an update in the next run.
    """
    for frame in _frames():
        context: Any = frame.f_locals.get("context")
        if hasattr(context, "set_trailing_metadata"):
            # The host aborts with the code of these details.
            context.set_trailing_metadata((status_details(str(error), init_failed),))
            break
    raise error


def raise_worker_limit(workers: int = MAX_WORKERS) -> bool:
    """Let the host run *workers* calls at once; return whether that was possible."""
    for frame in _frames():
        reference = frame.f_locals.get("executor_reference")
        if frame.f_code.co_name == "_worker" and callable(reference):
            executor = reference()
            if isinstance(getattr(executor, "_max_workers", None), int):
                executor._max_workers = max(workers, executor._max_workers)  # noqa: SLF001
                return True
    return False


def on_cancel(callback: Callable[[], None]) -> bool:
    """Have *callback* called when the user cancels; return whether that was possible."""
    is_handled = False
    for handlers in chain.from_iterable(map(_method_handlers, _servers())):
        method: Any = handlers.get(_CANCEL)
        if hasattr(method, "_replace"):
            handlers[_CANCEL] = method._replace(unary_unary=_cancel_handler(callback))
            is_handled = True
    return is_handled


def _servers() -> list[Any]:
    """Return the gRPC servers of this process."""
    server_type = getattr(sys.modules.get("grpc._server"), "_Server", None)
    gc.unfreeze()  # what was there when the provider was loaded, the host's server too
    try:
        # Not by the frames of other threads: their locals would keep what gRPC has to free.
        found = gc.get_referrers(server_type) if server_type else []
        return [each for each in found if type(each) is server_type]
    finally:
        gc.freeze()


def _method_handlers(server: Any) -> Iterator[dict[str, Any]]:
    for generic in getattr(getattr(server, "_state", None), "generic_handlers", ()):
        handlers = getattr(generic, "_method_handlers", None)
        if isinstance(handlers, dict):
            yield handlers


def _cancel_handler(callback: Callable[[], None]) -> Callable[[Any, Any], empty_pb2.Empty]:
    def cancel(_request: Any, _context: Any) -> empty_pb2.Empty:
        callback()
        return empty_pb2.Empty()

    # Every thread of the host's own pool may be waiting for a deployment.
    cancel.__dict__["experimental_thread_pool"] = ThreadPoolExecutor(1)
    return cancel
