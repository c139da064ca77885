"""What an interrupted run may have created is named once, if no program declares it any more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.provider import create_log
from pulumi_runsite.provider.attempt import Begun
from pulumi_runsite.provider.attempt_log import Left
from pulumi_runsite.provider.create_log import CreateLogFile

STACK = "urn:pulumi:dev::shop"
LIST = "/web-services/s-1/env"
LEFT = Left("environment variable 'A'", LIST)


def log_of(folder: Path, name: str, stack: str = STACK, account: str = "key") -> CreateLogFile:
    return CreateLogFile(folder, account, f"{stack}::runsite:index:EnvVar::{name}")


def begin(log: CreateLogFile, **more: Any) -> CreateLogFile:
    body = {"key": "A"}
    log.begin(Begun(body, frozenset(), body, 1.0, 2.0, LIST, "environment variable 'A'", **more))
    return log


def test_it_is_named_in_the_second_run_that_does_not_declare_it_and_never_again(
    tmp_path: Path,
) -> None:
    begin(log_of(tmp_path, "a"))
    other = log_of(tmp_path, "b")
    assert [other.undeclared(1) for _ in range(3)] == [[], [LEFT], []]


def test_what_the_program_declares_is_not_named(tmp_path: Path) -> None:
    begin(log_of(tmp_path, "a"))
    for _ in range(3):
        assert log_of(tmp_path, "b").undeclared(1) == []
        log_of(tmp_path, "a").declared()


def test_a_run_that_declares_nothing_names_it_at_once(tmp_path: Path) -> None:
    begin(log_of(tmp_path, "a")).created("v-1")
    left = Left("environment variable 'A' (v-1)", LIST)
    assert log_of(tmp_path, "b").undeclared(0) == [left]


def test_a_part_of_a_resource_is_only_named_in_a_run_that_declares_nothing(tmp_path: Path) -> None:
    begin(log_of(tmp_path, "a").part("env_vars"))
    assert [log_of(tmp_path, "b").undeclared(1) for _ in range(3)] == [[], [], []]
    assert log_of(tmp_path, "b").undeclared(0) == [LEFT]


@pytest.mark.parametrize("end", ["reported", "stored", "forgotten", "not sent", "expired"])
def test_an_attempt_with_a_clear_end_is_not_named(
    tmp_path: Path, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = begin(log_of(tmp_path, "a"), is_repeatable=True, was_sent=end != "not sent")
    if end == "reported":
        log.reported()
    elif end == "stored":
        log.created("v-1")
        log.stored("v-1")
    elif end == "forgotten":
        log.forget()
    elif end == "expired":
        monkeypatch.setattr(create_log, "KEPT_S", -1.0)
    assert log_of(tmp_path, "b").undeclared(0) == []


def test_another_stack_or_account_does_not_name_it(tmp_path: Path) -> None:
    begin(log_of(tmp_path, "a"))
    assert log_of(tmp_path, "b", stack="urn:pulumi:prod::shop").undeclared(0) == []
    assert log_of(tmp_path, "b", account="another key").undeclared(0) == []


def test_what_the_state_has_another_one_of_is_named_once(tmp_path: Path) -> None:
    log = begin(log_of(tmp_path, "a"))
    assert log_of(tmp_path, "b").superseded() == []
    assert [log.superseded(), log.superseded()] == [[LEFT], []]


def test_what_another_machine_has_replaced_was_not_interrupted(tmp_path: Path) -> None:
    log = log_of(tmp_path, "a")
    log.replaces("v-0")
    log = begin(log, is_repeatable=True)
    log.created("v-1")
    log.reported()
    assert log_of(tmp_path, "a").superseded("v-2") == []


def test_what_the_state_has_the_replaced_one_of_was_not_stored(tmp_path: Path) -> None:
    log = log_of(tmp_path, "a")
    log.replaces("v-0")
    begin(log).reported()
    assert log_of(tmp_path, "a").superseded("v-0") == [LEFT]


def test_in_a_folder_that_cannot_be_used_nothing_is_named(tmp_path: Path) -> None:
    begin(log_of(tmp_path / "log", "a"))
    (tmp_path / "log").chmod(0o777)
    log = log_of(tmp_path / "log", "a")
    log.declared()
    assert log.undeclared(0) == log.superseded() == []


def test_without_a_folder_nothing_is_named() -> None:
    log = CreateLogFile(None, "key", f"{STACK}::runsite:index:EnvVar::a")
    log.declared()
    assert log.undeclared(0) == log.superseded() == []
