"""Messages to the user through the Pulumi engine, displayed at the resource they are about."""

from __future__ import annotations

import socket
import sys
import threading

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from .debug_flag import is_debugging

_TIMEOUT_S = 5.0
_lock = threading.Lock()
_stubs: dict[str, engine_pb2_grpc.EngineStub] = {}
_in_progress: set[grpc.Future] = set()


def _stub(address: str) -> engine_pb2_grpc.EngineStub:
    with _lock:
        if address not in _stubs:
            _stubs[address] = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))
        return _stubs[address]


class GrpcEngineLog:
    """
    The log of one resource, named by its URN; an empty URN is the stack.

    The engine starts a provider with its own address as last argument, and sends its *address* to
    one that it attaches to.
    """

    def __init__(self, urn: str, address: str = "") -> None:
        self._urn = urn
        self._address = address or sys.argv[-1]

    def progress(self, text: str) -> None:
        """Display *text* until the next message of the resource."""
        request = engine_pb2.LogRequest(
            severity=engine_pb2.INFO, message=text, urn=self._urn, ephemeral=True
        )
        # Not waited for, but kept: gRPC cancels a call that nobody refers to.
        call = _stub(self._address).Log.future(request, timeout=_TIMEOUT_S)
        _in_progress.add(call)
        call.add_done_callback(_in_progress.discard)

    def info(self, text: str) -> None:
        """Display *text* permanently."""
        self._send(engine_pb2.INFO, text)

    def warning(self, text: str) -> None:
        """Display *text* permanently, as a warning."""
        self._send(engine_pb2.WARNING, text)

    def debug(self, text: str) -> None:
        """Display *text* permanently, for those who look for the cause of a problem."""
        self._send(engine_pb2.DEBUG if is_debugging() else engine_pb2.INFO, text)

    def is_debugging(self) -> bool:
        """Return whether the command runs with `--debug`."""
        return is_debugging()

    def is_connected(self) -> bool:
        """Return whether the engine still runs."""
        host, _, port = self._address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), _TIMEOUT_S).close()
        except (OSError, ValueError):
            return False
        return True

    def _send(self, severity: engine_pb2.LogSeverity.ValueType, text: str) -> None:
        request = engine_pb2.LogRequest(severity=severity, message=text, urn=self._urn)
        try:
            _stub(self._address).Log(request, timeout=_TIMEOUT_S)
        except grpc.RpcError:
            # Without an engine: what this process prints is displayed to the user as well.
            print(text, file=sys.stderr)  # noqa: T201
