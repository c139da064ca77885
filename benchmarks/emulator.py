"""Start-up time, throughput and memory of the emulator: `python -m benchmarks.emulator`."""

from __future__ import annotations

import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEY = f"ak_live_{secrets.token_hex(16)}"
ROUNDS = 7
SECONDS = 2.0
STARTS = 5
VARIABLES = 10_000
IN_ONE_BULK = 500


@dataclass(frozen=True)
class Server:
    """An emulator in another process."""

    host: str
    port: int
    process_id: int
    started_s: float

    def memory_mb(self) -> float:
        """Return the resident memory of the process in MB."""
        status = Path(f"/proc/{self.process_id}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    """Start and terminate an emulator; `started_s` is the time until it printed its URL."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "pulumi_runsite.emulator", "--api-key", KEY, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        host, _, port = url.removeprefix("http://").partition(":")
        try:
            yield Server(host, int(port), process.pid, time.perf_counter() - started)
        finally:
            process.terminate()


class Connection:
    """A keep-alive connection on a raw socket, so that no HTTP client is measured."""

    def __init__(self, server: Server) -> None:
        self._socket = socket.create_connection((server.host, server.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> bytes:
        """Send *request* and return the body of its response."""
        self._socket.sendall(request)
        raw = self._socket.recv(65536)
        while b"\r\n\r\n" not in raw:
            raw += self._socket.recv(65536)
        head, _, body = raw.partition(b"\r\n\r\n")
        assert head[9:12] in (b"200", b"201"), raw
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._socket.recv(65536)
        return body

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


def request(method: str, path: str, body: object = None) -> bytes:
    """Return a request as bytes of HTTP/1.1."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} /api/{path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {KEY}"]
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def create_service(connection: Connection) -> str:
    """Create a web service and return its path."""
    body = {"name": "web", "source_type": "image", "image_ref": "nginx:1"}
    return (
        f"web-services/{json.loads(connection.send(request('POST', 'web-services', body)))['id']}"
    )


def response_times(connection: Connection, request: bytes) -> list[float]:
    """Repeat *request* for SECONDS seconds and return the response times in seconds."""
    times = []
    end = time.perf_counter() + SECONDS
    while (started := time.perf_counter()) < end:
        connection.send(request)
        times.append(time.perf_counter() - started)
    return times


def measure(name: str, connection: Connection, request: bytes) -> None:
    """Print the requests per second of the best and the median round, and the median time."""
    rounds = [response_times(connection, request) for _ in range(ROUNDS)]
    rates = sorted(len(times) / sum(times) for times in rounds)
    p50 = statistics.median(t for times in rounds for t in times) * 1000
    print(
        f"{name:34} {rates[-1]:6.0f}/s best, {rates[ROUNDS // 2]:6.0f}/s median, p50 {p50:.2f} ms"
    )


def main() -> int:
    """Run all measurements and print the results."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    starts = []
    for _ in range(STARTS):
        with serving() as server:
            starts.append(server.started_s)
    print(f"start-up: {min(starts):.2f} s best, {statistics.median(starts):.2f} s median")
    with serving() as server:
        connection = Connection(server)
        path = create_service(connection)
        measure("GET a web service", connection, request("GET", path))
        measure("GET projects", connection, request("GET", "projects"))
        measure("POST a project", connection, request("POST", "projects", {"name": "x"}))
        connection.close()
    with serving() as server:
        connection = Connection(server)
        path = create_service(connection)
        before = server.memory_mb()
        for first in range(0, VARIABLES, IN_ONE_BULK):
            keys = [f"KEY_{n}" for n in range(first, first + IN_ONE_BULK)]
            body = {"variables": [{"key": key, "value": "v" * 40} for key in keys]}
            connection.send(request("PUT", f"{path}/env/bulk", body))
        after = server.memory_mb()
        print(f"memory: {before:.0f} MB empty, {after:.0f} MB with {VARIABLES:,} variables")
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
