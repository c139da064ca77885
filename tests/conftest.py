"""The order of the tests where two processes share them."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Let the first and the second half begin with engine tests, which take long, by whole modules.

    Each process begins with one half, and takes the end of the other: so the last tests are short.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    long = [item for item in items if item.get_closest_marker("engine")]
    short = [item for item in items if not item.get_closest_marker("engine")]
    cut = len(long) // 2
    while 0 < cut < len(long) and long[cut].path == long[cut - 1].path:
        cut += 1
    first = max(len(items) // 2 - cut, 0)
    items[:] = [*long[:cut], *short[:first], *long[cut:], *short[first:]]
