"""Writes the files of a program: all of them complete, or none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..api import RunsiteError
from . import messages


def write_files(directory: Path, files: Mapping[str, str]) -> None:
    """
    Write *files* into *directory*; none of them if one already exists.

    Raises:
        RunsiteError: a file already exists, or cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        # Drafts first, on the same file system: a full disk is noticed before any file exists.
        with tempfile.TemporaryDirectory(prefix=".adopt-", dir=directory) as drafts:
            for name, text in files.items():
                (Path(drafts) / name).write_bytes(text.encode())
            _move_all(Path(drafts), directory, files)
    except FileExistsError as error:
        raise RunsiteError(messages.file_exists(str(error.filename))) from None
    except OSError as error:
        path, why = str(error.filename or directory), str(error.strerror)
        raise RunsiteError(messages.file_not_written(path, why)) from None


def _move_all(drafts: Path, directory: Path, names: Iterable[str]) -> None:
    created: list[Path] = []
    try:
        for name in names:
            (directory / name).touch(exist_ok=False)  # a rename would replace an existing file
            created.append(directory / name)
        for file in created:
            (drafts / file.name).replace(file)
    except BaseException:
        for file in created:
            file.unlink(missing_ok=True)
        raise
