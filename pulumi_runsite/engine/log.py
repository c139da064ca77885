"""Says things to the user through the engine, on the row of the resource they are about."""

from __future__ import annotations

import socket
import sys
import threading

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

_TIMEOUT_S = 5.0
_lock = threading.Lock()
_engines: dict[str, engine_pb2_grpc.EngineStub] = {}


def _engine(address: str) -> engine_pb2_grpc.EngineStub:
    with _lock:
        if address not in _engines:
            _engines[address] = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))
        return _engines[address]


class GrpcEngineLog:
    """
    Talks about one resource, named by its URN; an empty URN is the stack.

    The engine starts a provider with its own address as last argument; one that it attaches to is
    told its *address*.
    """

    def __init__(self, urn: str, address: str = "") -> None:
        self._urn = urn
        self._address = address or sys.argv[-1]

    def progress(self, text: str) -> None:
        """Show *text* beside the resource until the next one."""
        request = engine_pb2.LogRequest(
            severity=engine_pb2.INFO, message=text, urn=self._urn, ephemeral=True
        )
        # Not waited for: it may be lost.
        _engine(self._address).Log.future(request, timeout=_TIMEOUT_S)

    def info(self, text: str) -> None:
        """Keep *text* on the screen."""
        self._keep(engine_pb2.INFO, text)

    def warning(self, text: str) -> None:
        """Keep *text* on the screen, as a warning."""
        self._keep(engine_pb2.WARNING, text)

    def is_connected(self) -> bool:
        """Say whether the engine is still there."""
        host, _, port = self._address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), _TIMEOUT_S).close()
        except (OSError, ValueError):
            return False
        return True

    def _keep(self, severity: engine_pb2.LogSeverity.ValueType, text: str) -> None:
        request = engine_pb2.LogRequest(severity=severity, message=text, urn=self._urn)
        try:
            _engine(self._address).Log(request, timeout=_TIMEOUT_S)
        except grpc.RpcError:
            # No engine listens: what this process prints is shown to the user as well.
            print(text, file=sys.stderr)  # noqa: T201
