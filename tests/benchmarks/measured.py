"""Small results to judge the statistics and the tables by."""

from __future__ import annotations

from typing import Any

from benchmarks.results import Results, Sample
from benchmarks.variants import Load

LOAD = Load(delay_ms=30, services=1, variables=200)


def sample(wall_s: float = 1.0, **other: Any) -> Sample:
    values = {"cpu_s": 2.0, "provider_mb": 60.0, "state_bytes": 1500, "requests": {}}
    return Sample(**{"wall_s": wall_s, **values, **other})


def results(**seconds: list[float]) -> Results:
    """Return the results of one step, with these seconds by variant."""
    found = Results({"engine": "3.274.1"})
    for variant, walls in seconds.items():
        for wall_s in walls:
            found.add(LOAD, "create", variant, sample(wall_s))
    return found
