"""
Run a command and write what it used: `python measured_command.py RESULT.json COMMAND...`.

It is a process of its own, whose children are the command and nothing else. The CPU time is that of
all descendants, also of those whose parent has ended (Linux gives them to this process). The memory
is the peak of the resident memory of each provider process, summed. SIGTERM ends them all.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

PR_SET_CHILD_SUBREAPER = 36
SAMPLING_INTERVAL_S = 0.05
ORPHANS_END_WITHIN_S = 10
PROVIDERS = (b"pulumi.dynamic", b"pulumi-resource-runsite", b"pulumi_runsite")
"""In the command line of a provider process: Pulumi's host of dynamic providers, and the plugin."""


def descendants(process: int) -> Iterator[int]:
    """Yield the ids of all descendants of *process*."""
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # the thread or the process has ended
            for child in map(int, children.read_text().split()):
                yield child
                yield from descendants(child)


def provider_peaks(process: int) -> dict[int, int]:
    """Return the peak of the resident memory of each provider below *process*, in KB."""
    peaks = {}
    for child in descendants(process):
        with suppress(OSError, StopIteration):
            if any(each in Path(f"/proc/{child}/cmdline").read_bytes() for each in PROVIDERS):
                status = Path(f"/proc/{child}/status").read_text().splitlines()
                peak = next(line for line in status if line.startswith("VmHWM"))
                peaks[child] = int(peak.split()[1])
    return peaks


def wait_for_descendants(within_s: float) -> None:
    """Wait for all descendants, and kill those that do not end."""
    deadline = time.monotonic() + within_s
    with suppress(ChildProcessError):
        while True:
            ended, _ = os.waitpid(-1, os.WNOHANG)
            if not ended:
                time.sleep(0.01)
                if time.monotonic() >= deadline:
                    for child in descendants(os.getpid()):
                        with suppress(ProcessLookupError):
                            os.kill(child, 9)


def end(_number: int, _frame: FrameType | None) -> NoReturn:
    """Kill all descendants: the engine starts its hosts in process groups of their own."""
    wait_for_descendants(0)
    os._exit(1)


def main() -> int:
    """Run the command and return its exit code."""
    result, *command = sys.argv[1:]
    signal.signal(signal.SIGTERM, end)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    peaks: dict[int, int] = {}
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(SAMPLING_INTERVAL_S):
            peaks.update(provider_peaks(os.getpid()))

    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    sampler = threading.Thread(target=sample)
    sampler.start()
    code = process.wait()
    wall_s = time.perf_counter() - started
    ended.set()
    sampler.join()
    wait_for_descendants(ORPHANS_END_WITHIN_S)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = {
        "wall_s": round(wall_s, 3),
        "cpu_s": round(used.ru_utime + used.ru_stime, 3),
        "provider_mb": round(sum(peaks.values()) / 1024, 1),
    }
    Path(result).write_text(json.dumps(measured))
    return code


if __name__ == "__main__":
    sys.exit(main())
