"""Serves one engine: tells it a port, answers, and ends when it is told to or left alone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version

import grpc.aio
from pulumi.runtime.proto import provider_pb2_grpc

from .resource_servicer import Servicer

_BYTES = 400 * 1024 * 1024
"""The most that the engine sends in one message."""
_OPTIONS = [("grpc.max_receive_message_length", _BYTES), ("grpc.max_send_message_length", _BYTES)]
_LAST_WORDS_S = 3.0
_LOOK_S = 2.0
"""Seconds between two looks whether anybody is left who wants an answer."""


def serve(arguments: Sequence[str]) -> None:
    """
    Serve the engine whose address is the last of *arguments*, after flags that are of no use here.

    Without an address an engine may attach: PULUMI_DEBUG_PROVIDERS=runsite:PORT.
    """
    last = arguments[-1] if arguments else ""
    asyncio.run(_serve("" if last.startswith("-") else last))


async def _serve(engine: str) -> None:
    servicer = Servicer(version("pulumi-runsite"), engine)
    server = grpc.aio.server(options=_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    told = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    print(port, flush=True)  # noqa: T201 - the first line is the port; the engine waits for it
    sys.stdout = sys.stderr  # and nothing else may be said there
    await _until(told)
    servicer.stop()
    await server.stop(_LAST_WORDS_S)


async def _until(told: asyncio.Event) -> None:
    # An engine that was killed cannot tell: then whoever started us is gone.
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            await asyncio.wait_for(told.wait(), _LOOK_S)
        except asyncio.TimeoutError:
            continue
        return
