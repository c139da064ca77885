"""An engine that records log lines, and the error it gets from a failed call."""

from __future__ import annotations

import threading

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2, status_pb2


class FakeEngine(engine_pb2_grpc.EngineServicer):
    """Pulumi's engine service, which only records log lines."""

    def __init__(self) -> None:
        self.log_requests: list[engine_pb2.LogRequest] = []
        self.changed = threading.Condition()

    def Log(self, request: engine_pb2.LogRequest, _: object) -> empty_pb2.Empty:  # noqa: N802
        with self.changed:
            self.log_requests.append(request)
            self.changed.notify_all()
        return empty_pb2.Empty()

    def wait_for(self, text: str, within_s: float = 20) -> engine_pb2.LogRequest:
        """Return the first log line that contains *text*; fail after *within_s* seconds."""
        with self.changed:
            found = self.changed.wait_for(
                lambda: next((each for each in self.log_requests if text in each.message), None),
                within_s,
            )
        assert found, [each.message for each in self.log_requests]
        return found


class RpcFailed(Exception):
    """A failed call, as the engine reads its status and status details."""

    def __init__(self, error: grpc.RpcError) -> None:
        self.details = error.details()
        found = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
        status = status_pb2.Status.FromString(found) if found else status_pb2.Status()
        self.status_message = status.message
        self.init_failed = provider_pb2.ErrorResourceInitFailed()
        self.is_init_failed = bool(status.details) and status.details[0].Unpack(self.init_failed)
        super().__init__(self.status_message or self.details)
