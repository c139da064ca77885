"""Slow commands, run so that the person waiting sees that they are alive."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import Unavailable

TICK_S = 10.0
"""Seconds between two lines."""

LINES_SHOWN = 20
"""How much of a failed command's output is repeated."""


def say(line: str) -> None:
    """Write *line* to stderr; stdout belongs to the answer."""
    print(line, file=sys.stderr, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    what: str,
    timeout_s: float,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """
    Run *command* to its end, saying *what* and how long so far every TICK_S seconds.

    Raises:
        Unavailable: it failed or took longer than *timeout_s*; its last line is in the message.
    """
    say(f"{what} ...")
    started = time.monotonic()
    with (
        tempfile.TemporaryFile("w+") as output,
        subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        ) as process,
    ):
        while True:
            try:
                code = process.wait(timeout=TICK_S)
                break
            except subprocess.TimeoutExpired:
                passed_s = time.monotonic() - started
                say(f"{what}: {passed_s:.0f} s so far")
                if passed_s > timeout_s:
                    process.kill()
        output.seek(0)
        lines = [line.rstrip() for line in output if line.strip()]
    if code != 0:
        for line in lines[-LINES_SHOWN:]:
            say(f"  {line}")
        raise Unavailable(f"{what} failed ({lines[-1].strip() if lines else f'exit code {code}'})")
