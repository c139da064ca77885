"""What this machine knows of variables that are moved between a map and an `EnvVar`."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_runsite.provider.variable_holders import (
    DELETED,
    ENV_VAR,
    MAP,
    MAX_ENTRIES,
    VariableHolders,
)

ACCOUNT = "https://api.runsite.app"
KNOWN = {"id": "v", "written": {"variables": {"A": {"id": "v"}, "B": {"id": "w"}}}}


@pytest.fixture
def holders(tmp_path: Path) -> VariableHolders:
    return VariableHolders(tmp_path / "folder", ACCOUNT)


def later(tmp_path: Path, account: str = ACCOUNT) -> VariableHolders:
    return VariableHolders(tmp_path / "folder", account)


def test_a_later_run_of_the_same_account_knows_what_was_recorded(
    tmp_path: Path, holders: VariableHolders
) -> None:
    holders.record(["s/v", "s/w"], MAP)
    assert later(tmp_path).of("s/v") == MAP
    assert later(tmp_path, "https://another").of("s/v") == ""
    assert later(tmp_path).of("t/v") == ""


def test_only_a_variable_of_which_something_is_recorded_changes_its_holder(
    tmp_path: Path, holders: VariableHolders
) -> None:
    holders.record_known(["s/v"], ENV_VAR)
    assert not (tmp_path / "folder").exists()
    holders.record(["s/v"], MAP)
    holders.record_known(["s/v", "s/w"], ENV_VAR)
    assert (holders.of("s/v"), holders.of("s/w")) == (ENV_VAR, "")


def test_what_was_recorded_before_is_so_again_where_nothing_was_written(
    tmp_path: Path, holders: VariableHolders
) -> None:
    holders.record(["s/v"], ENV_VAR)
    other = later(tmp_path)
    other.record(["s/v", "s/w"], MAP)
    other.record(["s/w"], DELETED)
    other.undo()
    assert (holders.of("s/v"), holders.of("s/w")) == (ENV_VAR, "")


def test_the_file_ends_with_its_last_entry_or_its_web_service(
    tmp_path: Path, holders: VariableHolders
) -> None:
    holders.record(["s/v"], MAP)
    holders.record(["t/v"], MAP)
    holders.drop("s/v")
    holders.forget("t")
    assert list((tmp_path / "folder").iterdir()) == []


def test_the_oldest_of_too_many_variables_is_forgotten(holders: VariableHolders) -> None:
    for id, holder in (("s/new", MAP), ("s/old", MAP), ("s/new", DELETED)):
        holders.record([id], holder)
    holders.record([f"s/{n}" for n in range(MAX_ENTRIES - 1)], MAP)
    assert (holders.of("s/new"), holders.of("s/old"), holders.of("s/0")) == (DELETED, "", MAP)


@pytest.mark.parametrize("content", [b"", b"[]", b"not JSON", b"\xff"])
def test_a_file_that_cannot_be_read_says_nothing(
    tmp_path: Path, holders: VariableHolders, content: bytes
) -> None:
    holders.record(["s/v"], MAP)
    (file,) = (tmp_path / "folder").iterdir()
    file.write_bytes(content)
    assert holders.of("s/v") == ""
    assert holders.known_state(ENV_VAR, "s/v", {"value": "a"}, ()) == {"value": "a"}


@pytest.mark.parametrize("recorded", [MAP, DELETED])
def test_the_value_of_an_env_var_is_unknown_once_a_map_has_the_variable(
    holders: VariableHolders, recorded: str
) -> None:
    state = {"value": "a", "key": "A"}
    assert holders.known_state(ENV_VAR, "s/v", state, ()) == state
    holders.record(["s/v"], recorded)
    assert holders.known_state(ENV_VAR, "s/v", state, ()) == {"key": "A"}
    assert holders.known_state("", "s/v", state, ()) == state  # of another type


def test_only_the_values_of_a_map_that_an_env_var_has_are_unknown(holders: VariableHolders) -> None:
    state = KNOWN | {"env_vars": {"A": "a", "B": "b"}}
    holders.record(["s/v"], ENV_VAR)
    holders.record(["s/w"], MAP)
    known = holders.known_state(MAP, "s", state, ("env_vars", "secret_env_vars"))
    assert known == KNOWN | {"env_vars": {"B": "b"}}
