"""The status details of a failed call: a google.rpc.Status in the trailing metadata."""

from __future__ import annotations

import importlib
from typing import Any

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

CODE = grpc.StatusCode.UNKNOWN
"""The code of the call must be that of its details, or gRPC drops the details."""


def status_details(
    message: str, init_failed: tuple[str, Struct] | None = None
) -> tuple[str, bytes]:
    """
    Return the trailing metadata of a call that fails with *message*.

    With *init_failed*, an id and its properties, the engine keeps the resource under that id and
    tries an update in the next run.
    """
    status = _status_module().Status(code=CODE.value[0], message=message)
    if init_failed:
        id, properties = init_failed
        details = provider_pb2.ErrorResourceInitFailed(
            id=id, properties=properties, reasons=[message]
        )
        status.details.add().Pack(details)
    return "grpc-status-details-bin", status.SerializeToString()


def _status_module() -> Any:
    # google.rpc.Status can be registered once in a process, and another library may have done so:
    # then Pulumi's copy of it cannot be imported, and is not needed.
    try:
        return importlib.import_module("pulumi.runtime.proto.status_pb2")
    except TypeError:
        return importlib.import_module("google.rpc.status_pb2")
