"""What a call that fails tells the engine beside its code: a google.rpc.Status, in the trailers."""

from __future__ import annotations

import importlib
from typing import Any

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

CODE = grpc.StatusCode.UNKNOWN
"""The code of the call must be that of its details, or gRPC drops these."""


def trailer(sentence: str, kept: tuple[str, Struct] | None = None) -> tuple[str, bytes]:
    """
    Return the trailer that tells *sentence*.

    With *kept*, an id and its properties, the engine keeps the resource under that id and tries an
    update the next time.
    """
    status = _messages().Status(code=CODE.value[0], message=sentence)
    if kept:
        failed = provider_pb2.ErrorResourceInitFailed(
            id=kept[0], properties=kept[1], reasons=[sentence]
        )
        status.details.add().Pack(failed)
    return "grpc-status-details-bin", status.SerializeToString()


def _messages() -> Any:
    # google.rpc.Status can be registered once in a process, and a library that lives beside us may
    # have been first: then Pulumi's copy of it cannot be imported, and is not needed.
    try:
        return importlib.import_module("pulumi.runtime.proto.status_pb2")
    except TypeError:
        return importlib.import_module("google.rpc.status_pb2")
