"""A client on a raw socket, which sees every byte and how the connection is closed."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from tests.emulator.harness import WRITE, Runsite

TIMEOUT_S = 10.0
"""Seconds after which a test fails."""


@dataclass(frozen=True)
class RawResponse:
    """The received bytes and their end: `fin`, `rst`, or `stopped` when `until` was true."""

    raw: bytes
    end: str

    @property
    def head(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[0]

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]


def raw_post(path: str, body: bytes) -> bytes:
    """Return a POST of *body* as bytes of HTTP/1.1."""
    lines = [
        f"POST /api/{path} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {WRITE}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


CREATE_PROJECT = raw_post("projects", b'{"name": "shop"}')


def send_raw(
    runsite: Runsite, request: bytes = CREATE_PROJECT, until: Callable[[bytes], bool] | None = None
) -> RawResponse:
    """Send *request* and read until the connection is closed, or *until* is true."""
    with open_connection(runsite) as connection:
        connection.sendall(request)
        return read_to_end(connection, until)


def send_and_shut_down(runsite: Runsite, request: bytes) -> RawResponse:
    """Send *request*, shut down the sending side, and read until the connection is closed."""
    with open_connection(runsite) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return read_to_end(connection, None)


def open_connection(runsite: Runsite) -> socket.socket:
    """Return a connection to *runsite*."""
    url = httpx.URL(runsite.url)
    assert url.port is not None
    return socket.create_connection((url.host, url.port), TIMEOUT_S)


def read_to_end(connection: socket.socket, until: Callable[[bytes], bool] | None) -> RawResponse:
    """Return the bytes until the connection is closed, or *until* is true."""
    raw = b""
    deadline = time.monotonic() + TIMEOUT_S
    while until is None or not until(raw):
        assert time.monotonic() < deadline, raw[:1000]
        try:
            chunk = connection.recv(64 * 1024)
        except ConnectionResetError:
            return RawResponse(raw, "rst")
        if not chunk:
            return RawResponse(raw, "fin")
        raw += chunk
    return RawResponse(raw, "stopped")
