"""How much of a benchmark is done, and how long the rest takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.variants import Load

STARTS_AS_VARIABLES = 150
"""A command takes as long to start as for so many variables."""


@dataclass
class Progress:
    """The commands of a benchmark, each weighed by the number of its variables."""

    commands: list[Load]
    """The load of each command, in order."""
    _done: int = field(default=0, init=False)

    def finished(self, elapsed_s: float) -> str:
        """Return a line for one more finished command, *elapsed_s* seconds after the start."""
        self._done += 1
        done = sum(map(_weight, self.commands[: self._done]))
        left = sum(map(_weight, self.commands[self._done :]))
        minutes, seconds = divmod(round(elapsed_s * left / done), 60)
        return f"{self._done} of {len(self.commands)}, about {minutes}:{seconds:02} left"


def _weight(load: Load) -> int:
    return load.variables + STARTS_AS_VARIABLES
