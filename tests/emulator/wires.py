"""A client without HTTP in it: it sees each byte, and how a connection ends."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from tests.emulator.inside import WRITE, Runsite

ANSWER_S = 10.0
"""Seconds after which a test has failed."""


@dataclass(frozen=True)
class Heard:
    """What came, and what ended it: `fin`, `rst`, or `enough` when the test had seen enough."""

    raw: bytes
    end: str

    @property
    def head(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[0]

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]


def post(path: str, body: bytes) -> bytes:
    """Return a POST of *body*, as it goes over the wire."""
    lines = [
        f"POST /api/{path} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {WRITE}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


PROJECT = post("projects", b'{"name": "shop"}')


def hear(
    runsite: Runsite, request: bytes = PROJECT, enough: Callable[[bytes], bool] | None = None
) -> Heard:
    """Send *request* and listen until the connection ends, or *enough* was heard."""
    with connected(runsite) as connection:
        connection.sendall(request)
        return listen(connection, enough)


def leave(runsite: Runsite, request: bytes) -> Heard:
    """Send *request*, say that nothing else will come, and listen until the connection ends."""
    with connected(runsite) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return listen(connection, None)


def connected(runsite: Runsite) -> socket.socket:
    """Return a connection to *runsite*."""
    url = httpx.URL(runsite.url)
    assert url.port is not None
    return socket.create_connection((url.host, url.port), ANSWER_S)


def listen(connection: socket.socket, enough: Callable[[bytes], bool] | None) -> Heard:
    """Return what comes until the connection ends, or *enough* was heard."""
    raw = b""
    deadline = time.monotonic() + ANSWER_S
    while enough is None or not enough(raw):
        assert time.monotonic() < deadline, raw[:1000]
        try:
            some = connection.recv(64 * 1024)
        except ConnectionResetError:
            return Heard(raw, "rst")
        if not some:
            return Heard(raw, "fin")
        raw += some
    return Heard(raw, "enough")
