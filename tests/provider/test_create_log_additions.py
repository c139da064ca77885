"""What an entry of the creation log is added to, without waiting for the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.create_log import CreateLogFile

REQUEST = {"web_service_id": "s-1"}


def log_in(folder: Path) -> CreateLogFile:
    return CreateLogFile(folder / "log", "https://api.runsite.app ak_live_1", "urn")


def begin(folder: Path) -> CreateLogFile:
    log = log_in(folder)
    log.begin(Begun(REQUEST, frozenset({"d-1"}), {}, 100.0, 500.0))
    return log


@pytest.mark.parametrize("replaced", ["", "d-9"])
def test_what_a_refused_request_was_to_replace_is_still_known(
    tmp_path: Path, replaced: str
) -> None:
    log = log_in(tmp_path)
    log.replaces(replaced)
    log.begin(Begun(REQUEST, frozenset(), {}, 1.0, 2.0, "/list", is_repeatable=True))
    log.end()
    again = log_in(tmp_path)
    assert again.known_ids("/list") == ({replaced} if replaced else set())
    assert again.unfinished() is None


@pytest.mark.parametrize("added", [b"\n{", b"\n", b"\n\0\0\0", b"\nnull"])
def test_an_addition_that_a_stop_of_the_machine_has_cut_is_ignored(
    tmp_path: Path, added: bytes
) -> None:
    log = begin(tmp_path)
    log.created("d-2")
    with Path(log.file).open("ab") as file:
        file.write(added)
    assert (found := log_in(tmp_path).unfinished())
    assert (found.created_id, found.is_damaged, found.is_for(REQUEST)) == ("d-2", False, True)


def test_an_id_is_recorded_also_where_the_entry_was_removed(tmp_path: Path) -> None:
    log = begin(tmp_path)
    Path(log.file).unlink()
    log.created("d-2")
    assert log_in(tmp_path).created_id() == "d-2"


def test_a_result_is_returned_also_where_the_entry_cannot_be_added_to(tmp_path: Path) -> None:
    log = begin(tmp_path)
    Path(log.file).unlink()
    Path(log.file).mkdir()
    log.created("d-2")
    log.response_lost(600.0, None)
    log.reported()
    assert log.created_id() == "d-2"


@pytest.mark.parametrize("id", [b"5", b'""', b"null", b'["d-2"]'])
def test_what_is_no_id_is_none(tmp_path: Path, id: bytes) -> None:
    log = begin(tmp_path)
    with Path(log.file).open("ab") as file:
        file.write(b'\n{"created_id": ' + id + b"}")
    assert log_in(tmp_path).created_id() is None


def test_without_a_home_folder_there_is_no_file() -> None:
    assert CreateLogFile(None, "account", "urn").file == ""
