"""
Where a downloaded or built CLI is kept: outside the checkout, whole or not at all.

POSIX only, like the build itself; on Windows use a Pulumi on PATH.
"""

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import Unavailable, progress, versions


def folder() -> Path:
    """Return the folder of all our cached things; it may not exist yet."""
    if ours := os.environ.get("PULUMI_RUNSITE_CACHE"):
        return Path(ours).absolute()
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared).absolute() / "pulumi-runsite"
    return Path.home() / ".cache" / "pulumi-runsite"


def slot() -> Path:
    """Return the one place for a CLI of these versions on this platform."""
    digest = hashlib.sha256()
    modules = (versions.ENGINE_MODULE, versions.LANGUAGE_HOST_MODULE)
    for made_from in (*(module / "go.sum" for module in modules), versions.LAUNCHER):
        digest.update(made_from.read_bytes())
    machine = f"{sys.platform}-{platform.machine()}"
    return folder() / f"pulumi-{versions.ENGINE}-{machine}-{digest.hexdigest()[:12]}"


def find() -> Path | None:
    """Return the cached bin folder, or None when there is none or a file of it is gone."""
    return _whole(slot())


def _whole(place: Path) -> Path | None:
    files = [place / "bin" / name for name in versions.FILES]
    return place / "bin" if all(os.access(file, os.X_OK) for file in files) else None


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """
    Hold the cache against other processes; wait for the one that holds it.

    Raises:
        Unavailable: the cache cannot be written.
    """
    lock = folder() / "lock"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = lock.open("w")
    except OSError as error:
        raise Unavailable(
            f"{folder()} cannot be written ({error.strerror}); "
            "set PULUMI_RUNSITE_CACHE to a folder that can"
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("PollOptions for another call that is making the Pulumi CLI.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield  # closing the file gives the lock back, and so does a killed process


def fill(make: Callable[[Path], None]) -> Path:
    """
    Let *make* put a CLI into the bin folder of a new folder, keep it, return its bin folder.

    To be called with the lock held. Nothing is kept unless all files are there.

    Raises:
        Unavailable: *make* could not, or left a file out.
    """
    for leftover in folder().glob("unfinished-*"):  # of a process that was killed
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=folder()) as name:
        made = Path(name) / "made"
        (made / "bin").mkdir(parents=True)
        make(made)
        if _whole(made) is None:
            raise Unavailable(f"{make.__name__} did not make all of {', '.join(versions.FILES)}")
        if slot().exists():  # a file of it is gone, or it would have been found
            shutil.rmtree(slot())
        made.rename(slot())
    return slot() / "bin"
