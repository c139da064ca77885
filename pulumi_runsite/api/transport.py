"""Sends one HTTP request and reads its response, within fixed limits."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import httpx

from .errors import InvalidResponse
from .json_body import decode_json
from .messages import requests
from .proxy import Proxy
from .response_size import MAX_RESPONSE_BYTES, ResponseTooLarge
from .send_failures import SEND_ERRORS, ProxyTrace, Route

CONNECT_TIMEOUT_S = 10.0
MAX_CONNECTIONS = 64
"""Connections for POST, and for all others: the calls that a provider runs at once."""
REUSE_S = 5.0
"""Seconds for which an idle connection is kept."""
POST_REUSE_S = 1.0
"""Seconds for which one is kept for a POST: no usual server closes it so soon (2 s or more)."""


@dataclass(frozen=True)
class Response:
    """A complete response; nothing of it has been validated."""

    status: int
    headers: httpx.Headers
    body: bytes
    address: str
    """The origin that has sent it, by itself or through a proxy."""

    def json(self, request: str) -> Any:
        """
        Return the body decoded from JSON, with ids as text; None for an empty body.

        Raises:
            InvalidResponse: the body is not JSON by RFC 8259.
        """
        if not self.body.strip():
            return None
        try:
            return decode_json(self.body)
        except ValueError:
            content_type = self.headers.get("content-type", "no content type").split(";")[0]
            raise InvalidResponse(
                requests.response_not_json(
                    request, str(self.status), content_type[:80], self.address
                )
            ) from None

    def json_or_text(self, request: str) -> Any:
        """Return the body decoded from JSON, or as text where it is not JSON."""
        try:
            return self.json(request)
        except InvalidResponse:
            return self.body.decode(errors="replace")


@cache
def certificates() -> ssl.SSLContext:
    """Return the certificates that the servers of this process are checked by."""
    # Those of the operating system, or of SSL_CERT_FILE and SSL_CERT_DIR. Reading takes 30 ms.
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    # OpenSSL takes an empty variable for a file or folder without certificates.
    if os.environ.get(paths.openssl_cafile_env) == "" and Path(paths.openssl_cafile).is_file():
        context.load_verify_locations(cafile=paths.openssl_cafile)
    if os.environ.get(paths.openssl_capath_env) == "" and Path(paths.openssl_capath).is_dir():
        context.load_verify_locations(capath=paths.openssl_capath)
    return context


def _proxy(proxy: Proxy | None) -> httpx.Proxy | None:
    if proxy is None:
        return None
    is_encrypted = proxy.url.lower().startswith("https:")
    return httpx.Proxy(proxy.url, ssl_context=certificates() if is_encrypted else None)


class Transport:
    """
    Sends requests to one origin only, with one API key, and reads at most MAX_RESPONSE_BYTES each.

    Through a proxy the key is sent in an encrypted tunnel to the origin, never to the proxy.

    A connection that the server closes while it is idle cannot be distinguished from a lost
    response. A POST, which is not sent again then, uses one that was in use POST_REUSE_S ago.
    """

    def __init__(self, origin: str, headers: dict[str, str], proxy: Proxy | None = None) -> None:
        self._route = Route(origin, proxy)
        self._client = self._pool(headers, keepalive_expiry=REUSE_S)
        self._post_client = self._pool(headers, keepalive_expiry=POST_REUSE_S)

    def _pool(self, headers: dict[str, str], keepalive_expiry: float) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._route.origin,
            headers=headers | {"Accept": "application/json", "Accept-Encoding": "identity"},
            follow_redirects=False,
            limits=httpx.Limits(
                max_connections=MAX_CONNECTIONS,
                max_keepalive_connections=MAX_CONNECTIONS,
                keepalive_expiry=keepalive_expiry,
            ),
            timeout=httpx.Timeout(None, connect=CONNECT_TIMEOUT_S, pool=CONNECT_TIMEOUT_S),
            verify=certificates(),
            trust_env=False,  # the configuration has chosen the proxy
            proxy=_proxy(self._route.proxy),
        )

    async def send(
        self, method: str, path: str, body: Any, query: dict[str, int], timeout_s: float
    ) -> Response:
        """
        Send one request and return its response, all within *timeout_s* seconds.

        Raises:
            NotSent: no connection could be established, by a proxy either.
            OutcomeUnknown: sent, but no complete response was received.
            InvalidResponse: the response is too large, compressed or a redirect.
        """
        client = self._post_client if method == "POST" else self._client
        request = f"{method} {path}"
        trace = ProxyTrace() if self._route.proxy else None
        extensions = {"trace": trace} if trace else None
        try:
            with anyio.fail_after(timeout_s):
                async with client.stream(
                    method, path, json=body, params=query, extensions=extensions
                ) as stream:
                    received = await _read_body(request, stream)
                    origin = self._route.origin
                    response = Response(stream.status_code, stream.headers, received, origin)
        except SEND_ERRORS as error:
            raise self._route.failure(request, error, timeout_s, trace) from None
        if 300 <= response.status < 400:
            raise InvalidResponse(requests.response_is_redirect(request, str(response.status)))
        return response

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()
        await self._post_client.aclose()


async def _read_body(request: str, stream: httpx.Response) -> bytes:
    status = str(stream.status_code)
    body = bytearray()
    async for chunk in stream.aiter_raw():
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise ResponseTooLarge(
                requests.response_too_large(request, status, str(MAX_RESPONSE_BYTES))
            )
    if stream.headers.get("content-encoding", "identity") != "identity":
        raise InvalidResponse(requests.response_compressed(request, status))
    return bytes(body)
