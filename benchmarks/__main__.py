"""
Compare `pulumi` with this provider to a provider that does nothing, and to a naive one.

The variants: `floor` is a dynamic provider that does nothing; `naive` one that sends one request
per operation with a new client each time; `single` declares one EnvVar per variable; `map` has the
variables as `secret_env_vars` of their web service; `plugin` is `single` through the plugin. Prints
a table for each load, and writes all samples to a JSON file. A repetition with 200 variables takes
two minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.measure import measure
from benchmarks.plot import plot
from benchmarks.results import Results
from benchmarks.table import details
from benchmarks.variants import REFERENCE, SETTINGS, VARIANTS, loads


def main() -> int:
    """Measure, print and save."""
    args = arguments()
    variants = [each for each in args.of if not args.variants or each.name in args.variants]
    measured = loads(args.delays, args.services, args.variables)
    results = Results.load(args.output) if args.add else Results({})
    for load in measure(results, variants, measured, args.repetitions):
        print(f"\n{load}\n\n{details(results, load)}", flush=True)
        results.save(args.output)
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
    add("--repetitions", type=int, default=3, metavar="N")
    add("--full", action="store_true", help="every load: 1 to 1,000 variables, 1 and 20 services")
    add("--settings", dest="of", action="store_const", const=SETTINGS, default=VARIANTS,
        help="compare settings of the engine, in place of providers")  # fmt: skip
    add("--variants", nargs="+", metavar="NAME", help="only these; the default is all")
    add("--output", type=Path, default=Path("build/benchmark.json"), metavar="FILE.json")
    add("--add", action="store_true", help="add to the samples in the output file")
    add("--plot", type=Path, metavar="FILE.png", help="draw the results; needs matplotlib")
    args = parser.parse_args()
    if args.full:
        args.variables, args.services, args.delays = [1, 50, 200, 1000], [1, 20], [0, 30]
    return args


if __name__ == "__main__":
    sys.exit(main())
