"""What the operating system knows of the processes that a command has started."""

from __future__ import annotations

import subprocess


def family_of(leader: int) -> dict[int, str]:
    """Return the command lines of *leader* and of all that it has started, by process id."""
    asked = ["ps", "-A", "-ww", "-o", "pid=,ppid=,command="]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    family = {leader}
    while more := {int(id) for id, parent, *_ in rows if int(parent) in family} - family:
        family |= more
    return {int(id): " ".join(command) for id, _, *command in rows if int(id) in family}
