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
    counts = sorted({len(cell.samples) for cell in results.cells.values()})
    return wrapped(
        f"Measured on {about['date']} at commit {about['commit']}: {about['system']}, "
        f"{about['cores']} cores, {about['memory_gb']} GB, load average {about['load_average']} "
        f"before the first command; Pulumi engine {about['engine']}, Pulumi SDK {about['sdk']}, "
        f"Python {about['python']}. Repetitions: {' to '.join(map(str, counts))}."
    )


def _overviews(results: Results) -> str:
    # The load of the aims comes first.
    loads = sorted(results.loads(), key=lambda load: load != REFERENCE)
    return "\n\n".join(_titled(load, overview(results, load)) for load in loads)


def _details(results: Results) -> str:
    load = REFERENCE if REFERENCE in results.loads() else results.loads()[-1]
    return _titled(load, details(results, load))


def _titled(load: Load, table: str) -> str:
    return f"**{load}**\n\n{table}"
