"""
The stack trace that the engine stores with each resource: of a Runsite resource, the program's.

Pulumi's own goes on through its runtime, which is the same for every resource. That would be over a
third of what the state has of an `EnvVar`, and the engine writes the whole state before and after
each operation. The trace is made by a private function of Pulumi's SDK (`_get_stack_trace`, pulumi
3.272.0), which is replaced for resources of this package only; where it is missing, nothing is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import dropwhile, takewhile
from pathlib import Path
from types import FrameType
from typing import Any

from pulumi.runtime import resource as registration
from pulumi.runtime.proto import source_pb2

_SDKS = frozenset({"pulumi", "pulumi_runsite"})
_RUNNERS = frozenset({"runpy", "asyncio"})
"""By one of these Pulumi runs a program: as a module, as a coroutine, or in an `apply`."""


def install() -> None:
    """Have the traces of Runsite resources end with the program."""
    pulumis = getattr(registration, "_get_stack_trace", None)
    if isinstance(pulumis, partial) and pulumis.func.__module__ == __name__:
        (pulumis,) = pulumis.args  # this package was imported before
    if pulumis is not None:
        registration.__dict__["_get_stack_trace"] = partial(_stack_trace, pulumis)


def _stack_trace(pulumis: Callable[[], Any]) -> Any:
    # Not this frame: it has the list, and would keep what the program's frames have.
    callers = _callers(sys._getframe(1))  # noqa: SLF001
    frames = list(takewhile(lambda each: _package(each) not in _RUNNERS, callers))
    constructors = {_module(each) for each in takewhile(_is_of_an_sdk, frames)}
    if f"{__package__}.base_resource" not in constructors:
        return pulumis()
    positions = ((_uri(each.f_code.co_filename), each.f_lineno) for each in _program(frames))
    found = (source_pb2.SourcePosition(uri=uri, line=line) for uri, line in positions if uri)
    return source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=each) for each in found])


def _program(frames: list[FrameType]) -> list[FrameType]:
    """Return *frames* without those of the SDKs at both ends."""
    below = list(dropwhile(_is_of_an_sdk, frames))
    return [*dropwhile(_is_of_an_sdk, reversed(below))][::-1]


def _callers(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__"))


def _is_of_an_sdk(frame: FrameType) -> bool:
    return _package(frame) in _SDKS


def _package(frame: FrameType) -> str:
    return _module(frame).partition(".")[0]


@cache
def _uri(file_name: str) -> str | None:
    """Return the URI of a file, None of what is none, such as the text of an `exec`."""
    path = Path(file_name)
    return path.as_uri() if path.is_absolute() else None
