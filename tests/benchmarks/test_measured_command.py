"""What a measured command is charged with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks import measured_command
from benchmarks.measured_command import descendants, provider_peaks

BUSY = "import time\nwhile time.process_time() < 0.3: pass"
LEAVES_A_BUSY_ORPHAN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}])"
LARGE = "data = b'x' * 60_000_000; print('ready', flush=True); input()"


def measured(tmp_path: Path, program: str) -> tuple[int, dict[str, float]]:
    result = tmp_path / "measured.json"
    command = [sys.executable, measured_command.__file__, str(result), sys.executable]
    done = subprocess.run([*command, "-c", program], check=False)
    return done.returncode, json.loads(result.read_text())


def test_the_cpu_time_of_a_process_whose_parent_has_ended_counts(tmp_path: Path) -> None:
    code, found = measured(tmp_path, LEAVES_A_BUSY_ORPHAN)
    assert code == 0
    assert found["cpu_s"] >= 0.3


def test_the_exit_code_is_that_of_the_command(tmp_path: Path) -> None:
    code, found = measured(tmp_path, "raise SystemExit(3)")
    assert code == 3
    assert found["wall_s"] > 0
    assert found["provider_mb"] == 0


def test_the_memory_is_that_of_provider_processes() -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    started = []
    for name in ("pulumi.dynamic", "another process"):
        command = [sys.executable, "-c", LARGE, name]
        started.append(subprocess.Popen(command, **pipes))  # type: ignore[call-overload]
        started[-1].stdout.readline()
    provider, other = (process.pid for process in started)
    try:
        peaks = provider_peaks(os.getpid())
        assert {provider, other} <= set(descendants(os.getpid()))
        assert peaks[provider] > 60_000
        assert other not in peaks
    finally:
        for process in started:
            process.communicate(b"\n")
