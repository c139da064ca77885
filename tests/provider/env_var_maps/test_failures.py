"""Maps of variables: whatever fails, the state has what was written, and the next run the rest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.account_marks import with_account

from .conftest import ManagedMaps

PLAIN, MASKED = {"MODE": "fast", "LEVEL": "info"}, {"TOKEN": "canary-1"}
NEXT_PLAIN, NEXT_MASKED = {"MODE": "slow", "NEW": "n"}, {"TOKEN": "canary-2", "MORE": "canary-3"}
NEXT = {
    "MODE": ("slow", False),
    "NEW": ("n", False),
    "TOKEN": ("canary-2", True),
    "MORE": ("canary-3", True),
}


def test_a_refused_write_leaves_the_state_as_it_was(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=400, body={"detail": "NEW is invalid"}, method="PUT")
    assert "NEW is invalid" in web.fails(NEXT_PLAIN, NEXT_MASKED)
    assert web.in_state() == PLAIN | MASKED
    assert web.up(NEXT_PLAIN, NEXT_MASKED) == "update"
    assert web.on_runsite() == NEXT
    assert web.is_quiet(NEXT_PLAIN, NEXT_MASKED)


@pytest.mark.parametrize("kind", ["close", "close_after_commit"])
def test_a_write_of_unknown_outcome_is_written_again(web: ManagedMaps, kind: str) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind=kind, method="PUT", count=4)
    web.fails(NEXT_PLAIN, NEXT_MASKED)
    assert not {"TOKEN", "MORE"} & web.in_state().keys()
    assert web.up(NEXT_PLAIN, NEXT_MASKED) == "update"
    assert web.on_runsite() == NEXT
    assert web.is_quiet(NEXT_PLAIN, NEXT_MASKED)


def test_a_failed_delete_keeps_the_key(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=403, body={"detail": "no"}, method="DELETE")
    web.fails({"MODE": "slow"}, MASKED)
    assert web.in_state() == {"MODE": "slow", "LEVEL": "info"} | MASKED
    assert web.up({"MODE": "slow"}, MASKED) == "update"
    assert set(web.on_runsite()) == {"MODE", "TOKEN"}


def test_a_key_whose_delete_was_carried_out_unseen_is_written_again_once_it_is_put_back(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="close_after_commit", method="DELETE", count=1)
    web.world.fault(kind="close", method="DELETE", count=3)
    web.world.fault(kind="close", method="GET", path="*/env", count=9)
    web.fails({"LEVEL": "info"}, MASKED)
    web.world.control("DELETE", "faults")
    assert web.up(PLAIN, MASKED) == "update"
    assert set(web.on_runsite()) == {"MODE", "LEVEL", "TOKEN"}
    assert web.is_quiet(PLAIN, MASKED)


def test_a_bulk_write_that_replaces_the_list_is_the_last_one(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.by_hand("OTHER", "x", is_secret=True)
    web.world.control("PATCH", "switches", bulk="replace")
    reason = web.fails(PLAIN, {"TOKEN": "canary-2"})
    assert "removed other variables from Runsite: `OTHER`. No further" in reason
    assert web.in_state() == PLAIN | {"TOKEN": "canary-2"}
    assert set(web.on_runsite()) == {"MODE", "LEVEL", "TOKEN"}
    web.by_hand("OTHER", "y", is_secret=True)
    web.web.refresh()
    mark = web.world.mark()
    assert web.up(PLAIN | {"NEW": "n"}, {"TOKEN": "canary-4"}) == "update"
    assert not [each for each in web.world.writes(mark) if each.startswith("PUT")]
    assert web.on_runsite() == {
        "MODE": ("fast", False),
        "LEVEL": ("info", False),
        "NEW": ("n", False),
        "TOKEN": ("canary-4", True),
        "OTHER": ("y", True),
    }
    assert web.is_quiet(PLAIN | {"NEW": "n"}, {"TOKEN": "canary-4"})


def test_a_key_of_somebody_else_is_not_claimed_by_a_refused_single_write(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.web.state = with_account(web.web.state, bulk_writes="replace")
    web.world.fault(kind="answer", status=409, body={"detail": "exists"}, method="POST")
    assert "exists" in web.fails(PLAIN | {"HIS": "mine"}, MASKED)
    web.by_hand("HIS", "his", is_secret=True)
    exists = f"`HIS` ({web.rows()['HIS'].id}) exists already"
    assert exists in web.fails(PLAIN | {"HIS": "mine"}, MASKED)
    assert web.on_runsite()["HIS"] == ("his", True)


def test_a_killed_update_is_finished_by_the_next_run(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    before = web.web.state
    web.up(NEXT_PLAIN, NEXT_MASKED)
    web.web.state = before  # the engine received no answer
    assert web.up(NEXT_PLAIN, NEXT_MASKED | {"MORE": "canary-5"}) == "update"
    assert web.on_runsite() == NEXT | {"MORE": ("canary-5", True)}
    assert web.is_quiet(NEXT_PLAIN, NEXT_MASKED | {"MORE": "canary-5"})


def test_a_killed_update_can_be_taken_back(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    before, on_runsite = web.web.state, web.on_runsite()
    web.up(NEXT_PLAIN, NEXT_MASKED)
    web.web.state = before  # the engine received no answer
    assert web.up(PLAIN, MASKED) == "update"
    assert web.on_runsite() == on_runsite
    assert web.is_quiet(PLAIN, MASKED)


def test_a_killed_create_gets_the_values_that_are_declared_by_now(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.web.id, web.web.state, web.web.inputs = "", {}, {}
    web.up(NEXT_PLAIN, NEXT_MASKED)
    assert len(web.world.emulator.store.web_services.all()) == 1
    assert {k: v for k, v in web.on_runsite().items() if k != "LEVEL"} == NEXT
    assert web.is_quiet(NEXT_PLAIN, NEXT_MASKED)


def test_an_interrupted_stop_is_repeated_for_a_service_with_maps(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED, desired_state="running")
    before = web.web.state
    web.up(PLAIN, MASKED, desired_state="stopped")
    web.web.state = before  # the engine received no answer
    reason = web.fails(PLAIN, MASKED, desired_state="running")
    assert "has never been deployed" in reason, "the start is sent again"


REFUSED = [
    {"status": 403, "body": {"detail": "no"}, "method": "PUT"},
    {"status": 404, "body": {"detail": "no"}, "method": "PUT"},
    {"status": 401, "body": {"detail": "no"}, "method": "PUT"},
    {"status": 404, "body": {"detail": "no"}, "method": "GET"},
]


@pytest.mark.parametrize("refusal", REFUSED)
def test_what_runsite_refused_is_no_change_once_the_program_is_put_back(
    web: ManagedMaps, refusal: dict[str, Any]
) -> None:
    web.up(PLAIN, MASKED)
    before = web.web.state
    web.world.fault(kind="answer", path="*/env*", count=9, **refusal)
    assert "no" in web.fails(PLAIN, {"TOKEN": "canary-2"})
    web.world.control("DELETE", "faults")
    assert web.web.state == before, "no init error, with which the engine updates it again"
    assert web.is_quiet(PLAIN, MASKED)


def test_a_refused_delete_is_no_change_once_the_program_is_put_back(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    before = web.web.state
    web.world.fault(kind="answer", status=403, body={"detail": "no"}, method="DELETE")
    web.fails({"MODE": "fast"}, MASKED)
    assert web.web.state == before
    assert web.is_quiet(PLAIN, MASKED)


def test_a_refused_write_does_not_hide_an_earlier_one_that_was_killed(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    before = web.web.state
    web.up(PLAIN, {"TOKEN": "canary-2"})
    web.web.state = before  # the engine received no answer
    web.world.fault(kind="answer", status=403, body={"detail": "no"}, method="PUT")
    web.fails(PLAIN, {"TOKEN": "canary-3"})
    assert web.up(PLAIN, MASKED) == "update"
    assert web.on_runsite()["TOKEN"] == ("canary-1", True)


def test_a_write_whose_check_is_refused_may_have_been_carried_out(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.by_hand("OTHER", "x")
    refusal = {"kind": "answer", "status": 403, "body": {"detail": "no"}, "method": "GET"}
    web.world.fault(path="*/env", skip=1, count=9, **refusal)
    web.fails(PLAIN, {"TOKEN": "canary-2"})
    web.world.control("DELETE", "faults")
    assert "TOKEN" not in web.in_state()
    assert web.up(PLAIN, MASKED) == "update"
    assert web.on_runsite()["TOKEN"] == ("canary-1", True)


def test_a_refused_read_of_what_to_adopt_is_no_change_once_the_program_is_put_back(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN, MASKED)
    before = web.web.state
    web.by_hand("NEW", "theirs")
    web.world.fault(
        kind="answer", status=403, body={"detail": "no"}, method="GET", path="*/env", count=9
    )
    web.fails(PLAIN | {"NEW": "mine"}, MASKED, adopt_id=web.web.id)
    web.world.control("DELETE", "faults")
    assert web.web.state == before
    assert web.is_quiet(PLAIN, MASKED)
