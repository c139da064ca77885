"""Changes one response of the API: another status, a damaged body, another JSON value."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Answer:
    """A response, as it is sent."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.5, 1e308, 2**53 + 1, 10**25, 10**299),
    *("", " ", "x", "x" * 5000, "..", "a/b", "\0", "\x1b]0;title\x07", "\u202e", "\ud800", "[]"),
    *([], {}, [[]], [{}], [None], {"": None}, {"id": 5}, {"id": ["a"]}, {"loc": 5}, ["a", 5]),
    *({"detail": [{"loc": 5}]}, {"detail": {"code": 5}}, {"detail": None}, {"total": 10**9}),
    *("2026-01-01T00:00:00Z", "99999-01-01", "failed", "RUNNING", "********", "true", "8080"),
)
BODIES = (
    *(b"", b"null", b"5", b'"x"', b"[]", b"{}", b"nul", b"\xff\xfe", b"NaN", b"[NaN]", b"1e999"),
    *(b'{"id": 1e999}', b"9" * 5000, b"[" * 5000 + b"]" * 5000, b'{"a":' * 200 + b"1" + b"}" * 200),
    *(b'"\\ud800"', b'{"\\udfff": "\\ud800"}', b"\xef\xbb\xbf{}", b"<html>\x1b[31m", b"\0" * 99),
)
STATUSES = (
    200,
    201,
    202,
    204,
    206,
    300,
    301,
    400,
    401,
    403,
    404,
    409,
    418,
    422,
    429,
    500,
    503,
    599,
)
HEADERS = (
    *({"Retry-After": each} for each in ("9" * 400, "-1", "Tue, 24 Nov 99999 12:00:09 GMT", "0.5")),
    {"Retry-After": "Tue, 24 Nov 9999 12:00:09 -2359"},
    *({"Content-Type": each} for each in ("", ";", "\xff", "x" * 5000, "text/html")),
    *({"Content-Encoding": each} for each in ("gzip", "identity", "", "x, y")),
)


def mutated(answer: Answer, rng: random.Random) -> Answer:
    """Return *answer* with one change, rarely with two."""
    changes = rng.choices(
        (_value, _value, _status, _error, _body, _header, _cut), k=rng.choice((1, 1, 2))
    )
    for change in changes:
        answer = change(answer, rng)
    return answer


def _value(answer: Answer, rng: random.Random) -> Answer:
    try:
        root = {"": copy.deepcopy(json.loads(answer.body))}
    except (ValueError, RecursionError):
        return replace(answer, body=rng.choice(BODIES))
    container, key = rng.choice(list(_places(root)))
    rng.choice(_CHANGES)(container, key, rng)
    return replace(answer, body=json.dumps(root.get("")).encode())


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield value, key
        if isinstance(item, (dict, list)):
            yield from _places(item)


def _replace(container: Any, key: Any, rng: random.Random) -> None:
    container[key] = copy.deepcopy(rng.choice(VALUES))


def _remove(container: Any, key: Any, _: random.Random) -> None:
    del container[key]


def _wrap(container: Any, key: Any, rng: random.Random) -> None:
    value = container[key]
    container[key] = rng.choice(
        ([value], {"data": value}, {"x": value}, [value, value], str(value))
    )


def _rename(container: Any, key: Any, rng: random.Random) -> None:
    value = container[key]
    del container[key]
    if isinstance(container, dict):
        container[rng.choice(("", "id", "name", "key", "value", "scope", "\ud800", "x"))] = value


_CHANGES: tuple[Callable[[Any, Any, random.Random], None], ...] = (
    *(_replace, _replace, _replace, _remove, _wrap, _rename),
)


def _status(answer: Answer, rng: random.Random) -> Answer:
    return replace(answer, status=rng.choice(STATUSES))


def _error(answer: Answer, rng: random.Random) -> Answer:
    body = json.dumps({"detail": rng.choice(VALUES)}).encode()
    return replace(_header(answer, rng), status=rng.choice(STATUSES), body=body)


def _body(answer: Answer, rng: random.Random) -> Answer:
    return replace(answer, body=rng.choice(BODIES))


def _header(answer: Answer, rng: random.Random) -> Answer:
    return replace(answer, headers=answer.headers | rng.choice(HEADERS))


def _cut(answer: Answer, rng: random.Random) -> Answer:
    return replace(answer, body=answer.body[: rng.randint(0, len(answer.body))])
