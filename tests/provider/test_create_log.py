"""The creation log: an unfinished create is found by the next run, and by no other."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.create_log import CreateLogFile

URN = "urn:pulumi:dev::shop::pulumi-python:dynamic/runsite:Deployment::live"
ACCOUNT = "https://api.runsite.app ak_live_1"
REQUEST = {"web_service_id": "s-1", "triggers": ["canary-trigger"]}
LIST = "/web-services/s-1/deployments"
BODY = {"key": "A", "value": "canary-value", "name": "Shop", "port": 3000}


def log_in(folder: Path, urn: str = URN, account: str = ACCOUNT) -> CreateLogFile:
    return CreateLogFile(folder / "log", account, urn)


def begin(folder: Path, *existing_ids: str, **more: Any) -> CreateLogFile:
    log = log_in(folder, more.pop("urn", URN))
    log.begin(Begun(REQUEST, frozenset(existing_ids), BODY, 100.0, 500.0, LIST, **more))
    return log


def test_an_unfinished_attempt_is_found_by_the_next_run(tmp_path: Path) -> None:
    begin(tmp_path, "d-2", "d-1")
    found = log_in(tmp_path).unfinished()
    assert found
    assert found.existing_ids == {"d-1", "d-2"}
    assert (found.created_id, found.was_sent, found.is_damaged) == (None, True, False)
    assert (found.since, found.until) == (100.0, 500.0)
    assert 0 <= found.age_s < 60


def test_the_request_of_an_attempt_is_recognised(tmp_path: Path) -> None:
    begin(tmp_path)
    found = log_in(tmp_path).unfinished()
    assert found
    assert found.is_for(REQUEST)
    assert not found.is_for(REQUEST | {"triggers": ["b"]})
    assert found.sent("value", "canary-value")
    assert not found.sent("value", "Canary-Value")
    assert not found.sent("scope", None)


@pytest.mark.parametrize(
    ("name", "reported", "is_possible"),
    [
        ("name", " shop ", True),
        ("name", "shop2", False),
        ("port", "3000", True),
        ("port", 8080, False),
        ("description", "not sent, so it shows nothing", True),
    ],
)
def test_what_was_sent_may_be_reported_otherwise(
    tmp_path: Path,
    name: str,
    reported: Any,
    is_possible: bool,  # noqa: FBT001
) -> None:
    begin(tmp_path)
    found = log_in(tmp_path).unfinished()
    assert found
    assert found.may_be_reported(name, reported) == is_possible


def test_another_resource_or_account_does_not_find_it(tmp_path: Path) -> None:
    begin(tmp_path)
    assert log_in(tmp_path, urn=URN + "2").unfinished() is None
    assert log_in(tmp_path, account="https://other.example ak_live_1").unfinished() is None
    assert log_in(tmp_path, account="https://api.runsite.app ak_live_2").unfinished() is None


def test_an_attempt_ends_when_its_id_is_in_the_state(tmp_path: Path) -> None:
    begin(tmp_path).created("d-3")
    log_in(tmp_path).stored("d-2")
    found = log_in(tmp_path).unfinished()
    assert found
    assert found.created_id == "d-3"
    log_in(tmp_path).stored("d-3")
    assert log_in(tmp_path).unfinished() is None
    assert list((tmp_path / "log").iterdir()) == []


def test_the_id_of_what_may_be_created_again_is_kept(tmp_path: Path) -> None:
    begin(tmp_path, is_repeatable=True).created("d-3")
    log_in(tmp_path).stored("d-3")
    assert log_in(tmp_path).unfinished() is None
    assert log_in(tmp_path).known_ids(LIST) == {"d-3"}
    assert log_in(tmp_path, urn=URN + "2").known_ids(LIST) == {"d-3"}
    begin(tmp_path, "d-3")
    assert log_in(tmp_path).unfinished()


def test_what_was_replaced_is_known(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    log.replaces("d-2")
    log.begin(Begun(REQUEST, frozenset({"d-1"}), BODY, 1.0, 5.0, LIST, is_repeatable=True))
    assert log_in(tmp_path).known_ids(LIST) == {"d-2"}
    log.created("d-1")  # a rollback may return its target
    log_in(tmp_path).stored("d-1")
    assert log_in(tmp_path, urn=URN + "2").known_ids(LIST) == {"d-1", "d-2"}
    for _ in range(2):  # the rollback to the same one is repeated
        log = log_in(tmp_path)
        log.replaces("d-1")
        log.begin(Begun(REQUEST, frozenset({"d-1"}), BODY, 1.0, 5.0, LIST, is_repeatable=True))
        log.created("d-1")
        log_in(tmp_path).stored("d-1")
    assert log_in(tmp_path).known_ids(LIST) == {"d-1", "d-2"}


def test_what_no_attempt_created_may_be_known(tmp_path: Path) -> None:
    log_in(tmp_path).explain("d-1", list=LIST)
    assert log_in(tmp_path).unfinished() is None
    assert log_in(tmp_path).undeclared(0) == []
    assert log_in(tmp_path, urn=URN + "2").known_ids(LIST) == {"d-1"}


def test_what_any_resource_created_is_known(tmp_path: Path) -> None:
    begin(tmp_path).created("d-1")
    begin(tmp_path, urn=URN + "2")
    (tmp_path / "log" / "damaged.json").write_text("{")
    assert log_in(tmp_path, URN + "2").known_ids(LIST) == {"d-1"}
    assert log_in(tmp_path).known_ids("/web-services/s-2/deployments") == frozenset()


def test_an_attempt_for_a_variable_ends_by_the_last_part_of_its_id(tmp_path: Path) -> None:
    begin(tmp_path).created("v-1")
    log_in(tmp_path).stored("s-1/v-1")
    assert log_in(tmp_path).unfinished() is None


@pytest.mark.parametrize("known", ["", "d-2"])
def test_a_replacement_ends_an_attempt_that_the_engine_has_stored(
    tmp_path: Path, known: str
) -> None:
    begin(tmp_path).created("d-3")
    log_in(tmp_path).replaces(known)
    assert log_in(tmp_path).created_id() == "d-3", "the engine received nothing"
    log_in(tmp_path).reported()
    found = log_in(tmp_path).unfinished()
    assert found
    assert found.was_reported
    log_in(tmp_path).replaces(known)
    assert log_in(tmp_path).unfinished() is None


def test_a_replacement_that_the_engine_did_not_store_is_found(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    log.replaces("d-2")
    log.begin(Begun(REQUEST, frozenset(), BODY, 100.0, 500.0, LIST))
    log.created("d-3")
    log.reported()
    log_in(tmp_path).replaces("d-2")
    found = log_in(tmp_path).unfinished()
    assert found
    assert (found.created_id, found.replaced_id) == ("d-3", "d-2")
    log_in(tmp_path).replaces("d-1")
    assert log_in(tmp_path).unfinished() is None, "another machine has replaced d-2"


def test_an_adoption_ends_every_attempt(tmp_path: Path) -> None:
    begin(tmp_path).forget()
    log_in(tmp_path).forget()
    assert log_in(tmp_path).unfinished() is None


def test_a_lost_response_bounds_the_time_of_creation(tmp_path: Path) -> None:
    begin(tmp_path).response_lost(160.0, "p-1")
    found = log_in(tmp_path).unfinished()
    assert found
    assert (found.since, found.until, found.answered_id) == (100.0, 160.0, "p-1")


def test_what_was_sent_is_forgotten_before_it_is_changed(tmp_path: Path) -> None:
    begin(tmp_path).created("v-1")
    log_in(tmp_path).forget_sent()
    found = log_in(tmp_path).unfinished()
    assert found
    assert found.created_id == "v-1"
    assert not found.sent("value", "canary-value")


def test_an_attempt_without_a_response_does_not_end(tmp_path: Path) -> None:
    begin(tmp_path)
    log_in(tmp_path).stored("d-3")
    log_in(tmp_path).stored("")
    assert log_in(tmp_path).unfinished()


@pytest.mark.parametrize(
    ("age_days", "lasting_id", "is_found"),
    [(29.9, "", True), (30.1, "", False), (9999.0, "d-3", True)],
)
def test_an_attempt_is_found_for_a_month_and_an_id_for_ever_where_the_api_cannot_delete(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    age_days: float,
    lasting_id: str,
    is_found: bool,  # noqa: FBT001
) -> None:
    begin(tmp_path, is_lasting=True).created(lasting_id)
    later = time.time() + age_days * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert bool(log_in(tmp_path).unfinished()) == is_found


def test_the_file_has_no_values_and_no_hash_that_can_be_guessed(tmp_path: Path) -> None:
    begin(tmp_path)
    (written,) = (tmp_path / "log").iterdir()
    first = written.read_text()
    assert "canary" not in first
    assert "ak_live" not in first
    CreateLogFile(tmp_path / "other", "https://api.runsite.app ak_live_2", URN).begin(
        Begun(REQUEST, frozenset(), BODY, None, None)
    )
    (other,) = (tmp_path / "other").iterdir()
    (tmp_path / "log" / written.name).write_text(other.read_text())
    found = log_in(tmp_path).unfinished()
    assert found
    assert not found.sent("value", "canary-value"), "its key is the API key"


DAMAGED = [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"time": 1}', b"[" * 100_000, b'"text"']


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_entry_is_an_attempt_of_which_nothing_is_known(
    tmp_path: Path, content: bytes
) -> None:
    Path(begin(tmp_path).file).write_bytes(content)
    log = log_in(tmp_path)
    assert log.created_id() is None
    log.stored("d-1")
    log.reported()
    log.replaces("d-1")
    log.declared()
    assert log.undeclared(0) == log.superseded() == []
    assert log.known_ids(LIST) == frozenset()
    found = log.unfinished()
    assert found
    assert (found.is_damaged, found.file, found.was_sent) == (True, log.file, True)
    assert not found.is_for(REQUEST)
