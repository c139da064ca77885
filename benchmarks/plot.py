"""
Draw the results as a PNG: `python -m benchmarks.plot RESULTS.json PLOT.png`.

Needs the dependency group `benchmarks`: `pip install --group benchmarks`.
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
    from matplotlib.figure import Figure  # noqa: PLC0415 - nothing else needs it

    loads = _shown(results)
    figure = Figure(figsize=SIZE_IN, layout="constrained")
    steps = results.steps()
    for number, step in enumerate(steps, start=1):
        axes = figure.add_subplot(-(-len(steps) // COLUMNS), COLUMNS, number)
        for variant in results.variants():
            cells = [results.cells[load, step, variant] for load in loads]
            style = "--" if variant == FLOOR else "o-"
            axes.plot(
                [load.variables for load in loads],
                [cell.median_s for cell in cells],
                style,
                label=variant,
                color="gray" if variant == FLOOR else None,
                markersize=4,
            )
        axes.set(title=step, xscale="log", yscale="log", xlabel="variables", ylabel="seconds")
        axes.grid(visible=True, which="both", alpha=0.2)
    figure.axes[0].legend()
    figure.suptitle(f"1 web service, {loads[0].delay_ms} ms a request; medians, both axes log")
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
