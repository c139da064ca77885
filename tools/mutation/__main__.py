"""`python -m tools.mutation [module ...] [--sample N]`: print the mutation score per module."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import fastapi
import grpc
import httpx
import uvicorn

from .mutants import Mutant, mutants_of
from .targets import PACKAGE, TARGETS, module_name
from .trial import is_noticed

ROOT = Path(__file__).resolve().parents[2]
IMPORTED_ONCE = (fastapi, grpc, httpx, uvicorn)
"""Slow imports, which every trial inherits."""


def main() -> int:
    """Run all trials; return 1 if a module is below the requested score."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TARGETS), help="such as api/client.py")
    parser.add_argument("--sample", type=int, default=0, help="mutants of each module at most")
    parser.add_argument("--at-least", type=float, default=0.0, help="the score in percent")
    options = parser.parse_args()
    scores = [_score(module, options.sample) for module in options.modules]
    return int(min(scores) < options.at_least)


def _score(module: str, sample: int) -> float:
    file, tests = ROOT / PACKAGE / module, TARGETS[module]
    source = file.read_text()
    if is_noticed(module_name(module), file, source, tests):
        run = "python -m pytest -x " + " ".join(tests)
        sys.exit(f"{module}: the tests fail without any mutation: `{run}`")
    if not is_noticed(module_name(module), file, "", tests):
        sys.exit(f"{module}: the tests import the module, and not its mutant")
    mutants = list(mutants_of(source))
    if 0 < sample < len(mutants):
        mutants = mutants[:: -(-len(mutants) // sample)]
    started_at = time.monotonic()
    survivors = [each for each in mutants if not _is_noticed(each, module, file, tests)]
    for each in survivors:
        print(f"{module}:{each.line}: survived: {each.change}")
    score = 100.0 * (1 - len(survivors) / len(mutants))
    seconds = time.monotonic() - started_at
    print(f"{module}: {score:.1f} % of {len(mutants)} mutants noticed, {seconds:.0f} s", flush=True)
    return score


def _is_noticed(mutant: Mutant, module: str, file: Path, tests: tuple[str, ...]) -> bool:
    return is_noticed(module_name(module), file, mutant.source, tests)


if __name__ == "__main__":
    sys.exit(main())
