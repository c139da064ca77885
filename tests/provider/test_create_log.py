"""What was about to be made is found by the next run, and by no other."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider import create_log as intents
from pulumi_runsite.provider.create_log import CreateLogFile, NullCreateLog, folder

URN = "urn:pulumi:dev::shop::pulumi-python:dynamic/runsite:Deployment::live"
ACCOUNT = "https://api.runsite.app ak_live_1"
WISH = {"web_service_id": "s-1", "triggers": ["canary-trigger"]}


def file(at: Path, urn: str = URN, account: str = ACCOUNT) -> CreateLogFile:
    return CreateLogFile(at / "intents", account, urn)


def test_an_unfinished_attempt_is_found_by_the_next_run(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, ["d-2", "d-1"])
    found = file(tmp_path).unfinished(WISH)
    assert found == intents.Attempt(frozenset({"d-1", "d-2"}), None)


def test_another_wish_another_resource_and_another_account_do_not_find_it(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, [])
    assert file(tmp_path).unfinished(WISH | {"triggers": ["b"]}) is None
    assert file(tmp_path, urn=URN + "2").unfinished(WISH) is None
    assert file(tmp_path, account="https://other.example ak_live_1").unfinished(WISH) is None
    assert file(tmp_path, account="https://api.runsite.app ak_live_2").unfinished(WISH) is None


def test_what_is_in_the_state_is_finished(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, [])
    file(tmp_path).made("d-3")
    file(tmp_path).settle("d-2")
    assert file(tmp_path).unfinished(WISH) == intents.Attempt(frozenset(), "d-3")
    file(tmp_path).settle("d-3")
    assert file(tmp_path).unfinished(WISH) is None


def test_a_variable_is_known_by_the_last_part_of_its_id(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, [])
    file(tmp_path).made("v-1")
    file(tmp_path).settle("s-1/v-1")
    assert file(tmp_path).unfinished(WISH) is None


def test_what_the_engine_was_told_of_can_be_settled_without_its_id(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, [])
    file(tmp_path).made("d-3")
    file(tmp_path).settle_answered()
    assert file(tmp_path).last() == "d-3"
    file(tmp_path).answered()
    assert file(tmp_path).unfinished(WISH) == intents.Attempt(frozenset(), "d-3", was_answered=True)
    file(tmp_path).settle_answered()
    assert file(tmp_path).unfinished(WISH) is None


def test_what_is_adopted_ends_every_attempt(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, [])
    file(tmp_path).forget()
    file(tmp_path).forget()
    assert file(tmp_path).unfinished(WISH) is None


def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "intents").write_text("")
    assert file(tmp_path).unfinished(WISH) is None
    file(tmp_path).forget()
    with pytest.raises(RunsiteError, match=r"cannot use .*intents \(.*\).*PULUMI_HOME"):
        file(tmp_path).begin(WISH, [])


def test_before_an_answer_nothing_settles_it(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, [])
    file(tmp_path).settle("d-3")
    file(tmp_path).settle("")
    assert file(tmp_path).unfinished(WISH)


def test_what_is_a_day_old_is_not_taken_for_the_same_wish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(tmp_path).begin(WISH, [])
    monkeypatch.setattr(intents, "KEPT_S", -1.0)
    assert file(tmp_path).unfinished(WISH) is None


def test_it_holds_no_value_and_is_the_users_alone(tmp_path: Path) -> None:
    file(tmp_path).begin(WISH, [])
    (written,) = (tmp_path / "intents").iterdir()
    assert "canary" not in written.read_text()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700


def test_it_lies_beside_pulumis_own_files(tmp_path: Path) -> None:
    assert folder({"PULUMI_HOME": str(tmp_path)}) == tmp_path / "runsite-intents"
    assert folder({}) == Path(os.path.expanduser("~/.pulumi/runsite-intents"))  # noqa: PTH111


def test_where_the_resource_is_not_known_nothing_is_kept() -> None:
    nothing = NullCreateLog()
    nothing.begin(WISH, [])
    nothing.made("d-1")
    nothing.settle("d-1")
    assert nothing.unfinished(WISH) is None
