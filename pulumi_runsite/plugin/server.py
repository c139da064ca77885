"""The process of the plugin: prints its port, serves the engine, and ends with it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version

import grpc.aio
from pulumi.runtime.proto import provider_pb2_grpc

from .resource_servicer import ResourceServicer

_MAX_MESSAGE_BYTES = 400 * 1024 * 1024
"""The engine's own limit."""
_OPTIONS = [
    ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
]
_STOP_GRACE_S = 3.0
_PARENT_CHECK_S = 2.0
"""Seconds between two checks whether the engine still runs."""


def serve(arguments: Sequence[str]) -> None:
    """
    Serve the engine whose address is the last of *arguments*; flags before it are ignored.

    Without an address an engine may attach: PULUMI_DEBUG_PROVIDERS=runsite:PORT.
    """
    last = arguments[-1] if arguments else ""
    asyncio.run(_serve("" if last.startswith("-") else last))


async def _serve(engine_address: str) -> None:
    servicer = ResourceServicer(version("pulumi-runsite"), engine_address)
    server = grpc.aio.server(options=_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    print(port, flush=True)  # noqa: T201 - the engine waits for the port in the first line
    sys.stdout = sys.stderr  # and expects nothing else there
    await _wait_for_end(stopped)
    servicer.interrupt()
    await server.stop(_STOP_GRACE_S)


async def _wait_for_end(stopped: asyncio.Event) -> None:
    # An engine that was killed sends no signal, but is no longer the parent process.
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            await asyncio.wait_for(stopped.wait(), _PARENT_CHECK_S)
        except asyncio.TimeoutError:
            continue
        return
