"""Writes after an interrupt: none is begun, and those without which something is lost are sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .clock import Clock
from .errors import NotSent
from .messages import waits

_is_completing: ContextVar[bool] = ContextVar("completing", default=False)


class NotBegun(NotSent):
    """The user interrupted before the write was sent."""


@contextmanager
def completing() -> Iterator[None]:
    """Send the writes of this block after an interrupt too: they complete what others began."""
    token = _is_completing.set(True)
    try:
        yield
    finally:
        _is_completing.reset(token)


def complete_nothing() -> None:
    """Have the writes of this task complete nothing, whoever has started it: it is for others."""
    _is_completing.set(False)


def refuse_after_interrupt(clock: Clock, method: str, request: str) -> None:
    """
    Confirm that *request* may be sent now.

    Raises:
        NotBegun: it is a write, the user has interrupted, and it completes nothing.
    """
    if method != "GET" and clock.is_interrupted() and not _is_completing.get():
        raise NotBegun(waits.not_sent_after_interrupt(request))
