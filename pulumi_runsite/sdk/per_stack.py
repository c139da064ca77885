"""What the program of one stack has declared so far: a test may run several in one process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

import pulumi
from pulumi.runtime import get_root_resource

T = TypeVar("T")


class PerStack(Generic[T]):
    """A record for each stack, empty at its start."""

    def __init__(self, empty: Callable[[], T]) -> None:
        self._empty = empty
        self._records: WeakKeyDictionary[pulumi.Resource, T] = WeakKeyDictionary()

    def current(self) -> T | None:
        """Return the record of the stack whose program runs, None if none does."""
        if (stack := get_root_resource()) is None:
            return None
        return self._records.setdefault(stack, self._empty())
