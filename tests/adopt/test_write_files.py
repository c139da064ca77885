"""All files are written completely, or none."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pulumi_runsite.adopt.write_files import write_files
from pulumi_runsite.api import RunsiteError

FILES = {"__main__.py": "import pulumi\n", "import.json": "{}\n"}


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Let every write beyond *size* bytes of a file fail, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_every_file_has_its_text(tmp_path: Path) -> None:
    write_files(tmp_path / "new" / "folder", FILES)
    written = {file.name: file.read_text() for file in (tmp_path / "new" / "folder").iterdir()}
    assert written == FILES


def test_a_full_disk_leaves_no_file_and_no_draft(tmp_path: Path) -> None:
    files = FILES | {"large.txt": "x" * 10_000}
    with files_limited_to(1000), pytest.raises(RunsiteError, match="could not be written"):
        write_files(tmp_path, files)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FILES)
def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to(elsewhere)
    with pytest.raises(RunsiteError, match="already exists and was not overwritten"):
        write_files(tmp_path / "out", FILES)
    assert not elsewhere.exists()
    assert [file.name for file in (tmp_path / "out").iterdir()] == [name]


def test_a_file_in_place_of_the_directory_is_kept(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(RunsiteError, match="already exists and was not overwritten"):
        write_files(tmp_path / "out", FILES)
    assert (tmp_path / "out").read_text() == "mine"
