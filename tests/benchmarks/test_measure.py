"""Which repetitions a benchmark measures, and what an interruption of it leaves."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path
from types import FrameType

import pytest

from benchmarks.measure import to_measure
from benchmarks.measured_stack import MeasuredStack
from benchmarks.results import Results
from benchmarks.variants import FLOOR, STEPS, VARIANTS, before
from pulumi_runsite.testing import serve
from tests.benchmarks.measured import LOAD, sample
from tests.engine.stack import Stack, environment

BEFORE = before(Path("earlier"))
ALL = [variant.name for variant in VARIANTS]


def measured(**repetitions: int) -> Results:
    """Return results with so many repetitions of each variant."""
    found = Results({})
    for variant, count in repetitions.items():
        for step in STEPS * count:
            found.add(LOAD, step.name, variant, sample())
    return found


def missing(results: Results, repetitions: int = 3) -> list[list[str]]:
    found = to_measure(results, [*VARIANTS, BEFORE], LOAD, repetitions)
    return [[variant.name for variant in each] for each in found]


def test_without_samples_every_repetition_has_all_variants() -> None:
    assert missing(Results({})) == [[*ALL, "before"]] * 3


def test_what_the_file_has_complete_is_not_measured_again() -> None:
    complete = dict.fromkeys([*ALL, "before"], 3)
    assert missing(measured(**complete)) == []
    assert missing(measured(**complete), repetitions=4) == [[*ALL, "before"]]


def test_what_is_missing_is_measured_with_the_floor() -> None:
    found = measured(**dict.fromkeys(ALL, 3), before=1)
    assert missing(found) == [[FLOOR, "before"]] * 2


def test_a_repetition_that_was_cut_is_measured_again() -> None:
    found = measured(**dict.fromkeys([*ALL, "before"], 2))
    for variant in (*ALL, "before"):
        found.add(LOAD, STEPS[0].name, variant, sample())
    assert missing(found) == [[*ALL, "before"]]


class Interrupted(BaseException):
    pass


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise Interrupted


FAKE_PULUMI = """#!{python}
import os, signal, subprocess, sys
waits = "import signal; signal.alarm(30); print('up', flush=True); signal.pause()"
command = [sys.executable, "-c", waits]
host = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE)
host.stdout.readline()
open({found!r}, "w").write(f"{{os.getpid()}} {{host.pid}}")
os.kill({benchmark}, signal.SIGUSR1)
signal.alarm(30)
signal.pause()
"""


def test_an_interruption_ends_all_processes_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, started = tmp_path / "bin" / "pulumi", tmp_path / "started"
    fake.parent.mkdir()
    values = {"python": sys.executable, "found": str(started), "benchmark": os.getpid()}
    fake.write_text(FAKE_PULUMI.format(**values))
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PULUMI_RUNSITE_CLI_BIN", str(fake.parent))
    previous = signal.signal(signal.SIGUSR1, interrupt)
    try:
        stack = Stack(tmp_path / "stack", environment(tmp_path / "home"))
        with serve() as emulator, pytest.raises(Interrupted):
            MeasuredStack(VARIANTS[0], LOAD, stack, emulator).measure(STEPS[0])
    finally:
        signal.signal(signal.SIGUSR1, previous)
    for process in started.read_text().split():
        assert not Path("/proc", process).exists()
