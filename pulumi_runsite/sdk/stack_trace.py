"""The stack trace that the engine stores with each resource."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_RESERVE = 1
"""
Frames by which Pulumi's SDK may exceed those of this module, above the constructor of a resource.

In 3.272.0 both have three.
"""


@contextmanager
def of_the_program() -> Iterator[None]:
    """
    Leave out the frames of Pulumi's runtime, which are the same for every resource.

    With them the trace is over a third of what the state has of an `EnvVar`, and the engine writes
    the whole state before and after each operation.
    """
    if hasattr(sys, "tracebacklimit"):  # the user's own
        yield
        return
    sys.tracebacklimit = _frames_of_program() + _RESERVE
    try:
        yield
    finally:
        del sys.tracebacklimit


def _frames_of_program() -> int:
    number = 0
    frame: FrameType | None = sys._getframe()  # noqa: SLF001
    while frame is not None and not _runs_programs(frame):
        number, frame = number + 1, frame.f_back
    return number


def _runs_programs(frame: FrameType) -> bool:
    """Return whether *frame* is of `runpy`, or of the event loop that runs a `pulumi.run(main)`."""
    return str(frame.f_globals.get("__name__")).partition(".")[0] in {"runpy", "asyncio"}
