"""A proxy that connects to one server whatever its name, and the TLS in front of the emulator."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).parent / "api_runsite_test.pem"
"""A certificate for api.runsite.test with its key, signed by itself, for these tests only."""
ORIGIN = "https://api.runsite.test"
"""An address that is in no DNS: only the proxy can connect to it."""

_Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class ConnectProxy:
    """An HTTP proxy; `requests` has the head of every request, `tunneled` what went through."""

    def __init__(self, target_port: int, answer: bytes | None = None) -> None:
        self.requests: list[str] = []
        self.tunneled = b""
        self.answer = answer
        """What it answers instead of connecting; empty: it closes the connection."""
        self._target_port = target_port

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
        if self.answer is not None:
            writer.write(self.answer)
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await join(reader, writer, self._target_port, self._record)

    def _record(self, data: bytes) -> bytes:
        self.tunneled += data
        return data


async def join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
    sent: Callable[[bytes], bytes],
) -> None:
    """Pass everything on to *port* of this machine, as *sent* returns it, and back."""
    target_reader, target_writer = await asyncio.open_connection("127.0.0.1", port)

    async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter, passed: Any) -> None:
        try:
            while data := await source.read(65536):
                sink.write(passed(data))
                await sink.drain()
        except OSError:
            pass
        finally:
            sink.close()

    await asyncio.gather(copy(reader, target_writer, sent), copy(target_reader, writer, bytes))


def _to_this_machine(data: bytes) -> bytes:
    # The emulator refuses other names in the header Host.
    return data.replace(b"Host: api.runsite.test", b"Host: localhost")


@contextmanager
def tls_in_front_of(port: int) -> Iterator[int]:
    """Yield the port of a server for ORIGIN that passes the decrypted data on to *port*."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await join(reader, writer, port, _to_this_machine)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with listening(handle, context) as own_port:
        yield own_port


@contextmanager
def listening(handle: _Handle, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve each connection by *handle* in a thread of its own, and yield the port."""
    loop = asyncio.new_event_loop()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handle(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has closed the connection, or the test ends
        finally:
            writer.close()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)

    server = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
