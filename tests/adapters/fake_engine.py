"""An engine that listens, and what it makes of a call that failed."""

from __future__ import annotations

import threading

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2, status_pb2


class Engine(engine_pb2_grpc.EngineServicer):
    """An engine that only listens."""

    def __init__(self) -> None:
        self.said: list[engine_pb2.LogRequest] = []
        self.heard = threading.Condition()

    def Log(self, request: engine_pb2.LogRequest, _: object) -> empty_pb2.Empty:  # noqa: N802
        with self.heard:
            self.said.append(request)
            self.heard.notify_all()
        return empty_pb2.Empty()

    def wait_for(self, words: str, within_s: float = 20) -> engine_pb2.LogRequest:
        """Return the first thing said that holds *words*."""
        with self.heard:
            found = self.heard.wait_for(
                lambda: next((each for each in self.said if words in each.message), None), within_s
            )
        assert found, [each.message for each in self.said]
        return found


class Failed(Exception):
    """What the engine makes of a call that failed."""

    def __init__(self, error: grpc.RpcError) -> None:
        self.plain = error.details()
        found = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
        status = status_pb2.Status.FromString(found) if found else status_pb2.Status()
        self.sentence = status.message
        self.kept = provider_pb2.ErrorResourceInitFailed()
        self.is_kept = bool(status.details) and status.details[0].Unpack(self.kept)
        super().__init__(self.sentence or self.plain)
