"""The local Runsite of the engine tests: the one that the demo uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.local_runsite import LocalRunsite, running

__all__ = ["LocalRunsite", "running", "without_ids"]


def without_ids(writes: Iterable[str]) -> list[str]:
    """Return requests with a `*` in place of each id."""
    return [re.sub(r"[0-9a-f-]{36}", "*", write) for write in writes]
