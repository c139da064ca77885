"""One request as the emulator's door sees it, and the answer that was made for it."""

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


class ConnectionCut(ConnectionResetError):
    """Raised in place of a cut connection where there is none: under `httpx.ASGITransport`."""


def phrase(status: int) -> str:
    """Return the words of *status*; a fault may have one that has none."""
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Unknown"


@dataclass
class Answer:
    """A whole answer, not sent yet."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    operation: str | None = None
    key_id: str | None = None

    async def send(self, send: Send) -> None:
        """Send it."""
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.body})

    def with_body(self, body: bytes, content_type: bytes = b"application/json") -> Answer:
        """Return this answer with another body."""
        headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
        return Answer(self.status, headers, body)

    def raw_head(self) -> bytes:
        """Return the status line and headers as they go over the wire."""
        lines = [f"HTTP/1.1 {self.status} {phrase(self.status)}".encode()]
        lines += [name + b": " + value for name, value in self.headers]
        return b"\r\n".join(lines) + b"\r\n\r\n"


@dataclass
class Exchange:
    """What a fault may do something to."""

    scope: Scope
    body: bytes
    receive: Receive
    send: Send
    carry_out: Callable[[], Awaitable[Answer]]

    def write(self, raw: bytes) -> None:
        """Write *raw* past HTTP, onto the wire."""
        self._transport().write(raw)

    def is_left(self) -> bool:
        """Tell whether the client has gone."""
        return self._transport().is_closing()

    async def cut(self, how: str) -> None:
        """End the connection by `rst` or `fin`, and wait until it has ended."""
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
            raise ConnectionCut("the emulator was told to break this connection")
        return transport
