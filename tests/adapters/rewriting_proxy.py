"""A proxy that rewrites the responses of the emulator: a Runsite with other habits."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx


@dataclass(frozen=True)
class Exchange:
    """A request, and the response of the emulator to it."""

    method: str
    path: str
    status: int
    body: Any
    content_type: str = "application/json"

    @property
    def resource(self) -> str:
        """The last part of the path that is not an id, such as `env` or `deployments`."""
        fixed = [part for part in self.path.split("/") if part.isalpha() or part == "web-services"]
        return fixed[-1] if fixed else ""

    def with_body(self, body: Any) -> Exchange:
        """Return the exchange with another body."""
        return replace(self, body=body)


Rewrite = Callable[[Exchange], Exchange]


@contextmanager
def rewriting_proxy(origin: str) -> Iterator[tuple[str, Callable[[Rewrite], None]]]:
    """Serve *origin* with rewritten responses; yield the URL, and how to set the rewrite."""
    current: dict[str, Rewrite] = {"rewrite": lambda exchange: exchange}
    # Loading certificates would take 30 ms.
    client = httpx.Client(base_url=origin, transport=httpx.HTTPTransport(verify=False))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # it delays each body by 40 ms

        def _serve(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {
                name: value
                for name in ("authorization", "content-type")
                if (value := self.headers.get(name))
            }
            response = client.request(self.command, self.path, content=sent, headers=headers)
            body = json.loads(response.content) if response.content else None
            path = self.path.partition("?")[0]
            rewritten = current["rewrite"](Exchange(self.command, path, response.status_code, body))
            self._answer(rewritten)

        def _answer(self, exchange: Exchange) -> None:
            is_text = isinstance(exchange.body, str) and exchange.content_type == "text/html"
            text = exchange.body if is_text else json.dumps(exchange.body)
            content = b"" if exchange.body is None else text.encode()
            self.send_response(exchange.status)
            if exchange.status != 204:
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Content-Type", exchange.content_type)
            self.end_headers()
            if exchange.status != 204:
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - names of http.server

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", partial(current.__setitem__, "rewrite")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        client.close()
