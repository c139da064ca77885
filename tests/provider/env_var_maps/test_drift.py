"""Maps of variables: what others change of the keys of the program is seen and written again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.account_marks import with_account

from .conftest import ManagedMaps

PLAIN, MASKED = {"MODE": "fast", "LEVEL": "info"}, {"TOKEN": "canary-1", "KEY": "canary-2"}


@pytest.mark.parametrize(
    ("key", "change", "in_state"),
    [
        ("MODE", {"value": "slow"}, {"MODE": "slow"}),
        ("TOKEN", {"value": "of the dashboard"}, {"TOKEN": None}),
        ("MODE", {"is_secret": True}, {"MODE": None}),
        ("TOKEN", {"is_secret": False}, {"TOKEN": "canary-1"}),
    ],
    ids=["value", "masked value", "masked now", "readable now"],
)
def test_a_change_in_the_dashboard_is_written_again(
    web: ManagedMaps, key: str, change: Any, in_state: Any
) -> None:
    web.up(PLAIN, MASKED)
    before = web.on_runsite()
    web.change(key, **change)
    assert web.web.refresh() is True
    expected = PLAIN | MASKED | in_state
    assert web.in_state() == {k: v for k, v in expected.items() if v is not None}
    assert web.up(PLAIN, MASKED) == "update"
    assert web.on_runsite() == before
    assert web.is_quiet(PLAIN, MASKED)


def test_a_deleted_key_is_created_again(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    before = web.on_runsite()
    web.remove("MODE")
    web.remove("TOKEN")
    assert web.web.refresh() is True
    assert web.in_state() == {"LEVEL": "info", "KEY": "canary-2"}
    mark = web.world.mark()
    assert web.up(PLAIN, MASKED) == "update"
    assert len(web.world.writes(mark)) == 1
    assert web.on_runsite() == before
    assert web.is_quiet(PLAIN, MASKED)


def test_a_masked_key_that_somebody_creates_again_is_written(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.remove("TOKEN")
    web.by_hand("TOKEN", "of somebody else", is_secret=True)
    assert web.web.refresh() is True
    assert web.up(PLAIN, MASKED) == "update"
    assert web.on_runsite()["TOKEN"] == ("canary-1", True)
    assert web.is_quiet(PLAIN, MASKED)


def test_a_list_that_lacks_a_key_once_is_not_believed(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    body = {"environment_variables": [], "total": 0}
    web.world.fault(kind="answer", status=200, body=body, method="GET", path="*/env")
    assert web.web.refresh() is False
    assert web.in_state() == PLAIN | MASKED


def test_a_list_at_another_address_deletes_no_key(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.remove("MODE")
    web.web.state = with_account(web.web.state, address="https://elsewhere.example")
    with pytest.raises(Exception, match="`MODE` is not in the response to GET"):
        web.web.refresh()


def test_a_key_that_somebody_else_adds_is_not_drift(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.by_hand("OTHER", "x")
    assert web.is_quiet(PLAIN, MASKED)
    assert "OTHER" not in str(web.web.state)


def test_a_write_of_the_whole_list_is_no_change_of_one(web: ManagedMaps) -> None:
    web.up({}, MASKED)
    web.world.emulator.clock.advance(10)
    for row in web.rows().values():
        row.updated_at = web.world.emulator.clock.now()
        web.world.emulator.store.variables.put(row)
    assert web.is_quiet({}, MASKED)


@pytest.mark.parametrize("switches", [
    {"action_answer": "empty"},
    {"action_answer": "no_content"},
    {"bulk": "replace"},
    {"bulk": "replace", "action_answer": "empty"},
], ids=str)  # fmt: skip
@pytest.mark.parametrize("key", ["MODE", "TOKEN"])
def test_a_change_before_the_first_refresh_after_a_write_is_drift(
    web: ManagedMaps, switches: Any, key: str
) -> None:
    web.up(PLAIN, MASKED)
    web.world.control("PATCH", "switches", **switches)
    web.world.emulator.clock.advance(10)
    plain, masked = PLAIN | {"MODE": "slow"}, MASKED | {"TOKEN": "canary-3"}
    web.up(plain, masked)
    web.change(key, value="theirs")
    assert web.web.refresh() is True
    assert web.in_state().get(key) == {"MODE": "theirs"}.get(key)
