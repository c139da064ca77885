"""Applies a fault to an HTTP exchange."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from collections.abc import Awaitable, Callable
from functools import lru_cache

from .http_exchange import BufferedResponse, Exchange, reason_phrase
from .schedule import ScheduledFault

# When the request is applied; the default is before the fault.
_DEFAULT_APPLY = {"answer": "never", "redirect": "never", "close": "never", "stall": "after"}

_DRIBBLE_INTERVAL_S = 0.1
_CHUNK = 64 * 1024

Responder = Callable[
    [ScheduledFault, Exchange, BufferedResponse], Awaitable[BufferedResponse | None]
]


async def inject(
    fault: ScheduledFault, exchange: Exchange
) -> tuple[BufferedResponse | None, BufferedResponse | None]:
    """
    Apply *fault* to *exchange*.

    Returns:
        The response that the client received completely, or None, and the response of the API,
        or None when the request was not applied.
    """
    apply = fault.apply or _DEFAULT_APPLY.get(fault.kind, "before")
    if fault.kind == "stall":
        return await _stall(fault, exchange, apply)
    applied = await exchange.apply() if apply == "before" else None
    if fault.kind == "apply_twice":
        applied = await exchange.apply()
    received = await _RESPONDERS[fault.kind](
        fault, exchange, applied or BufferedResponse(200).with_body(b"{}")
    )
    if apply == "after":
        applied = await exchange.apply()
    return received, applied


async def _stall(
    fault: ScheduledFault, exchange: Exchange, apply: str
) -> tuple[BufferedResponse | None, BufferedResponse | None]:
    applied = await exchange.apply() if apply == "before" else None
    await asyncio.sleep(1.0 if fault.seconds is None else fault.seconds)
    if apply == "never":
        await exchange.close_connection(fault.how or "fin")
        return None, None
    applied = applied or await exchange.apply()
    await applied.send(exchange.send)
    return applied, applied


async def _send_complete(
    _: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> BufferedResponse:
    await response.send(exchange.send)
    return response


async def _configured_response(
    fault: ScheduledFault, exchange: Exchange, _: BufferedResponse
) -> BufferedResponse:
    if fault.status in (204, 304):
        # These statuses have no body (RFC 9110, 15.3.5 and 15.4.5).
        body = b""
    elif fault.text is not None:
        body = fault.text.encode(errors="surrogatepass")
    elif fault.body is not None:
        body = json.dumps(fault.body).encode()
    else:
        body = json.dumps({"detail": reason_phrase(fault.status)}).encode()
    response = BufferedResponse(fault.status).with_body(body, fault.content_type.encode())
    response.headers += [(name.encode(), value.encode()) for name, value in fault.headers.items()]
    return await _send_complete(fault, exchange, response)


async def _redirect(
    fault: ScheduledFault, exchange: Exchange, _: BufferedResponse
) -> BufferedResponse:
    status = fault.status if 300 <= fault.status < 400 else 307
    response = BufferedResponse(
        status, [(b"location", fault.location.encode()), (b"content-length", b"0")]
    )
    return await _send_complete(fault, exchange, response)


async def _close(fault: ScheduledFault, exchange: Exchange, _: BufferedResponse) -> None:
    await exchange.close_connection(fault.how or "rst")


async def _partial_head(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> None:
    head = response.raw_head()
    exchange.write_raw(head[: len(head) // 2])
    await exchange.close_connection(fault.how or "fin")


async def _short_body(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> None:
    exchange.write_raw(response.raw_head() + response.body[: len(response.body) // 2])
    await exchange.close_connection(fault.how or "fin")


async def _dribble(fault: ScheduledFault, exchange: Exchange, start: bytes, chunk: bytes) -> None:
    seconds = 60.0 if fault.seconds is None else fault.seconds
    exchange.write_raw(start)
    for _ in range(int(seconds / _DRIBBLE_INTERVAL_S)):
        await asyncio.sleep(_DRIBBLE_INTERVAL_S)
        if exchange.is_disconnected():
            break
        exchange.write_raw(chunk)
    await exchange.close_connection(fault.how or "fin")


async def _dribble_headers(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> None:
    await _dribble(fault, exchange, response.raw_head()[:-2], b"x-dribble: 1\r\n")


async def _dribble_body(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> None:
    # White space before a JSON value is valid JSON, so no byte is an error.
    endless = response.with_body(response.body)
    endless.headers = [(b"content-type", b"application/json"), (b"content-length", b"1000000000")]
    await _dribble(fault, exchange, endless.raw_head(), b" ")


async def _big_body(fault: ScheduledFault, exchange: Exchange, response: BufferedResponse) -> None:
    remaining = fault.size or 100_000_000
    headers = [(b"content-type", b"application/json"), (b"content-length", str(remaining).encode())]
    start = {"type": "http.response.start", "status": response.status, "headers": headers}
    await exchange.send(start)
    while remaining:
        chunk = b" " * min(remaining, _CHUNK)
        remaining -= len(chunk)
        await exchange.send(
            {"type": "http.response.body", "body": chunk, "more_body": remaining > 0}
        )


@lru_cache(maxsize=2)
def _bomb(size: int) -> bytes:
    compressed = io.BytesIO()
    with gzip.GzipFile(fileobj=compressed, mode="wb", compresslevel=6, mtime=0) as file:
        for start in range(0, size, _CHUNK):
            file.write(b" " * min(_CHUNK, size - start))
    return compressed.getvalue()


async def _gzip_bomb(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> BufferedResponse:
    bomb = response.with_body(_bomb(fault.size or 100_000_000))
    bomb.headers.append((b"content-encoding", b"gzip"))
    return await _send_complete(fault, exchange, bomb)


async def _deep_json(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> BufferedResponse:
    depth = fault.size or 200_000
    return await _send_complete(fault, exchange, response.with_body(b"[" * depth + b"]" * depth))


async def _nan(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> BufferedResponse:
    return await _send_complete(
        fault, exchange, response.with_body(b'{"id": NaN, "total": -Infinity}')
    )


async def _bad_utf8(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> BufferedResponse:
    return await _send_complete(fault, exchange, response.with_body(b'{"id": "\xff\xfe"}'))


async def _html(
    fault: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> BufferedResponse:
    page = b"<!doctype html><title>Runsite</title><h1>We are back in a minute</h1>"
    return await _send_complete(
        fault, exchange, response.with_body(page, b"text/html; charset=utf-8")
    )


async def _send_twice(
    _: ScheduledFault, exchange: Exchange, response: BufferedResponse
) -> BufferedResponse:
    await response.send(exchange.send)
    exchange.write_raw(response.raw_head() + response.body)
    return response


_RESPONDERS: dict[str, Responder] = {
    "answer": _configured_response,
    "redirect": _redirect,
    "close": _close,
    "close_after_commit": _close,
    "partial_head": _partial_head,
    "short_body": _short_body,
    "dribble_headers": _dribble_headers,
    "dribble_body": _dribble_body,
    "big_body": _big_body,
    "gzip_bomb": _gzip_bomb,
    "deep_json": _deep_json,
    "nan": _nan,
    "bad_utf8": _bad_utf8,
    "html": _html,
    "duplicate_answer": _send_twice,
    "apply_twice": _send_complete,
    "list_lag": _send_complete,
}
