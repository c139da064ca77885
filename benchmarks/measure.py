"""Measures all variants in turn: step by step, so that a slow machine affects all alike."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measured_stack import measured_stack
from benchmarks.progress import Progress
from benchmarks.results import Results
from benchmarks.variants import FLOOR, STEPS, Load, Variant, in_turn
from tests.engine.stack import environment


def measure(
    results: Results, variants: Sequence[Variant], loads: Sequence[Load], repetitions: int
) -> Iterator[Load]:
    """Add the samples that *results* lack for so many repetitions; yield the load of each one."""
    runs = [
        (load, chosen)
        for load in loads
        for chosen in to_measure(results, variants, load, repetitions)
    ]
    if not runs:
        return
    progress = Progress([load for load, chosen in runs for _ in range(len(STEPS) * len(chosen))])
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        env = environment(Path(name) / "home")
        results.about = about(env)
        for number, (load, chosen) in enumerate(runs):
            folder = Path(name) / str(number)
            for measured in _measure_once(results, chosen, load, folder, env):
                line = progress.finished(time.monotonic() - started)
                print(f"{line}: {load}, {measured}", file=sys.stderr)
                yield load


def to_measure(
    results: Results, variants: Sequence[Variant], load: Load, repetitions: int
) -> list[list[Variant]]:
    """Return the variants of each missing repetition: those that lack it, and the floor."""
    done = {variant.name: results.repetitions(load, variant.name) for variant in variants}
    found = []
    for repetition in range(min(done.values()), repetitions):
        missing = {name for name, count in done.items() if count <= repetition} | {FLOOR}
        found.append([variant for variant in variants if variant.name in missing])
    return found


def _measure_once(
    results: Results, variants: Sequence[Variant], load: Load, folder: Path, env: dict[str, str]
) -> Iterator[str]:
    run = datetime.now(timezone.utc).isoformat(timespec="seconds")
    with ExitStack() as running:
        stacks = {
            variant.name: running.enter_context(
                measured_stack(variant, load, folder / variant.name, env)
            )
            for variant in variants
        }
        for turn, step in enumerate(STEPS):
            for variant in in_turn(variants, turn):
                sample = replace(stacks[variant.name].measure(step), run=run)
                results.add(load, step.name, variant.name, sample)
                yield f"{step.name}, {variant.name}, {sample.wall_s:.1f} s"


def about(env: dict[str, str]) -> dict[str, Any]:
    """Return the machine and the versions of a run."""
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "commit": _output("git", "rev-parse", "--short", "HEAD"),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "load_average": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "engine": _output("pulumi", "version", env=env).removeprefix("v"),
        "sdk": version("pulumi"),
    }


def _output(*command: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()
