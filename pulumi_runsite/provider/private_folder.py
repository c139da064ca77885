"""A folder of small files that nobody but their owner can read or write."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from .messages import creation_log as messages

MAX_FILE_BYTES = 16 * 1024 * 1024

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class PrivateFolder:
    """
    Files in *path*, which is created when the first one is written.

    Raises (every method):
        OSError: the folder or a file cannot be used.
        NotPrivateError: another user owns the folder, or may write to it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None where there is none."""
        try:
            descriptor = os.open(f"{self.path}/{name}", os.O_RDONLY | _NO_FOLLOW)
        except (FileNotFoundError, NotADirectoryError):
            self._exists()  # another user may have removed it
            return None
        try:
            self._exists()
            return os.read(descriptor, min(os.fstat(descriptor).st_size, MAX_FILE_BYTES))
        finally:
            os.close(descriptor)

    def age_s(self, name: str, now: float) -> float:
        """Return the seconds between the last change of a file and *now*, at least 0."""
        return max(0.0, now - (self.path / name).lstat().st_mtime)

    def names(self) -> list[str]:
        """Return the names of all complete files."""
        if not self._exists():
            return []
        return [name for name in os.listdir(self.path) if not name.startswith(".")]  # noqa: PTH208

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all, also when the machine stops or the disk is full."""
        self._write(name, content, os.fsync)

    def write_unsynced(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all; when the machine stops, it may be empty."""
        self._write(name, content, int)

    def _write(self, name: str, content: bytes, sync: Callable[[int], object]) -> None:
        if not self._exists():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._exists()
        # A random name, created by this call: nobody can have put a link in its place.
        draft = f"{self.path}/.{secrets.token_hex(16)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                sync(file.fileno())
            os.replace(draft, f"{self.path}/{name}")  # noqa: PTH105 - a path object takes longer
        except BaseException:
            with suppress(OSError):
                os.unlink(draft)  # noqa: PTH108
            raise

    def append(self, name: str, content: bytes) -> None:
        """Add to a file, which the process may end without; a stop of the machine may cut it."""
        flags = os.O_WRONLY | os.O_APPEND | _NO_FOLLOW
        descriptor = os.open(f"{self.path}/{name}", flags)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)

    def remove(self, name: str) -> None:
        """Remove a file if there is one."""
        if self._exists():
            (self.path / name).unlink(missing_ok=True)

    def _exists(self) -> bool:
        try:
            status = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        if not stat.S_ISDIR(status.st_mode):
            return False
        if hasattr(os, "geteuid"):  # not on Windows, where home folders are private
            user, owner, mode = os.geteuid(), status.st_uid, stat.S_IMODE(status.st_mode)
            if owner != user:
                raise NotPrivateError(0, messages.folder_of_another_user(str(owner), str(user)))
            if mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise NotPrivateError(0, messages.folder_writable_by_others(f"{mode:o}"))
        return True


class NotPrivateError(OSError):
    """Another user owns the folder, or may write to it: its content cannot be trusted."""


def create_log_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the folder of the creation log, beside Pulumi's own files; None without a home."""
    home = environ.get("PULUMI_HOME") or os.path.expanduser("~/.pulumi")  # noqa: PTH111
    return None if home.startswith("~/") else _folder_in(home)


@lru_cache(maxsize=8)
def _folder_in(home: str) -> Path:
    return Path(home) / "runsite-creation-log"
