"""Run slow commands and print their progress."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import Unavailable

PROGRESS_INTERVAL_S = 10.0
"""Seconds between two lines of progress."""

TAIL_LINES = 20
"""How many lines of a failed command's output are printed."""


def print_line(line: str) -> None:
    """Print *line* on stderr; stdout is for the result."""
    print(line, file=sys.stderr, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    title: str,
    timeout_s: float,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """
    Run *command*, and print *title* and the elapsed time every PROGRESS_INTERVAL_S seconds.

    Raises:
        Unavailable: it failed or took longer than *timeout_s*; the message has its last line.
    """
    print_line(f"{title} ...")
    started = time.monotonic()
    with (
        tempfile.TemporaryFile("w+") as output,
        subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        ) as process,
    ):
        while True:
            try:
                code = process.wait(timeout=PROGRESS_INTERVAL_S)
                break
            except subprocess.TimeoutExpired:
                elapsed_s = time.monotonic() - started
                print_line(f"{title}: {elapsed_s:.0f} s elapsed")
                if elapsed_s > timeout_s:
                    process.kill()
        output.seek(0)
        lines = [line.rstrip() for line in output if line.strip()]
    if code != 0:
        for line in lines[-TAIL_LINES:]:
            print_line(f"  {line}")
        raise Unavailable(f"{title} failed ({lines[-1].strip() if lines else f'exit code {code}'})")
