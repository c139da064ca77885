"""The creation log: an unfinished create is found by the next run, and by no other."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider import create_log
from pulumi_runsite.provider.create_log import CreateLogFile, NullCreateLog, create_log_folder

URN = "urn:pulumi:dev::shop::pulumi-python:dynamic/runsite:Deployment::live"
ACCOUNT = "https://api.runsite.app ak_live_1"
REQUEST = {"web_service_id": "s-1", "triggers": ["canary-trigger"]}


def log_in(folder: Path, urn: str = URN, account: str = ACCOUNT) -> CreateLogFile:
    return CreateLogFile(folder / "log", account, urn)


def test_an_unfinished_attempt_is_found_by_the_next_run(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, ["d-2", "d-1"])
    found = log_in(tmp_path).unfinished(REQUEST)
    assert found == create_log.Attempt(frozenset({"d-1", "d-2"}), None)


def test_another_request_resource_or_account_does_not_find_it(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    assert log_in(tmp_path).unfinished(REQUEST | {"triggers": ["b"]}) is None
    assert log_in(tmp_path, urn=URN + "2").unfinished(REQUEST) is None
    assert log_in(tmp_path, account="https://other.example ak_live_1").unfinished(REQUEST) is None
    assert log_in(tmp_path, account="https://api.runsite.app ak_live_2").unfinished(REQUEST) is None


def test_an_attempt_ends_when_its_id_is_in_the_state(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    log_in(tmp_path).created("d-3")
    log_in(tmp_path).stored("d-2")
    assert log_in(tmp_path).unfinished(REQUEST) == create_log.Attempt(frozenset(), "d-3")
    log_in(tmp_path).stored("d-3")
    assert log_in(tmp_path).unfinished(REQUEST) is None


def test_an_attempt_for_a_variable_ends_by_the_last_part_of_its_id(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    log_in(tmp_path).created("v-1")
    log_in(tmp_path).stored("s-1/v-1")
    assert log_in(tmp_path).unfinished(REQUEST) is None


def test_an_attempt_reported_to_the_engine_ends_without_its_id(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    log_in(tmp_path).created("d-3")
    log_in(tmp_path).forget_reported()
    assert log_in(tmp_path).created_id() == "d-3"
    log_in(tmp_path).reported()
    assert log_in(tmp_path).unfinished(REQUEST) == create_log.Attempt(
        frozenset(), "d-3", was_reported=True
    )
    log_in(tmp_path).forget_reported()
    assert log_in(tmp_path).unfinished(REQUEST) is None


def test_an_adoption_ends_every_attempt(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    log_in(tmp_path).forget()
    log_in(tmp_path).forget()
    assert log_in(tmp_path).unfinished(REQUEST) is None


def test_an_unusable_folder_is_a_single_line_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    assert log_in(tmp_path).unfinished(REQUEST) is None
    log_in(tmp_path).forget()
    with pytest.raises(
        RunsiteError, match=r"creation log in .*log cannot be used \(.*\).*PULUMI_HOME"
    ):
        log_in(tmp_path).begin(REQUEST, [])


def test_an_attempt_without_a_response_does_not_end(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    log_in(tmp_path).stored("d-3")
    log_in(tmp_path).stored("")
    assert log_in(tmp_path).unfinished(REQUEST)


def test_an_expired_attempt_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    monkeypatch.setattr(create_log, "KEPT_S", -1.0)
    assert log_in(tmp_path).unfinished(REQUEST) is None


def test_the_file_has_no_values_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    log_in(tmp_path).begin(REQUEST, [])
    (written,) = (tmp_path / "log").iterdir()
    assert "canary" not in written.read_text()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700


def test_the_folder_is_in_pulumi_home(tmp_path: Path) -> None:
    assert create_log_folder({"PULUMI_HOME": str(tmp_path)}) == tmp_path / "runsite-creation-log"
    assert create_log_folder({}) == Path(os.path.expanduser("~/.pulumi/runsite-creation-log"))  # noqa: PTH111


def test_the_null_log_records_nothing() -> None:
    log = NullCreateLog()
    log.begin(REQUEST, [])
    log.created("d-1")
    log.stored("d-1")
    assert log.unfinished(REQUEST) is None
