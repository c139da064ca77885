"""
Draw the results as a PNG: `python -m benchmarks.plot RESULTS.json PLOT.png`.

Needs matplotlib, which no test needs: the dependency group `benchmarks`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.results import Results
from benchmarks.variants import FLOOR, REFERENCE, Load

COLUMNS = 3
SIZE_IN = (11, 6.5)
PIXELS_PER_IN = 110


def plot(results: Results, path: Path) -> None:
    """Draw the time of each step by the number of variables, a line per variant, to *path*."""
    from matplotlib.pyplot import subplots  # noqa: PLC0415 - nothing else needs it
    from matplotlib.ticker import LogLocator, NullFormatter  # noqa: PLC0415

    loads, steps = _shown(results), results.steps()
    rows = -(-len(steps) // COLUMNS)
    figure, grid = subplots(
        rows, COLUMNS, sharex=True, sharey=True, figsize=SIZE_IN, layout="constrained"
    )
    for step, axes in zip(steps, grid.flat, strict=False):
        for variant in results.variants():
            # A run that was cut lacks some.
            measured = [load for load in loads if (load, step, variant) in results.cells]
            medians = [results.cells[load, step, variant].median_s for load in measured]
            style = ".--k" if variant == FLOOR else ".-"
            axes.plot([load.variables for load in measured], medians, style, label=variant)
        axes.set(title=step, xscale="log", yscale="log")
        axes.grid(visible=True, alpha=0.3)
        axes.set_xticks([load.variables for load in loads])
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:,g}")
            axis.set_minor_formatter(NullFormatter())
    grid.flat[0].legend()
    figure.supxlabel(f"variables, on one web service, {loads[0].delay_ms} ms a request")
    figure.supylabel("seconds (median)")
    figure.savefig(path, dpi=PIXELS_PER_IN)


def _shown(results: Results) -> list[Load]:
    """Return the loads on one web service with the largest delay, those of the aims if measured."""
    loads = [load for load in results.loads() if load.services == REFERENCE.services]
    delay_ms = max(load.delay_ms for load in loads)
    return sorted(load for load in loads if load.delay_ms == delay_ms)


def main() -> None:
    """Draw a results file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plot", description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("png", type=Path)
    args = parser.parse_args()
    plot(Results.load(args.results), args.png)


if __name__ == "__main__":
    main()
