"""List the processes that a command has started."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable
from contextlib import suppress


def process_tree(root: int) -> dict[int, str]:
    """Return the command lines of process *root* and of all its descendants, by process id."""
    command = ["ps", "-A", "-ww", "-o", "pid=,ppid=,command="]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in output.splitlines()]
    tree = {root}
    while children := {int(id) for id, parent, *_ in rows if int(parent) in tree} - tree:
        tree |= children
    return {int(id): " ".join(command) for id, _, *command in rows if int(id) in tree}


def kill_all(ids: Iterable[int]) -> None:
    """Kill the processes that still exist."""
    for id in ids:
        with suppress(ProcessLookupError):
            os.kill(id, signal.SIGKILL)


def is_running(id: int) -> bool:
    """Return whether a process with this id exists."""
    try:
        os.kill(id, 0)
    except ProcessLookupError:
        return False
    return True
