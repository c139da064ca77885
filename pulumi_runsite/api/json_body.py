"""Decodes JSON by RFC 8259, to values that every later step can handle."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

_MAX_DEPTH = 100
"""Objects and lists inside of each other."""
_MAX_DIGITS = 300
"""Digits of an integer: the engine has only doubles, which end at 309."""
_CONTAINERS = frozenset({dict, list})
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def decode_json(body: bytes) -> Any:
    """
    Return the value of *body*, with ids as text, and with U+FFFD for lone surrogates.

    Raises:
        ValueError: it is not JSON, or nested too deeply, or has a number out of range.
    """
    text = body.decode("utf-8-sig")
    try:
        if _SURROGATE.search(body):
            text = _without_lone_surrogates(text)
        decoded = json.loads(
            text,
            parse_constant=_reject,
            parse_float=_finite,
            parse_int=_integer,
            object_hook=_with_text_ids,
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if body.count(b"[") + body.count(b"{") > _MAX_DEPTH:
        _check_depth(decoded)
    return decoded


def _without_lone_surrogates(text: str) -> str:
    # They are valid in JSON, and no UTF-8: neither gRPC nor a terminal accepts them.
    plain = json.dumps(json.loads(text), ensure_ascii=False)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _reject(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number out of range")
    return number


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError("a number out of range")
    return int(text)


def _with_text_ids(value: dict[str, Any]) -> dict[str, Any]:
    # An id is text in paths and in the state, also where the API has numbers.
    for name, item in value.items():
        if type(item) is int and (name == "id" or name.endswith("_id")):
            value[name] = str(item)
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in _CONTAINERS
        ]
        if not level:
            return
    raise ValueError("nested too deeply")
