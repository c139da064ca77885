"""One exchange over HTTP: what was sent, what came back, and whether it can be known."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

import anyio
import httpx

from .errors import InvalidResponse, NotSent, OutcomeUnknown

MAX_ANSWER_BYTES = 8 * 1024 * 1024
CONNECT_S = 10.0
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Answer:
    """What the API answered, read to the end; nothing of it is trusted yet."""

    status: int
    headers: httpx.Headers
    body: bytes

    def decoded(self, request: str) -> Any:
        """
        Return the body as JSON; an empty body is an empty dict.

        Raises:
            InvalidResponse: it is not JSON as RFC 8259 has it.
        """
        if not self.body:
            return {}
        try:
            return json.loads(self.body.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError):
            said = self.headers.get("content-type", "no content type").split(";")[0]
            raise InvalidResponse(
                f"{request}: {self.status}: the answer is not JSON ({said})"
            ) from None

    def decoded_or_text(self, request: str) -> Any:
        """Return the body as JSON where it is, else as text."""
        try:
            return self.decoded(request)
        except InvalidResponse:
            return self.body.decode(errors="replace")


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


@cache
def _certificates() -> ssl.SSLContext:
    # The operating system's; SSL_CERT_FILE adds a company's own. Reading them takes 30 ms.
    return ssl.create_default_context()


class Wire:
    """
    Sends to one origin only, with one key, and reads at most MAX_ANSWER_BYTES.

    A POST that makes something travels on a connection of its own: on one that is used again, a
    close by the server cannot be told from a lost answer (reliability.md §1.2).
    """

    def __init__(self, origin: str, headers: dict[str, str]) -> None:
        self._origin = origin
        self._kept = self._client(headers, httpx.Limits(max_connections=32))
        fresh = httpx.Limits(max_connections=32, max_keepalive_connections=0)
        self._fresh = self._client(headers, fresh)

    def _client(self, headers: dict[str, str], limits: httpx.Limits) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._origin,
            headers=headers | {"Accept": "application/json", "Accept-Encoding": "identity"},
            follow_redirects=False,
            limits=limits,
            timeout=httpx.Timeout(None, connect=CONNECT_S, pool=CONNECT_S),
            verify=_certificates(),
            trust_env=False,
        )

    async def exchange(
        self, method: str, path: str, body: Any, query: dict[str, int], within_s: float
    ) -> Answer:
        """
        Send one request and read its answer, all within *within_s* seconds.

        Raises:
            NotSent: no connection could be made.
            OutcomeUnknown: sent, and no whole answer came back.
            InvalidResponse: the answer is too large, or leads elsewhere.
        """
        client = self._fresh if method == "POST" else self._kept
        request = f"{method} {path}"
        try:
            with anyio.fail_after(within_s):
                async with client.stream(method, path, json=body, params=query) as response:
                    answer = Answer(
                        response.status_code, response.headers, await _read(request, response)
                    )
        except _NOT_SENT as error:
            why = str(error) or type(error).__name__
            raise NotSent(
                f"{request}: cannot connect to {self._origin} ({why}); nothing was sent"
            ) from None
        except TimeoutError:
            raise OutcomeUnknown(f"{request}: no answer in {within_s:g} s") from None
        except httpx.RequestError as error:  # its text may quote headers: only its kind is shown
            raise OutcomeUnknown(
                f"{request}: the answer was lost ({type(error).__name__})"
            ) from None
        if 300 <= answer.status < 400:
            raise InvalidResponse(f"{request}: {answer.status}: a redirect, which is not followed")
        return answer

    async def close(self) -> None:
        """Close all connections."""
        await self._kept.aclose()
        await self._fresh.aclose()


async def _read(request: str, response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MAX_ANSWER_BYTES:
            raise InvalidResponse(f"{request}: the answer is larger than {MAX_ANSWER_BYTES} bytes")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise InvalidResponse(f"{request}: the answer is compressed, which was not asked for")
    return bytes(body)
