"""Where bulk writes replace the list, each variable is written alone, and may fail alone."""

from __future__ import annotations

from tests.account_marks import with_account

from .conftest import ManagedMaps
from .test_evidence import MASKED, MORE, PLAIN, lose_an_update_and_the_list, update

NEXT = {"TOKEN": "canary-2"}
REFUSED = {"kind": "answer", "status": 403, "body": {"detail": "no"}}


def writes_singly(web: ManagedMaps) -> None:
    """Create the web service in an account whose bulk writes are known to replace the list."""
    web.up(PLAIN, MASKED)
    web.web.state = with_account(web.web.state, bulk_writes="replace")


def test_a_secret_whose_write_ends_halfway_is_written_by_the_next_run(web: ManagedMaps) -> None:
    writes_singly(web)
    web.world.fault(**REFUSED, method="POST")
    web.fails(PLAIN, NEXT)
    assert web.in_state() == PLAIN, "it was deleted, and not created again"
    assert web.up(PLAIN, NEXT) == "update"
    assert web.on_runsite() == {"MODE": ("fast", False), "TOKEN": ("canary-2", True)}
    assert web.is_quiet(PLAIN, NEXT)


def test_a_create_of_unknown_outcome_is_repeated_by_the_next_run(web: ManagedMaps) -> None:
    writes_singly(web)
    web.world.fault(kind="close", method="POST")
    web.fails(MORE, MASKED)
    assert web.in_state() == PLAIN | MASKED
    assert web.up(MORE, MASKED) == "update"
    assert web.on_runsite()["NEW"] == ("mine", False)
    assert web.is_quiet(MORE, MASKED)


def test_a_refused_create_is_no_change_once_the_program_is_put_back(web: ManagedMaps) -> None:
    writes_singly(web)
    before = web.web.state
    web.world.fault(**REFUSED, method="POST")
    web.fails(MORE, MASKED)
    assert web.web.state == before
    assert web.is_quiet(PLAIN, MASKED)


def test_a_bulk_write_that_removed_only_variables_of_others_was_carried_out(
    web: ManagedMaps,
) -> None:
    web.up({}, MASKED)
    web.by_hand("OTHER", "x")
    web.world.control("PATCH", "switches", bulk="replace")
    assert "`OTHER`" in web.fails({}, NEXT)
    assert web.in_state() == NEXT
    assert web.is_quiet({}, NEXT)


def test_a_key_is_not_in_the_state_once_it_is_deleted_although_the_next_delete_fails(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN | {"A": "1", "B": "2"}, {})
    web.world.fault(**REFUSED, method="DELETE", skip=1)
    web.fails(PLAIN, {})
    assert {key: value for key, (value, _) in web.on_runsite().items()} == web.in_state()
    assert len(web.in_state()) == 2
    assert web.up(PLAIN, {}) == "update"
    assert web.is_quiet(PLAIN, {})


def test_a_secret_of_a_lost_attempt_is_written_again_although_the_next_one_is_refused(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="close", apply="before", method="PUT")
    web.world.fault(kind="answer", status=402, body={"detail": "no"}, method="PUT")
    web.fails(PLAIN, NEXT)
    assert web.in_state() == PLAIN
    assert web.up(PLAIN, MASKED) == "update"
    assert web.on_runsite()["TOKEN"] == ("canary-1", True)


def test_an_own_key_of_unknown_outcome_is_deleted_where_the_list_could_not_be_read_since(
    web: ManagedMaps,
) -> None:
    lose_an_update_and_the_list(web, "close_after_commit")
    assert web.on_runsite()["NEW"] == ("mine", False)
    web.world.control("DELETE", "faults")
    update(web, PLAIN)
    assert "NEW" not in web.on_runsite()
