"""Maps of variables at a Ctrl-C: what is under way is completed, and the next run does the rest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.account_marks import with_account
from tests.provider.interrupts import interrupt_during
from tests.world import EmulatedClock

from .conftest import ManagedMaps

PLAIN, MASKED = {"MODE": "fast", "LEVEL": "info"}, {"TOKEN": "canary-1"}
NEXT = {"MODE": "slow", "LEVEL": "debug"}, {"TOKEN": "canary-2"}


def values(web: ManagedMaps) -> dict[str, str]:
    return {key: value for key, (value, _) in web.on_runsite().items()}


def next_run_writes(web: ManagedMaps, plain: Any, masked: Any) -> None:
    web.world.clock = EmulatedClock(web.world.emulator)
    assert web.up(plain, masked) == "update"
    assert values(web) == plain | masked
    assert web.is_quiet(plain, masked)


def test_an_update_is_not_begun(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    mark, before = web.world.mark(), web.web.state
    web.world.clock.interrupt()
    assert "was not sent, and changed nothing: interrupted" in web.fails(*NEXT)
    assert (web.world.writes(mark), web.web.state) == ([], before)
    next_run_writes(web, *NEXT)


def test_a_new_web_service_keeps_its_id_where_its_variables_are_not_written(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.world.control("PATCH", "switches", service_env_vars="ignored")
    interrupt_during(monkeypatch, web.world.clock, "POST /api/web-services")
    assert "interrupted" in web.fails(PLAIN, MASKED)
    assert (values(web), web.world.writes()) == ({}, ["POST /web-services"])
    next_run_writes(web, PLAIN, MASKED)
    assert web.world.writes().count("POST /web-services") == 1


def test_deletes_that_follow_a_write_are_those_of_the_next_run(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up(PLAIN, MASKED)
    interrupt_during(monkeypatch, web.world.clock, "PUT")
    web.fails({"MODE": "slow"}, MASKED)
    assert values(web) == web.in_state() == {"MODE": "slow", "LEVEL": "info"} | MASKED
    next_run_writes(web, {"MODE": "slow"}, MASKED)


def test_one_that_was_deleted_to_be_written_is_created_again_and_no_other_one_is_deleted(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up(PLAIN, MASKED)
    web.web.state = with_account(web.web.state, bulk_writes="replace")
    mark = web.world.mark()
    interrupt_during(monkeypatch, web.world.clock, "DELETE")
    web.fails(*NEXT)
    assert values(web).keys() == PLAIN.keys() | MASKED.keys()
    assert [each.split()[0] for each in web.world.writes(mark)] == ["DELETE", "POST"]
    next_run_writes(web, *NEXT)


def test_what_a_bulk_write_has_removed_of_the_maps_is_created_again(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up(PLAIN, MASKED)
    web.world.control("PATCH", "switches", bulk="replace")
    interrupt_during(monkeypatch, web.world.clock, "PUT")
    plain = PLAIN | {"MODE": "slow"}
    assert web.up(plain, MASKED) == "update"
    assert values(web) == plain | MASKED
    web.world.clock = EmulatedClock(web.world.emulator)
    assert web.is_quiet(plain, MASKED)
