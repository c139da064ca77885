"""What this machine knows of the state: replacements in place, and interrupted writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pulumi_runsite.provider.state_record import StateRecord


def record_in(folder: Path) -> StateRecord:
    return StateRecord(folder, "https://api.runsite.app", "urn")


@pytest.fixture
def record(tmp_path: Path) -> StateRecord:
    return record_in(tmp_path)


def test_the_id_in_the_state_is_known_until_it_is_deleted(record: StateRecord) -> None:
    assert record.id() is None
    record.store("s-1/v-1", {"revision": "a"})
    assert record.id() == "s-1/v-1"
    record.forget("s-1/v-2")
    assert record.id() == "s-1/v-1"
    record.forget("s-1/v-1")
    assert record.id() is None


def test_each_replaced_state_is_left_alone_once(record: StateRecord) -> None:
    record.store("v-1", {"revision": "a"})
    assert not record.is_replaced("v-1", {"revision": "a"})
    record.replaced("v-1", {"revision": "b"})
    record.replaced("v-1", {"revision": "c"})
    for old in ("a", "b"):
        assert record.is_replaced("v-1", {"revision": old})
        assert not record.is_replaced("v-1", {"revision": "c"})
        assert not record.is_replaced("v-2", {"revision": old})
        record.delete_skipped()
    record.delete_skipped()
    assert not record.is_replaced("v-1", {"revision": "b"})
    record.replaced("v-1", {"revision": "d"})
    assert record.is_replaced("v-1", {"revision": "c"})


def test_a_replaced_state_is_left_alone_by_no_further_delete(record: StateRecord) -> None:
    record.replaced("v-1", {"revision": "b"})
    assert record.is_replaced("v-1", {"revision": "a"})
    record.delete_skipped()
    assert not record.is_replaced("v-1", {"revision": "a"})


def test_another_process_knows_it_and_a_stop_of_the_machine_keeps_replacements(
    tmp_path: Path, record: StateRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    record.store("v-1", {"revision": "a"})
    assert record_in(tmp_path).id() == "v-1"
    assert synced == []
    record.replaced("v-1", {"revision": "b"})
    assert record_in(tmp_path).is_replaced("v-1", {"revision": "a"})
    assert len(synced) == 1
    record.delete_skipped()
    assert len(synced) == 2


def test_another_object_has_nothing_of_the_one_before(record: StateRecord) -> None:
    record.replaced("v-1", {"revision": "b"})
    record.begin_write("v-1", {"revision": "b"})
    record.store("v-2", {"revision": "x"})
    assert not record.is_replaced("v-2", {"revision": "a"})
    assert not record.unsure("v-2", {"revision": "b"})


def test_a_state_is_unsure_from_a_write_until_the_next_one_is_stored(record: StateRecord) -> None:
    assert not record.unsure("v-1", {"revision": "a"})
    record.begin_write("v-1", {"revision": "a"})
    assert record.unsure("v-1", {"revision": "a"})
    record.store("v-1", {"revision": "b"})
    assert record.unsure("v-1", {"revision": "a"}), "the engine may not have stored it"
    assert not record.unsure("v-1", {"revision": "b"})
    record.end_write()
    assert not record.unsure("v-1", {"revision": "a"})
    assert record.id() == "v-1"


def test_a_state_is_known_but_for_what_an_interrupted_write_may_have_replaced(
    tmp_path: Path, record: StateRecord
) -> None:
    written_in_place = {"revision": ("value", "is_secret")}
    old = {"value": "1", "key": "A", "revision": "a"}
    new = {"value": "2", "key": "A", "revision": "b"}
    assert record.as_known("v-1", old, written_in_place) == old
    record.begin_write("v-1", {"revision": "a"})
    unsure = {"key": "A", "revision": "a"}
    assert record_in(tmp_path).as_known("v-1", old, written_in_place) == unsure
    assert record_in(tmp_path).as_known("v-1", new, {}) == new
    assert record.as_known("v-1", old, written_in_place) == unsure
    assert record_in(tmp_path).as_known("v-1", new, written_in_place) == new
    assert record_in(tmp_path).as_known("v-1", old, written_in_place) == old, "it is over"


def test_a_write_that_wrote_nothing_leaves_what_was_unsure_before(
    tmp_path: Path, record: StateRecord
) -> None:
    state = {"revision": "a", "desired_state": "running"}
    record.undo_write()
    record.begin_write("v-1", {"revision": "a"})
    again = record_in(tmp_path)
    again.undo_write()
    assert again.unsure("v-1", state) == {"revision"}, "it is not the write of this call"
    again.begin_write("v-1", {"desired_state": "running"})
    again.undo_write()
    assert record_in(tmp_path).unsure("v-1", state) == {"revision"}
    record.undo_write()
    assert not record_in(tmp_path).unsure("v-1", state)


def test_a_state_without_a_mark_is_not_unsure(record: StateRecord) -> None:
    record.begin_write("v-1", {"revision": None})
    assert not record.unsure("v-1", {"revision": None})


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"id": 5, "pending": 1}'])
def test_a_damaged_record_knows_nothing(
    record: StateRecord, tmp_path: Path, content: bytes
) -> None:
    record.store("v-1", {"revision": "a"})
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    record = record_in(tmp_path)
    assert record.id() is None
    assert not record.is_replaced("v-1", {})
    assert not record.unsure("v-1", {"revision": "a"})
    record.delete_skipped()
    record.end_write()


def test_without_a_folder_nothing_is_kept() -> None:
    record = StateRecord()
    record.store("v-1", {"revision": "a"})
    record.begin_write("v-1", {"revision": "a"})
    record.forget("v-1")
    assert record.id() is None


def test_a_folder_that_cannot_be_used_stops_only_a_replacement_in_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    record = StateRecord(tmp_path / "file", "https://api.runsite.app", "urn")
    record.store("v-1", {"revision": "a"})
    record.begin_write("v-1", {"revision": "a"})
    with pytest.raises(Exception, match="cannot be used"):
        record.replaced("v-1", {"revision": "a"})
