"""
The cache of downloaded and built CLIs, outside the checkout; an entry is complete or absent.

POSIX only, like the build itself; on Windows, put `pulumi` on PATH.
"""

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import Unavailable, progress, versions


def cache_folder() -> Path:
    """Return the folder of the cache; it may not exist yet."""
    if configured := os.environ.get("PULUMI_RUNSITE_CACHE"):
        return Path(configured).absolute()
    if user_cache := os.environ.get("XDG_CACHE_HOME"):
        return Path(user_cache).absolute() / "pulumi-runsite"
    return Path.home() / ".cache" / "pulumi-runsite"


def entry_folder() -> Path:
    """Return the folder of the CLI for these versions and this platform; it may not exist yet."""
    digest = hashlib.sha256()
    modules = (versions.ENGINE_MODULE, versions.LANGUAGE_HOST_MODULE)
    for source in (*(module / "go.sum" for module in modules), versions.LAUNCHER):
        digest.update(source.read_bytes())
    machine = f"{sys.platform}-{platform.machine()}"
    return cache_folder() / f"pulumi-{versions.ENGINE}-{machine}-{digest.hexdigest()[:12]}"


def find() -> Path | None:
    """
    Return the cached `bin` folder, or None when it is missing or incomplete.

    Raises:
        Unavailable: another user could have replaced what is in it.
    """
    found = _complete_bin(entry_folder())
    if found is not None:
        files = (found / name for name in versions.FILES)
        for path in (cache_folder(), entry_folder(), found, *files):
            _check_private(path)
    return found


def _check_private(path: Path) -> None:
    status = path.lstat()
    others_can_write = status.st_mode & 0o022 and not stat.S_ISLNK(status.st_mode)
    if status.st_uid not in (os.getuid(), 0) or others_can_write:
        raise Unavailable(
            f"{path} belongs to another user, or other users can write to it; nothing in it was "
            f"run. Remove {cache_folder()}, or set PULUMI_RUNSITE_CACHE to another folder"
        )


def _complete_bin(folder: Path) -> Path | None:
    files = [folder / "bin" / name for name in versions.FILES]
    return folder / "bin" if all(os.access(file, os.X_OK) for file in files) else None


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """
    Lock the cache against other processes; wait while another process holds the lock.

    Raises:
        Unavailable: the cache cannot be written, or other users can write to it.
    """
    lock = cache_folder() / "lock"
    try:
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_private(lock.parent)
        handle = lock.open("w")
    except OSError as error:
        raise Unavailable(
            f"{cache_folder()} is not writable ({error.strerror}); "
            "set PULUMI_RUNSITE_CACHE to a writable folder"
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.print_line("Waiting for another process that is installing the Pulumi CLI.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield  # the lock is released when the file is closed, also when the process is killed


def add(install: Callable[[Path], None]) -> Path:
    """
    Add the CLI that *install* writes into the `bin` folder of its argument, and return `bin`.

    The caller must hold the lock. An incomplete CLI is not added.

    Raises:
        Unavailable: *install* failed, or a file is missing.
    """
    for leftover in cache_folder().glob("unfinished-*"):  # of a process that was killed
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=cache_folder()) as name:
        new = Path(name) / "new"
        (new / "bin").mkdir(parents=True)
        install(new)
        if _complete_bin(new) is None:
            files = ", ".join(versions.FILES)
            raise Unavailable(f"{install.__name__} did not create all of {files}")
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():  # whatever the umask is
                path.chmod(path.stat().st_mode & ~0o022)
        if entry_folder().exists():  # incomplete, or `find` would have returned it
            shutil.rmtree(entry_folder())
        new.rename(entry_folder())
    return entry_folder() / "bin"
