"""The results as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.results import Results
from benchmarks.variants import FLOOR, Load

ABSENT = "-"


def overview(results: Results, load: Load) -> str:
    """Return one row per step: the median of each variant, and its ratio to the floor."""
    variants = results.variants(load)
    rows = [
        [step, *(_median_and_ratio(results, load, step, variant) for variant in variants)]
        for step in results.steps()
    ]
    return _table(["step", *variants], rows)


def details(results: Results, load: Load) -> str:
    """Return one row per step and variant, with everything that was measured."""
    head = [
        "step", "variant", "median, s", "minimum, s", "/ floor", "CPU, s", "provider, MB",
        "requests", "state, KB",
    ]  # fmt: skip
    rows = []
    for step in results.steps():
        for variant in results.variants(load):
            cell = results.cells.get((load, step, variant))
            if cell is None:  # the run was cut
                continue
            ratio = results.ratio(load, step, variant)
            rows.append(
                [
                    step,
                    variant,
                    f"{cell.median_s:.2f}",
                    f"{cell.minimum_s:.2f}",
                    ABSENT if ratio is None else f"{ratio:.2f}",
                    f"{cell.cpu_s:.2f}",
                    f"{cell.provider_mb:.0f}",
                    _requests(cell.requests),
                    f"{cell.state_bytes / 1000:.0f}",
                ]
            )
    return _table(head, rows)


def _median_and_ratio(results: Results, load: Load, step: str, variant: str) -> str:
    if (load, step, variant) not in results.cells:  # the run was cut
        return ABSENT
    median = f"{results.cells[load, step, variant].median_s:.2f}"
    ratio = results.ratio(load, step, variant)
    return median if ratio is None or variant == FLOOR else f"{median} ({ratio:.2f})"


def _requests(requests: Mapping[str, int]) -> str:
    return " + ".join(f"{count} {method}" for method, count in requests.items()) or "0"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
