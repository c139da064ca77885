"""
Compare `pulumi` with this provider to a provider that does nothing, and to a naive one.

The variants: `floor` is a dynamic provider that does nothing; `naive` one that sends one request
per operation with a new client each time; `single` declares one EnvVar per variable; `map` has the
variables as `secret_env_vars` of their web service; `plugin` is `single` through the plugin. With
--settings: `floor`, `single`, `map`, and `single` with one setting of the engine each,
`--parallel 4`, `--parallel 64`, `no checkpoints`, `no backups` and `gzip`.

Prints a table for each load, and writes each sample to the output file when it is measured. A
repetition with 200 variables takes two to three minutes.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.variants import FULL, REFERENCE, SETTINGS, VARIANTS, Load, Variant, before, loads

PACKAGE = Path("pulumi_runsite", "__init__.py")


@dataclass(frozen=True)
class Options:
    """What is measured, and where the samples are saved."""

    variants: list[Variant]
    loads: list[Load]
    repetitions: int
    output: Path
    add: bool
    plot: Path | None


def options(arguments: Sequence[str] | None = None) -> Options:
    """Return the options of the command line; exit with status 2 if they are not possible."""
    parser = _parser()
    args = parser.parse_args(arguments)
    given = (args.delays, args.services, args.variables)
    if args.full and any(given):
        parser.error("--full has loads of its own: omit --variables, --services and --delays")
    if args.plot and not importlib.util.find_spec("matplotlib"):
        parser.error("--plot needs matplotlib: install it with `pip install matplotlib`")
    defaults = ([REFERENCE.delay_ms], [REFERENCE.services], [REFERENCE.variables])
    measured = list(FULL) if args.full else loads(*map(_or_default, given, defaults))
    if not measured:
        parser.error("--services: at most as many web services as variables (--variables)")
    return Options(
        variants=_variants(parser, args),
        loads=measured,
        repetitions=args.repetitions or (1 if args.full else 3),
        output=args.output,
        add=args.add,
        plot=args.plot,
    )


def _variants(parser: argparse.ArgumentParser, args: argparse.Namespace) -> list[Variant]:
    chosen = args.variants or [variant.name for variant in args.of]
    names = [variant.name for variant in (*args.of, *args.before)]
    for name in chosen:
        if name == "before" and not args.before:
            parser.error("argument --variants: 'before' needs --before CHECKOUT")
        if name not in names:
            parser.error(f"argument --variants: {name!r}: choose from {', '.join(names)}")
    return [*(variant for variant in args.of if variant.name in chosen), *args.before]


def _or_default(given: list[int] | None, default: list[int]) -> list[int]:
    return given or default


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--variables", type=_count, nargs="+", metavar="N",
        help=f"environment variables of the program; default {REFERENCE.variables}")  # fmt: skip
    add("--services", type=_count, nargs="+", metavar="N",
        help="web services that share them, with at least one each; "
        f"default {REFERENCE.services}")  # fmt: skip
    add("--delays", type=_delay, nargs="+", metavar="MS",
        help=f"milliseconds until a response; default {REFERENCE.delay_ms}")  # fmt: skip
    add("--repetitions", type=_count, metavar="N", help="default 3, and 1 with --full")
    add("--full", action="store_true", help="the loads of docs/performance.md, in half an hour")
    add("--settings", dest="of", action="store_const", const=SETTINGS, default=VARIANTS,
        help="compare settings of the engine, in place of providers")  # fmt: skip
    add("--variants", nargs="+", metavar="NAME", help="only these; default all")
    add("--before", type=_other_checkout, nargs=1, default=[], metavar="CHECKOUT",
        help="also measure `single` with the package of another checkout, as `before`")  # fmt: skip
    add("--output", type=Path, default=Path("build/benchmark.json"), metavar="FILE.json",
        help="the file of the samples, overwritten without --add; "
        "default %(default)s")  # fmt: skip
    add("--add", action="store_true",
        help="keep the samples in the output file, and measure only the repetitions of a load and "
        "a variant that it lacks, with the floor")  # fmt: skip
    add("--plot", type=Path, metavar="FILE.png", help="draw the results; needs matplotlib")
    return parser


def _count(text: str) -> int:
    return _integer(text, 1)


def _delay(text: str) -> int:
    return _integer(text, 0)


def _integer(text: str, least: int) -> int:
    if not text.isdecimal() or int(text) < least:
        error = f"an integer of at least {least} is required, not {text!r}"
        raise argparse.ArgumentTypeError(error)
    return int(text)


def _other_checkout(text: str) -> Variant:
    if not (Path(text) / PACKAGE).is_file():
        raise argparse.ArgumentTypeError(f"{text} is no checkout: it has no {PACKAGE}")
    return before(Path(text))
