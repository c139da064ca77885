"""The order of the tests where several processes share them, and what they let programs inherit."""

from __future__ import annotations

import os

import pytest

from tests.signals import let_children_be_interrupted

let_children_be_interrupted()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Let the parts of two processes begin with engine tests, which take long, by whole modules.

    Each process begins with its part, and takes the end of another: so the last tests are short.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes == 1:
        return
    long = [item for item in items if item.get_closest_marker("engine")]
    short = [item for item in items if not item.get_closest_marker("engine")]
    cut = len(long) // 2
    while 0 < cut < len(long) and long[cut].path == long[cut - 1].path:
        cut += 1
    first = max(len(items) // processes - cut, 0)
    items[:] = [*long[:cut], *short[:first], *long[cut:], *short[first:]]
