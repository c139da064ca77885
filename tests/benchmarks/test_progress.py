"""The lines that a benchmark prints while it runs."""

from __future__ import annotations

from benchmarks.progress import STARTS_AS_VARIABLES, Progress
from benchmarks.variants import Load

START = Load(0, 1, 0)
AS_LONG_AGAIN = Load(0, 1, STARTS_AS_VARIABLES)


def test_the_time_left_counts_the_variables_of_each_command_to_come() -> None:
    progress = Progress([START, AS_LONG_AGAIN, START])
    assert progress.finished(60) == "1 of 3, about 3:00 left"
    assert progress.finished(120) == "2 of 3, about 0:40 left"
    assert progress.finished(150) == "3 of 3, about 0:00 left"
