"""Slow commands print their progress, and have a timeout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tools.pulumi_cli import Unavailable, progress


def test_a_slow_command_prints_progress_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    lines: list[str] = []

    def print_line(line: str) -> None:
        lines.append(line)
        if len(lines) == 3:
            fifo.write_text("continue")

    monkeypatch.setattr(progress, "PROGRESS_INTERVAL_S", 0.01)
    monkeypatch.setattr(progress, "print_line", print_line)
    command = [sys.executable, "-S", "-c", "import sys; open(sys.argv[1]).read()", str(fifo)]
    progress.run(command, title="Waiting", timeout_s=60)
    assert lines[:3] == ["Waiting ...", "Waiting: 0 s elapsed", "Waiting: 0 s elapsed"]


def test_a_command_that_exceeds_its_timeout_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PROGRESS_INTERVAL_S", 0.01)
    command = [sys.executable, "-S", "-c", "import signal; signal.pause()"]
    with pytest.raises(Unavailable, match="Waiting failed"):
        progress.run(command, title="Waiting", timeout_s=0)
