"""Measure, print and save: see `benchmarks/options.py`."""

from __future__ import annotations

import signal
import sys

from benchmarks.measure import measure
from benchmarks.options import Options, options
from benchmarks.plot import plot
from benchmarks.results import Results
from benchmarks.table import details
from tests.signals import let_children_be_interrupted


def main() -> int:
    """Measure, print and save."""
    let_children_be_interrupted()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    chosen = options()
    try:
        run(chosen)
    except KeyboardInterrupt:
        again = f"resume with --add --output {chosen.output}"
        print(f"Interrupted. To measure what is missing, {again}.", file=sys.stderr)
        return 128 + signal.SIGINT
    return 0


def run(chosen: Options) -> None:
    """Measure what is missing, and print the results of the chosen loads."""
    file = chosen.output
    results = Results.load(file) if chosen.add and file.exists() else Results({})
    for _ in measure(results, chosen.variants, chosen.loads, chosen.repetitions):
        results.save(file)  # after each command, so that a run that is cut keeps them
    for load in chosen.loads:
        print(f"\n{load}\n\n{details(results, load)}", flush=True)
    print(f"\nThe samples are in {file}.", flush=True)
    if chosen.plot:
        plot(results, chosen.plot)


if __name__ == "__main__":
    sys.exit(main())
