"""The tables of docs/performance.md, from the results of the benchmarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from benchmarks.results import Results
from benchmarks.table import details, overview
from benchmarks.variants import REFERENCE, Load
from tools.generate.page_parts import wrapped

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results"
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def performance_page(docs: Path) -> str:
    """Return the text of `docs/performance.md` with the tables of the current results."""
    providers = Results.load(RESULTS / "providers.json")
    settings = Results.load(RESULTS / "settings.json")
    blocks = {
        "machine": _machine(providers),
        "providers": _overviews(providers),
        "details": _details(providers),
        "settings": _overviews(settings),
    }
    return with_blocks((docs / "performance.md").read_text(), blocks)


def with_blocks(page: str, blocks: Mapping[str, str]) -> str:
    """Return *page* with *blocks* between its markers; each must have exactly one place."""
    places = [name for _begin, name, _end in _BLOCK.findall(page)]
    if sorted(places) != sorted(blocks):
        raise ValueError(f"docs/performance.md has places for {places}, not for {list(blocks)}")
    return _BLOCK.sub(lambda found: f"{found[1]}\n{blocks[found[2]]}\n\n{found[3]}", page)


def _machine(results: Results) -> str:
    about = results.about
    return wrapped(
        f"Measured on {about['date']} at commit {about['commit']}: {about['system']}, "
        f"{about['cores']} cores, {about['memory_gb']} GB, load average {about['load_average']} "
        f"before the last run; Pulumi engine {about['engine']}, Pulumi SDK {about['sdk']}, "
        f"Python {about['python']}. Repetitions: {repetitions(results)}."
    )


def repetitions(results: Results) -> str:
    """Return how often each load was measured: that of the aims, and the others."""
    counts: dict[bool, set[int]] = {}
    for (load, _step, _variant), cell in results.cells.items():
        counts.setdefault(load == REFERENCE, set()).add(len(cell.samples))
    texts = {aims: " to ".join(map(str, sorted(each))) for aims, each in counts.items()}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return f"{texts[True]} with {REFERENCE}; {texts[False]} with each other load"


def in_order(results: Results) -> list[Load]:
    """Return the measured loads, that of the aims first, the others from small to large."""
    return sorted(results.loads(), key=lambda load: (load != REFERENCE, load.size))


def _overviews(results: Results) -> str:
    return "\n\n".join(_titled(load, overview(results, load)) for load in in_order(results))


def _details(results: Results) -> str:
    load = REFERENCE if REFERENCE in results.loads() else results.loads()[-1]
    return _titled(load, details(results, load))


def _titled(load: Load, table: str) -> str:
    return f"**{load}**\n\n{table}"
