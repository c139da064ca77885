"""Read the emulator's request log: count, normalize and wait for requests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pulumi_runsite.testing import Runsite


def without_ids(writes: Iterable[str]) -> list[str]:
    """Return requests with a `*` in place of each id."""
    return [re.sub(r"[0-9a-f-]{36}", "*", write) for write in writes]


def count_by_collection(writes: Iterable[str]) -> Counter[str]:
    """Count requests by method and the last segment of the path that is not an id."""
    segments = [re.sub(r"/[0-9a-f-]{36}", "", write).split("/") for write in writes]
    return Counter(f"{segment[0].strip()} {segment[-1]}" for segment in segments)


def count_deployments(emulator: Runsite) -> int:
    """Return the number of requests that created a deployment."""
    return sum(write.endswith("/deployments") for write in emulator.writes())


def wait_for_polled_deployments(emulator: Runsite, number: int) -> None:
    """Return when *number* deployments have been polled: the provider is waiting for them."""
    polled: set[str] = set()
    while len(polled) < number:
        # Through HTTP, so that the emulator's thread is not kept from answering others.
        entries = emulator.control("GET", "journal")["entries"]
        polled = {e["path"] for e in entries if "/deployments/" in e["path"]}
