"""One HTTP exchange: the ASGI request, its buffered response, and its connection."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from struct import pack
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class ConnectionClosedByFault(ConnectionResetError):
    """Raised where there is no connection to close: under `httpx.ASGITransport`."""


def reason_phrase(status: int) -> str:
    """Return the reason phrase of *status*; a fault may have a status without one."""
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Unknown"


@dataclass
class BufferedResponse:
    """A complete response that is not sent yet."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    operation: str | None = None
    key_id: str | None = None
    is_applied: bool = True

    async def send(self, send: Send) -> None:
        """Send the response."""
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.body})

    def with_body(self, body: bytes, content_type: bytes = b"application/json") -> BufferedResponse:
        """Return a response with the same status and another body."""
        headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
        return BufferedResponse(self.status, headers, body)

    def raw_head(self) -> bytes:
        """Return the status line and the headers as bytes of HTTP/1.1."""
        lines = [f"HTTP/1.1 {self.status} {reason_phrase(self.status)}".encode()]
        lines += [name + b": " + value for name, value in self.headers]
        return b"\r\n".join(lines) + b"\r\n\r\n"


@dataclass
class Exchange:
    """A request with its connection; `apply` passes it to the API and returns the response."""

    scope: Scope
    body: bytes
    receive: Receive
    send: Send
    apply: Callable[[], Awaitable[BufferedResponse]]

    def write_raw(self, raw: bytes) -> None:
        """Write *raw* to the connection, without HTTP framing."""
        self._transport().write(raw)

    def is_disconnected(self) -> bool:
        """Return whether the client has disconnected."""
        return self._transport().is_closing()

    async def close_connection(self, how: str) -> None:
        """Close the connection by `rst` or `fin`, and wait until it is closed."""
        transport = self._transport()
        if how == "rst":
            # With lingering for 0 seconds, closing sends RST (socket(7)).
            sock: socket.socket = transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, pack("ii", 1, 0))
            transport.abort()
        else:
            transport.close()
        while (await self.receive())["type"] != "http.disconnect":
            pass

    def _transport(self) -> asyncio.Transport:
        transport: asyncio.Transport | None = self.scope.get("emulator.transport")
        if transport is None:
            raise ConnectionClosedByFault("a fault of the emulator closed this connection")
        return transport
