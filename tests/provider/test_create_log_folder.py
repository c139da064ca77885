"""The folder of the creation log, and where there is none."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.create_log import CreateLogFile, NullCreateLog
from pulumi_runsite.provider.private_folder import create_log_folder

LIST = "/web-services/s-1/deployments"


def test_the_folder_is_in_pulumi_home(tmp_path: Path) -> None:
    assert create_log_folder({"PULUMI_HOME": str(tmp_path)}) == tmp_path / "runsite-creation-log"
    assert create_log_folder({}) == Path(os.path.expanduser("~/.pulumi/runsite-creation-log"))  # noqa: PTH111


def test_there_may_be_no_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown_user(_uid: int) -> None:
        raise KeyError("uid not found")

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown_user)
    assert create_log_folder({}) is None


def test_without_a_home_folder_only_a_create_fails() -> None:
    log = CreateLogFile(None, "key", "urn")
    log.stored("d-1")
    log.forget()
    assert log.created_id() is None
    for call in (log.unfinished, lambda: log.known_ids(LIST)):
        with pytest.raises(RunsiteError, match=r"neither `PULUMI_HOME` nor `HOME` is set\. Set"):
            call()


def test_the_null_log_records_nothing() -> None:
    log = NullCreateLog()
    log.begin(Begun({}, frozenset(), {}, None, None))
    log.created("d-1")
    log.stored("d-1")
    assert log.unfinished() is None
