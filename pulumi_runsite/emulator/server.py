"""Serves an emulator over HTTP, on this machine only unless it is told otherwise."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import create_app
from .world.emulator import Emulator

START_S = 20.0
"""Seconds in which a server must have begun to answer."""


class OpenProtocol(H11Protocol):
    """HTTP/1.1 that shows its transport, so that a fault can break the connection itself."""

    def connection_made(self, transport: Any) -> None:
        """Put *transport* into the scope of every request of this connection."""
        super().connection_made(transport)
        app = self.app

        async def opened(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            scope["emulator.transport"] = transport
            await app(scope, receive, send)

        self.app = opened


def bound(host: str, port: int) -> socket.socket:
    """
    Return a socket that listens on *host* and *port*; port 0 asks the system for one.

    Raises:
        OSError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY; without, each answer takes 44 ms, which is
    # Nagle's algorithm waiting for a delayed ACK (asyncio.base_events._set_nodelay).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def url_of(listening: socket.socket) -> str:
    """Return the address that *listening* is reached at."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server(emulator: Emulator) -> uvicorn.Server:
    """Return a server of *emulator* that is not started yet."""
    config = uvicorn.Config(
        create_app(emulator),
        http=OpenProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


@dataclass(frozen=True)
class Running:
    """An emulator that answers at `url`."""

    url: str
    emulator: Emulator


@contextmanager
def running(emulator: Emulator) -> Iterator[Running]:
    """
    Serve *emulator* from a thread of this process, on a port the system gives, until the end.

    Raises:
        TimeoutError: it did not begin to answer within START_S seconds.
    """
    listening = bound("127.0.0.1", 0)
    serving = server(emulator)
    thread = threading.Thread(target=serving.run, args=([listening],), daemon=True)
    thread.start()
    try:
        with socket.create_connection(listening.getsockname(), START_S):
            yield Running(url_of(listening), emulator)
    finally:
        serving.should_exit = True
        thread.join()
        listening.close()
