"""The results of a benchmark: the samples of each cell, their statistics, and the JSON file."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.variants import FLOOR, STEPS, Load


@dataclass(frozen=True)
class Sample:
    """One command: its time, what it used, what it requested, and the state after it."""

    wall_s: float
    cpu_s: float
    provider_mb: float
    state_bytes: int
    requests: Mapping[str, int]
    run: str = ""
    """The repetition that the sample is of: when it started."""


@dataclass(frozen=True)
class Cell:
    """The samples of one step of one variant, at one load."""

    samples: list[Sample]

    @property
    def median_s(self) -> float:
        """The median of the wall times."""
        return statistics.median(sample.wall_s for sample in self.samples)

    @property
    def runs(self) -> set[str]:
        """The repetitions that the samples are of."""
        return {sample.run for sample in self.samples}

    def of(self, runs: set[str]) -> Cell:
        """Return the samples of these repetitions."""
        return Cell([sample for sample in self.samples if sample.run in runs])

    @property
    def minimum_s(self) -> float:
        """The shortest wall time."""
        return min(sample.wall_s for sample in self.samples)

    @property
    def cpu_s(self) -> float:
        """The median of the CPU times of all processes that the command started."""
        return statistics.median(sample.cpu_s for sample in self.samples)

    @property
    def provider_mb(self) -> float:
        """The largest peak of the resident memory of the providers."""
        return max(sample.provider_mb for sample in self.samples)

    @property
    def state_bytes(self) -> int:
        """The size of the state after the last of the commands."""
        return self.samples[-1].state_bytes

    @property
    def requests(self) -> Mapping[str, int]:
        """The requests of the command that sent most."""
        return max(
            (sample.requests for sample in self.samples), key=lambda each: sum(each.values())
        )


@dataclass
class Results:
    """All cells of a file, and the machine and the versions of the last run that added some."""

    about: dict[str, Any]
    cells: dict[tuple[Load, str, str], Cell] = field(default_factory=dict)

    def add(self, load: Load, step: str, variant: str, sample: Sample) -> None:
        """Add *sample* to its cell."""
        self.cells.setdefault((load, step, variant), Cell([])).samples.append(sample)

    def loads(self) -> list[Load]:
        """Return the measured loads, in the order of measurement."""
        return list(dict.fromkeys(load for load, _step, _variant in self.cells))

    def steps(self) -> list[str]:
        """Return the names of the measured steps, in order."""
        return list(dict.fromkeys(step for _load, step, _variant in self.cells))

    def variants(self, *loads: Load) -> list[str]:
        """Return the names of the variants that were measured at all *loads*, the floor first."""
        measured = {(load, variant): None for load, _step, variant in self.cells}
        names = dict.fromkeys(variant for _load, variant in measured)
        complete = [name for name in names if all((load, name) in measured for load in loads)]
        return sorted(complete, key=lambda name: name != FLOOR)

    def ratio(self, load: Load, step: str, variant: str) -> float | None:
        """Return the median relative to the floor in the same repetitions; None without one."""
        cell = self.cells[load, step, variant]
        floor = self.cells.get((load, step, FLOOR), Cell([]))
        runs = cell.runs & floor.runs
        return cell.of(runs).median_s / floor.of(runs).median_s if runs else None

    def repetitions(self, load: Load, variant: str) -> int:
        """Return how many times all steps of *variant* were measured."""
        nothing = Cell([])
        return min(
            len(self.cells.get((load, step.name, variant), nothing).samples) for step in STEPS
        )

    def save(self, path: Path) -> None:
        """Write the JSON file *path*, one cell per line."""
        cells = [
            asdict(load) | {"step": step, "variant": variant} | asdict(cell)
            for (load, step, variant), cell in self.cells.items()
        ]
        lines = ",\n".join(json.dumps(cell) for cell in cells)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"about": {json.dumps(self.about)},\n"cells": [\n{lines}\n]}}\n')

    @classmethod
    def load(cls, path: Path) -> Results:
        """Read the JSON file *path*."""
        content = json.loads(path.read_text())
        results = cls(content["about"])
        for cell in content["cells"]:
            load = Load(cell["delay_ms"], cell["services"], cell["variables"])
            for sample in cell["samples"]:
                results.add(load, cell["step"], cell["variant"], Sample(**sample))
        return results


def requests_between(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return the requests by method of one step, from the counts before and after it."""
    return dict(sorted((Counter(after) - Counter(before)).items()))
