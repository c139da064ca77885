"""A new key that the list has late: ours if Runsite accepted the write, and by its time."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from pulumi_runsite.provider import server_time

from .conftest import ManagedMaps

PLAIN = {"MODE": "fast"}
MASKED = {"TOKEN": "canary-1"}
MORE = MASKED | {"NEW": "mine"}

Step = Callable[[ManagedMaps], object]


def wait(web: ManagedMaps) -> None:
    """Let the time pass until the list has everything."""
    web.world.emulator.clock.advance(60)


def wait_and_refresh(web: ManagedMaps) -> None:
    wait(web)
    web.web.refresh()


def refresh_and_wait(web: ManagedMaps) -> None:
    web.web.refresh()
    wait(web)


def use_another_machine(web: ManagedMaps) -> None:
    shutil.rmtree(web.world.folder / "runsite-creation-log")
    wait(web)


def lose_an_attempt_and_wait(web: ManagedMaps) -> None:
    """Send the key again, which the list still lacks, and lose the answer."""
    web.world.fault(kind="close", method="PUT", count=4)
    web.fails(PLAIN, MORE)
    wait(web)


@pytest.mark.parametrize(
    "between",
    [wait, wait_and_refresh, refresh_and_wait, use_another_machine, lose_an_attempt_and_wait],
)
def test_a_new_key_of_an_accepted_write_that_the_list_has_late_is_ours(
    web: ManagedMaps, between: Step
) -> None:
    web.up(PLAIN, MASKED)
    web.world.control("PATCH", "switches", list_lag_seconds=60.0)
    assert "does not show that `NEW` was written" in web.fails(PLAIN, MORE)
    between(web)
    web.up(PLAIN, MORE)
    assert web.on_runsite()["NEW"] == ("mine", True)
    assert web.is_quiet(PLAIN, MORE)
    web.up(PLAIN, MASKED)
    assert "NEW" not in web.on_runsite()


def accepted_but_not_written(web: ManagedMaps) -> None:
    """Let an update report success, and write nothing; then a colleague creates its new key."""
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=200, body={}, method="PUT")
    assert "does not show that `NEW` was written" in web.fails(PLAIN, MORE)
    web.world.emulator.clock.advance(30)
    web.by_hand("NEW", "theirs", is_secret=True)


@pytest.mark.parametrize("between", [wait, wait_and_refresh, use_another_machine])
def test_a_later_variable_of_a_colleague_is_neither_written_nor_deleted(
    web: ManagedMaps, between: Step
) -> None:
    accepted_but_not_written(web)
    between(web)
    assert "`NEW`" in web.fails(PLAIN, MORE)
    web.up(PLAIN, MASKED)
    assert web.on_runsite()["NEW"] == ("theirs", True)
    assert web.is_quiet(PLAIN, MASKED)


def test_where_the_time_on_runsite_is_unknown_a_later_variable_is_not_ours(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_date(_: str) -> None:
        raise ValueError("no Date header")

    monkeypatch.setattr(server_time, "parsedate_to_datetime", no_date)
    monkeypatch.setattr(server_time.time, "time", web.world.emulator.clock.now)
    accepted_but_not_written(web)
    assert "`NEW`" in web.fails(PLAIN, MORE)
    web.up(PLAIN, MASKED)
    assert web.on_runsite()["NEW"] == ("theirs", True)


def test_a_later_variable_of_a_colleague_can_be_adopted(web: ManagedMaps) -> None:
    accepted_but_not_written(web)
    web.up(PLAIN, MORE, adopt_id=web.web.id)
    assert web.on_runsite()["NEW"] == ("mine", True)


def test_a_colleagues_variable_that_refuses_the_second_write_is_not_overwritten(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=200, body={}, method="PUT")
    assert "does not show that `NEW` was written" in web.fails(PLAIN, MORE)
    web.world.emulator.clock.advance(30)
    web.by_hand("NEW", "theirs", is_secret=True)
    web.world.fault(kind="list_lag", seconds=20.0, method="GET", path="*/env", count=1)
    web.fails(PLAIN, MORE)
    assert web.on_runsite()["NEW"] == ("theirs", True)


def test_a_variable_without_a_time_is_not_ours_after_a_list_that_lacked_it(
    web: ManagedMaps,
) -> None:
    accepted_but_not_written(web)
    web.world.fault(
        kind="answer", status=200, method="GET", path="*/env", count=1,
        body={"environment_variables": [
            {"id": row.id, "key": row.key, "value": "***", "is_secret": True}
            for row in web.rows().values()
        ]},
    )  # fmt: skip
    assert "`NEW`" in web.fails(PLAIN, MORE)
    assert web.on_runsite()["NEW"] == ("theirs", True)
