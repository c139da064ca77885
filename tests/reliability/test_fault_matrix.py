"""Every fault in every operation: nothing is doubled, lost, leaked or believed too soon."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from .conftest import NewStory
from .faults import FAILURES, Failure
from .operations import OPERATIONS, Operation
from .story import Layout, faulted, layout_of

ADAPTERS = ("plugin", "dynamic")
IS_COMPLETE = os.environ.get("RUNSITE_RELIABILITY") == "all"
"""Whether each fault is tried at each request and through both adapters (10 minutes)."""

_layouts: dict[str, Layout] = {}

WITHOUT_REQUESTS = {"delete project", "delete deployment", "delete restart"}


def pairs() -> Iterator[tuple[str, Failure]]:
    for name in OPERATIONS.keys() - WITHOUT_REQUESTS:
        for failure in FAILURES:
            yield name, failure


CASES = sorted(pairs(), key=str)


def layout(new_story: NewStory, operation: Operation) -> Layout:
    """Return the requests of *operation*, from one run without faults."""
    if operation.name not in _layouts:
        _layouts[operation.name] = layout_of(new_story("plugin", operation))
    return _layouts[operation.name]


def tries(name: str, failure: Failure, layout: Layout) -> Iterator[tuple[str, int]]:
    """Yield adapter and position: each write through one adapter by turns, unless complete."""
    if IS_COMPLETE:
        yield from ((each, at) for each in ADAPTERS for at in range(len(layout.methods)))
    else:
        turn = CASES.index((name, failure))
        yield from ((ADAPTERS[(turn + at) % 2], at) for at in layout.writes)


@pytest.mark.parametrize(
    ("name", "failure"),
    [pytest.param(name, failure, id=f"{name}: {failure}") for name, failure in CASES],
)
def test_a_fault_doubles_loses_leaks_and_fakes_nothing(
    new_story: NewStory, name: str, failure: Failure
) -> None:
    operation = OPERATIONS[name]
    found: list[str] = []
    for adapter, position in tries(name, failure, layout(new_story, operation)):
        violations = faulted(new_story(adapter, operation), failure, position)
        found += [f"through {adapter}, at request {position}: {each}" for each in violations]
    assert found == []


@pytest.mark.parametrize("name", sorted(WITHOUT_REQUESTS))
def test_an_operation_without_requests_cannot_fail(new_story: NewStory, name: str) -> None:
    assert layout(new_story, OPERATIONS[name]).methods == ()
