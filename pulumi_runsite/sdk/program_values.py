"""Values of a program that Pulumi cannot pass on, or only changed, where they are declared."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

import pulumi

from . import messages

_MAX_EXACT = 2**53 - 1
"""The greatest integer that Pulumi's numbers, which are doubles, hold without rounding others."""
_PASSED_ON = (str, float, type(None), pulumi.Output, pulumi.Asset, pulumi.Archive, pulumi.Resource)


def first_fault(value: Any) -> str | None:
    """Return why Pulumi cannot pass *value* on as it is, None if it can."""
    return next(_faults(value), None)


def _faults(value: Any) -> Iterator[str]:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _faults(key) if isinstance(key, str) else [messages.key_not_a_string()]
            yield from _faults(item)
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview)):
        for item in value:
            yield from _faults(item)
    elif fault := _leaf_fault(value):
        yield fault


def _leaf_fault(value: Any) -> str | None:
    if isinstance(value, str) and not _is_encodable(value):
        return messages.surrogate_character()
    if isinstance(value, int):
        return messages.rounded_integer(str(_MAX_EXACT)) if abs(value) > _MAX_EXACT else None
    if isinstance(value, _PASSED_ON) or inspect.isawaitable(value):
        return None
    return messages.unsupported_type(type(value).__name__)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
