"""Whether the command runs with `--debug`: Pulumi does not pass the flag on to a provider."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_FLAGS = frozenset({"--debug", "-d", "--debug=true"})
_MAX_PARENTS = 3
"""A dynamic provider is started by a shell script that the command starts."""


@cache
def is_debugging() -> bool:
    """Return whether a parent process is a `pulumi --debug`, as far as Linux shows it."""
    process = os.getppid()
    try:
        for _ in range(_MAX_PARENTS):
            folder = Path("/proc", str(process))
            command, *arguments = (folder / "cmdline").read_text().split("\0")
            if Path(command).name == "pulumi":
                return not _FLAGS.isdisjoint(arguments)
            process = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        pass  # another system, or the parent has ended
    return False
