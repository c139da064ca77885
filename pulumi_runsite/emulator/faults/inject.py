"""The only place that carries out a fault."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from functools import lru_cache

from .exchange import Answer, Exchange, phrase
from .schedule import Scheduled

# Whether the request is carried out before the fault shows, after it, or not at all.
_APPLY = {"answer": "never", "redirect": "never", "close": "never", "stall": "after"}

_DRIBBLE_INTERVAL_S = 0.1
_CHUNK = 64 * 1024

Show = Callable[[Scheduled, Exchange, Answer], Awaitable[Answer | None]]


async def perform(fault: Scheduled, exchange: Exchange) -> tuple[Answer | None, Answer | None]:
    """
    Let *fault* happen to *exchange*.

    Returns:
        The answer that the client got whole, if it did, and the answer of the request if it was
        carried out.
    """
    apply = fault.apply or _APPLY.get(fault.kind, "before")
    if fault.kind == "stall":
        return await _stall(fault, exchange, apply)
    applied = await exchange.carry_out() if apply == "before" else None
    if fault.kind == "apply_twice":
        applied = await exchange.carry_out()
    seen = await _SHOW[fault.kind](fault, exchange, applied or Answer(200).with_body(b"{}"))
    if apply == "after":
        applied = await exchange.carry_out()
    return seen, applied


async def _stall(
    fault: Scheduled, exchange: Exchange, apply: str
) -> tuple[Answer | None, Answer | None]:
    applied = await exchange.carry_out() if apply == "before" else None
    await asyncio.sleep(1.0 if fault.seconds is None else fault.seconds)
    if apply == "never":
        await exchange.cut(fault.how or "fin")
        return None, None
    applied = applied or await exchange.carry_out()
    await applied.send(exchange.send)
    return applied, applied


async def _whole(_: Scheduled, exchange: Exchange, answer: Answer) -> Answer:
    await answer.send(exchange.send)
    return answer


async def _answer(fault: Scheduled, exchange: Exchange, _: Answer) -> Answer:
    if fault.status in (204, 304):
        # They have no body, whatever was asked for (RFC 9110, 15.3.5 and 15.4.5).
        body = b""
    elif fault.text is not None:
        body = fault.text.encode()
    elif fault.body is not None:
        body = json.dumps(fault.body).encode()
    else:
        body = json.dumps({"detail": phrase(fault.status)}).encode()
    answer = Answer(fault.status).with_body(body, fault.content_type.encode())
    answer.headers += [(name.encode(), value.encode()) for name, value in fault.headers.items()]
    return await _whole(fault, exchange, answer)


async def _redirect(fault: Scheduled, exchange: Exchange, _: Answer) -> Answer:
    status = fault.status if 300 <= fault.status < 400 else 307
    answer = Answer(status, [(b"location", fault.location.encode()), (b"content-length", b"0")])
    return await _whole(fault, exchange, answer)


async def _cut(fault: Scheduled, exchange: Exchange, _: Answer) -> None:
    await exchange.cut(fault.how or "rst")


async def _partial_head(fault: Scheduled, exchange: Exchange, answer: Answer) -> None:
    head = answer.raw_head()
    exchange.write(head[: len(head) // 2])
    await exchange.cut(fault.how or "fin")


async def _short_body(fault: Scheduled, exchange: Exchange, answer: Answer) -> None:
    exchange.write(answer.raw_head() + answer.body[: len(answer.body) // 2])
    await exchange.cut(fault.how or "fin")


async def _dribble(fault: Scheduled, exchange: Exchange, first: bytes, drop: bytes) -> None:
    seconds = 60.0 if fault.seconds is None else fault.seconds
    exchange.write(first)
    for _ in range(int(seconds / _DRIBBLE_INTERVAL_S)):
        await asyncio.sleep(_DRIBBLE_INTERVAL_S)
        if exchange.is_left():
            break
        exchange.write(drop)
    await exchange.cut(fault.how or "fin")


async def _dribble_headers(fault: Scheduled, exchange: Exchange, answer: Answer) -> None:
    await _dribble(fault, exchange, answer.raw_head()[:-2], b"x-dribble: 1\r\n")


async def _dribble_body(fault: Scheduled, exchange: Exchange, answer: Answer) -> None:
    # White space before a JSON text is part of it, so every byte is a valid one.
    endless = answer.with_body(answer.body)
    endless.headers = [(b"content-type", b"application/json"), (b"content-length", b"1000000000")]
    await _dribble(fault, exchange, endless.raw_head(), b" ")


async def _big_body(fault: Scheduled, exchange: Exchange, answer: Answer) -> None:
    left = fault.size or 100_000_000
    headers = [(b"content-type", b"application/json"), (b"content-length", str(left).encode())]
    start = {"type": "http.response.start", "status": answer.status, "headers": headers}
    await exchange.send(start)
    while left:
        chunk = b" " * min(left, _CHUNK)
        left -= len(chunk)
        await exchange.send({"type": "http.response.body", "body": chunk, "more_body": left > 0})


@lru_cache(maxsize=2)
def _bomb(size: int) -> bytes:
    return gzip.compress(b" " * size, compresslevel=6)


async def _gzip_bomb(fault: Scheduled, exchange: Exchange, answer: Answer) -> Answer:
    bomb = answer.with_body(_bomb(fault.size or 100_000_000))
    bomb.headers.append((b"content-encoding", b"gzip"))
    return await _whole(fault, exchange, bomb)


async def _deep_json(fault: Scheduled, exchange: Exchange, answer: Answer) -> Answer:
    depth = fault.size or 200_000
    return await _whole(fault, exchange, answer.with_body(b"[" * depth + b"]" * depth))


async def _nan(fault: Scheduled, exchange: Exchange, answer: Answer) -> Answer:
    return await _whole(fault, exchange, answer.with_body(b'{"id": NaN, "total": -Infinity}'))


async def _bad_utf8(fault: Scheduled, exchange: Exchange, answer: Answer) -> Answer:
    return await _whole(fault, exchange, answer.with_body(b'{"id": "\xff\xfe"}'))


async def _html(fault: Scheduled, exchange: Exchange, answer: Answer) -> Answer:
    page = b"<!doctype html><title>Runsite</title><h1>We are back in a minute</h1>"
    return await _whole(fault, exchange, answer.with_body(page, b"text/html; charset=utf-8"))


async def _duplicate(_: Scheduled, exchange: Exchange, answer: Answer) -> Answer:
    await answer.send(exchange.send)
    exchange.write(answer.raw_head() + answer.body)
    return answer


_SHOW: dict[str, Show] = {
    "answer": _answer,
    "redirect": _redirect,
    "close": _cut,
    "close_after_commit": _cut,
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
    "duplicate_answer": _duplicate,
    "apply_twice": _whole,
    "list_lag": _whole,
}
