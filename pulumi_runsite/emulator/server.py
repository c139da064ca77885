"""The HTTP server of an emulator (uvicorn)."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Collection, Iterator, MutableMapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import create_app
from .world.emulator import Emulator

START_TIMEOUT_S = 20.0


class TransportProtocol(H11Protocol):
    """HTTP/1.1 with the transport in the scope, so that a fault can close the connection."""

    def connection_made(self, transport: Any) -> None:
        """Add *transport* to the scope of every request of this connection."""
        super().connection_made(transport)
        app = self.app

        async def with_transport(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            scope["emulator.transport"] = transport
            await app(scope, receive, send)

        self.app = with_transport


class _ThreadServer(uvicorn.Server):
    """A server that stops at once: uvicorn waits for its ticks of 0.1 s to end, twice."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stop: Future[None] = Future()

    async def main_loop(self) -> None:
        """Wait for `stop`."""
        await asyncio.wrap_future(self.stop)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        """Close all connections; requests in progress have a second to end."""
        requests = self.server_state.tasks
        # asyncio does not close a connection that it is accepting while the server is closed.
        await self._end(asyncio.all_tasks() - requests - {asyncio.current_task()})
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._end(requests)

    async def _end(self, tasks: Collection[asyncio.Task[Any]]) -> None:
        if tasks:
            await asyncio.wait(tasks, timeout=self.config.timeout_graceful_shutdown)


def listen(host: str, port: int) -> socket.socket:
    """
    Return a socket that listens on *host* and *port*; port 0 selects a free one.

    Raises:
        OSError: The address is not available.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only if the protocol is given. Without it each response takes 44 ms,
    # Nagle's algorithm waiting for a delayed ACK (asyncio.base_events._set_nodelay).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the URL of *listener*."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def create_server(emulator: Emulator) -> uvicorn.Server:
    """Return a server of *emulator* that is not started."""
    return uvicorn.Server(_config(emulator))


def _config(emulator: Emulator) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(emulator),
        http=TransportProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,  # the middleware adds that of the emulator's clock
        timeout_graceful_shutdown=1,
    )


@dataclass(frozen=True)
class Running:
    """An emulator that is served at `url`."""

    url: str
    emulator: Emulator


@contextmanager
def running(emulator: Emulator) -> Iterator[Running]:
    """
    Serve *emulator* from a thread of this process, on a free port of 127.0.0.1.

    Raises:
        TimeoutError: The server did not start within `START_TIMEOUT_S`.
    """
    listener = listen("127.0.0.1", 0)
    server = _ThreadServer(_config(emulator))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        with socket.create_connection(listener.getsockname(), START_TIMEOUT_S):
            yield Running(url_of(listener), emulator)
    finally:
        server.stop.set_result(None)
        thread.join()
        listener.close()
