"""
Compare `pulumi` with this provider to a provider that does nothing, and to a naive one.

The variants: `floor` is a dynamic provider that does nothing; `naive` one that sends one request
per operation with a new client each time; `single` declares one EnvVar per variable; `map` has the
variables as `secret_env_vars` of their web service; `plugin` is `single` through the plugin. Prints
a table for each load, and writes each sample to a JSON file when it is measured. A repetition with
200 variables takes two minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.measure import measure
from benchmarks.plot import plot
from benchmarks.results import Results
from benchmarks.table import details
from benchmarks.variants import FULL, REFERENCE, SETTINGS, VARIANTS, before, loads
from tests.signals import let_children_be_interrupted


def main() -> int:
    """Measure, print and save."""
    let_children_be_interrupted()
    args = arguments()
    variants = [each for each in args.of if not args.variants or each.name in args.variants]
    variants += [before(checkout) for checkout in args.before]
    measured = FULL if args.full else loads(args.delays, args.services, args.variables)
    repetitions = args.repetitions or (1 if args.full else 3)
    results = Results.load(args.output) if args.add and args.output.exists() else Results({})
    for _ in measure(results, variants, measured, repetitions):
        results.save(args.output)  # after each command, so that a run that is cut keeps them
    for load in measured:
        print(f"\n{load}\n\n{details(results, load)}", flush=True)
    if args.plot:
        plot(results, args.plot)
    return 0


def arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--variables", type=int, nargs="+", default=[REFERENCE.variables], metavar="N")
    add("--services", type=int, nargs="+", default=[REFERENCE.services], metavar="N")
    add("--delays", type=int, nargs="+", default=[REFERENCE.delay_ms], metavar="MS")
    add("--repetitions", type=int, metavar="N", help="the default is 3, and 1 with --full")
    add("--full", action="store_true", help="the loads of docs/performance.md, in half an hour")
    add("--settings", dest="of", action="store_const", const=SETTINGS, default=VARIANTS,
        help="compare settings of the engine, in place of providers")  # fmt: skip
    add("--variants", nargs="+", metavar="NAME", help="only these; the default is all")
    add("--before", type=Path, nargs=1, default=[], metavar="CHECKOUT",
        help="also measure `single` with the package of another checkout")  # fmt: skip
    add("--output", type=Path, default=Path("build/benchmark.json"), metavar="FILE.json")
    add("--add", action="store_true", help="add to the samples in the output file")
    add("--plot", type=Path, metavar="FILE.png", help="draw the results; needs matplotlib")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
