"""Sends one HTTP request and reads its response, within fixed limits."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cache
from typing import Any

import anyio
import httpx

from .errors import InvalidResponse, NotSent, OutcomeUnknown
from .json_body import decode_json
from .messages import requests

MAX_RESPONSE_BYTES = 8 * 1024 * 1024
CONNECT_TIMEOUT_S = 10.0
MAX_CONNECTIONS = 64
"""Connections for POST, and for all others: the calls that a provider runs at once."""
REUSE_S = 5.0
"""Seconds for which an idle connection is kept."""
POST_REUSE_S = 1.0
"""Seconds for which one is kept for a POST: no usual server closes it so soon (2 s or more)."""
# The last two are of an address that cannot be looked up.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.InvalidURL,
    UnicodeError,
)


@dataclass(frozen=True)
class Response:
    """A complete response; nothing of it has been validated."""

    status: int
    headers: httpx.Headers
    body: bytes

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
                requests.response_not_json(request, str(self.status), content_type[:80])
            ) from None

    def json_or_text(self, request: str) -> Any:
        """Return the body decoded from JSON, or as text where it is not JSON."""
        try:
            return self.json(request)
        except InvalidResponse:
            return self.body.decode(errors="replace")


@cache
def _certificates() -> ssl.SSLContext:
    # The certificates of the operating system; SSL_CERT_FILE adds others. Reading takes 30 ms.
    return ssl.create_default_context()


def is_address(url: str) -> bool:
    """Return whether requests can be sent to *url*, as far as its form shows."""
    try:
        return bool(httpx.URL(url).host)
    except (httpx.InvalidURL, UnicodeError):  # of an `xn--` that is no name
        return False


class Transport:
    """
    Sends requests to one origin only, with one API key, and reads at most MAX_RESPONSE_BYTES each.

    A connection that the server closes while it is idle cannot be distinguished from a lost
    response. A POST, which is not sent again then, uses one that was in use POST_REUSE_S ago.
    """

    def __init__(self, origin: str, headers: dict[str, str]) -> None:
        self._origin = origin
        self._client = self._pool(headers, keepalive_expiry=REUSE_S)
        self._post_client = self._pool(headers, keepalive_expiry=POST_REUSE_S)

    def _pool(self, headers: dict[str, str], keepalive_expiry: float) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._origin,
            headers=headers | {"Accept": "application/json", "Accept-Encoding": "identity"},
            follow_redirects=False,
            limits=httpx.Limits(
                max_connections=MAX_CONNECTIONS,
                max_keepalive_connections=MAX_CONNECTIONS,
                keepalive_expiry=keepalive_expiry,
            ),
            timeout=httpx.Timeout(None, connect=CONNECT_TIMEOUT_S, pool=CONNECT_TIMEOUT_S),
            verify=_certificates(),
            trust_env=False,
        )

    async def send(
        self, method: str, path: str, body: Any, query: dict[str, int], timeout_s: float
    ) -> Response:
        """
        Send one request and return its response, all within *timeout_s* seconds.

        Raises:
            NotSent: no connection could be established.
            OutcomeUnknown: sent, but no complete response was received.
            InvalidResponse: the response is too large, compressed or a redirect.
        """
        client = self._post_client if method == "POST" else self._client
        request = f"{method} {path}"
        try:
            with anyio.fail_after(timeout_s):
                async with client.stream(method, path, json=body, params=query) as stream:
                    received = await _read_body(request, stream)
                    response = Response(stream.status_code, stream.headers, received)
        except _NOT_SENT as error:
            why = str(error) or type(error).__name__
            raise NotSent(requests.connection_failed(request, self._origin, why)) from None
        except TimeoutError:
            raise OutcomeUnknown(requests.response_timed_out(request, f"{timeout_s:g}")) from None
        except (
            httpx.RequestError
        ) as error:  # its text may quote headers: only its type is displayed
            raise OutcomeUnknown(requests.response_lost(request, type(error).__name__)) from None
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
            raise InvalidResponse(
                requests.response_too_large(request, status, str(MAX_RESPONSE_BYTES))
            )
    if stream.headers.get("content-encoding", "identity") != "identity":
        raise InvalidResponse(requests.response_compressed(request, status))
    return bytes(body)
