"""The folder of the creation log: nobody else can write to it or redirect what is written."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.private_folder import PrivateFolder

BEGUN = Begun({}, frozenset(), {}, None, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))  # noqa: PTH208


def test_only_the_owner_can_read_the_files(folder: Path) -> None:
    PrivateFolder(folder).write("a.json", b"{}")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a.json").stat().st_mode) == 0o600
    assert PrivateFolder(folder).read("a.json") == b"{}"
    assert PrivateFolder(folder).read("b.json") is None


def test_a_link_in_place_of_a_draft_or_file_is_not_followed(folder: Path) -> None:
    target = folder.parent / "target"
    target.write_text("untouched")
    folder.mkdir(mode=0o700)
    (folder / f"a.{os.getpid()}").symlink_to(target)
    (folder / "a.json").symlink_to(target)
    with pytest.raises(OSError, match=r"Too many levels of symbolic links"):
        PrivateFolder(folder).read("a.json")
    PrivateFolder(folder).write("a.json", b"{}")
    assert target.read_text() == "untouched"
    assert not (folder / "a.json").is_symlink()


def test_a_full_disk_leaves_no_draft_and_the_previous_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PrivateFolder(folder).write("a.json", b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    log = CreateLogFile(folder, "account", "urn")
    with pytest.raises(RunsiteError, match=r"cannot be used \(No space left on device\)"):
        log.begin(BEGUN)
    assert names(folder) == ["a.json"]
    assert PrivateFolder(folder).read("a.json") == b"old"


@pytest.mark.parametrize("mode", [0o770, 0o777, 0o720])
def test_a_folder_that_others_can_write_to_is_refused(folder: Path, mode: int) -> None:
    folder.mkdir()
    folder.chmod(mode)
    log = CreateLogFile(folder, "account", "urn")
    for create in (log.unfinished, lambda: log.begin(BEGUN)):
        with pytest.raises(
            RunsiteError, match=f"other users may write to it: its mode is {mode:o}"
        ):
            create()
    assert names(folder) == []
    log.stored("p-1")
    assert log.created_id() is None


def test_a_folder_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(RunsiteError, match=r"its owner is user \d+ and not \d+.*own.*PULUMI_HOME"):
        CreateLogFile(folder, "account", "urn").begin(BEGUN)


def test_an_unusable_folder_is_an_error_of_creates_only(folder: Path) -> None:
    folder.write_text("")
    log = CreateLogFile(folder, "account", "urn")
    assert log.unfinished() is None
    log.forget()
    log.stored("p-1")
    with pytest.raises(
        RunsiteError, match=r"creation log in .*log cannot be used \(.*\).*PULUMI_HOME"
    ):
        log.begin(BEGUN)
