"""A key of a map is managed only where evidence shows that it was written, and by whom."""

from __future__ import annotations

import shutil

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import WebService
from pulumi_runsite.provider.resources.mapped_env_vars import MappedEnvVar

from .conftest import SERVICE, ManagedMaps

PLAIN = {"MODE": "fast"}
MASKED = {"TOKEN": "canary-1"}
MORE = PLAIN | {"NEW": "mine"}
THEIRS = ("theirs", True)


@pytest.mark.parametrize("status", [401, 402, 413, 422])
def test_a_key_whose_write_was_refused_is_not_ours(web: ManagedMaps, status: int) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=status, body={"detail": "no"}, method="PUT")
    web.fails(MORE, MASKED)
    web.by_hand("NEW", *THEIRS[:1], is_secret=True)
    mark = web.world.mark()
    assert "`NEW`" in web.fails(MORE, MASKED)
    assert web.world.writes(mark) == []
    assert web.on_runsite()["NEW"] == THEIRS


def test_a_key_that_was_ours_is_not_ours_when_another_has_created_it_again(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN, MASKED)
    web.up(MORE, MASKED)
    web.remove("NEW")
    web.up(PLAIN, MASKED)
    web.by_hand("NEW", *THEIRS[:1], is_secret=True)
    assert "`NEW`" in web.fails(MORE, MASKED)
    assert web.on_runsite()["NEW"] == THEIRS


def update(web: ManagedMaps, plain: Props) -> None:
    """Update with a clock that jumps; the engine keeps the state in an error."""
    program: Props = SERVICE | {"env_vars": plain, "secret_env_vars": MASKED}
    try:
        web.web.state = web.world.update(WebService, web.web.id, web.web.state, **program)
    except ResourceInitFailed as error:
        web.web.state = error.state
        raise


@pytest.mark.parametrize("fault", [{"kind": "answer", "status": 500}, {"kind": "close"}], ids=str)
@pytest.mark.parametrize("later_s", [0, 8, 3600])
def test_a_later_variable_is_not_what_a_write_of_unknown_outcome_has_created(
    web: ManagedMaps, later_s: float, fault: Props
) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(**fault, method="PUT", count=4)
    with pytest.raises(ResourceInitFailed):
        update(web, MORE)
    assert "NEW" not in str(web.web.state)
    web.world.emulator.clock.advance(later_s)
    web.by_hand("NEW", *THEIRS[:1], is_secret=True)
    with pytest.raises(RunsiteError, match="`NEW`"):
        update(web, MORE)
    update(web, PLAIN)
    assert web.on_runsite()["NEW"] == THEIRS


def test_a_key_is_ours_after_a_timeout_status(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=408, apply="before", method="PUT")
    assert "408" in web.fails(MORE, MASKED)
    assert web.up(MORE, MASKED) == "update"
    assert web.is_quiet(MORE, MASKED)


def lose_an_update_and_the_list(web: ManagedMaps, kind: str) -> None:
    """Lose the response of an update with a new key, and have no list read afterwards."""
    web.up(PLAIN, MASKED)
    web.world.fault(kind=kind, method="PUT")
    web.world.fault(kind="answer", status=500, method="GET", path="*/env", skip=1, count=8)
    with pytest.raises(ResourceInitFailed):
        update(web, MORE)


def test_a_later_variable_is_not_deleted_where_the_list_could_not_be_read_since(
    web: ManagedMaps,
) -> None:
    lose_an_update_and_the_list(web, "close")
    web.world.emulator.clock.advance(30)
    web.by_hand("NEW", *THEIRS[:1], is_secret=True)
    web.world.messages.warnings.clear()
    update(web, PLAIN)
    assert web.on_runsite()["NEW"] == THEIRS
    assert "was not deleted, since nothing shows" in str(web.world.messages.warnings)


def test_without_the_creation_log_a_key_of_unknown_outcome_is_not_ours(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="close", method="PUT", count=4)
    with pytest.raises(ResourceInitFailed):
        update(web, MORE)
    web.by_hand("NEW", *THEIRS[:1], is_secret=True)
    shutil.rmtree(web.world.folder / "runsite-creation-log", ignore_errors=True)
    for file in web.world.folder.glob("*.json"):
        file.unlink()
    with pytest.raises(RunsiteError, match="`NEW`"):
        update(web, MORE)
    assert web.on_runsite()["NEW"] == THEIRS


def test_a_variable_of_a_lost_write_that_the_list_has_late_needs_adopt_id(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN, MASKED)
    web.world.control("PATCH", "switches", list_lag_seconds=60.0)
    web.world.fault(kind="close_after_commit", method="PUT", count=1)
    web.world.fault(kind="close", method="PUT", count=3)
    with pytest.raises(ResourceInitFailed):
        update(web, MORE)
    assert "NEW" not in str(web.web.state)
    web.world.emulator.clock.advance(60)
    with pytest.raises(RunsiteError, match="`NEW`"):
        update(web, MORE)
    assert web.up(MORE, MASKED, adopt_id=web.web.id) == "update"
    assert web.is_quiet(MORE, MASKED)


@pytest.mark.parametrize("body", [{}, {"variables": []}, {"updated": 1}])
def test_a_success_that_shows_nothing_is_no_write(
    web: ManagedMaps, body: dict[str, object]
) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=200, body=body, method="PUT")
    assert "does not show that `NEW` was written" in web.fails(MORE, MASKED)
    assert web.up(MORE, MASKED) == "update"
    assert web.on_runsite()["NEW"] == ("mine", False)
    assert web.is_quiet(MORE, MASKED)


def test_a_success_after_which_the_old_value_is_reported_is_no_write(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=200, body={}, method="PUT")
    assert "does not show that `MODE` was written" in web.fails({"MODE": "slow"}, MASKED)
    assert web.up({"MODE": "slow"}, MASKED) == "update"
    assert web.on_runsite()["MODE"] == ("slow", False)


def test_a_secret_of_a_write_that_was_not_carried_out_is_not_written(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    web.world.fault(kind="answer", status=200, body={}, method="PUT")
    message = web.fails({"MODE": "slow"}, {"TOKEN": "canary-2"})
    assert "does not show that `MODE, TOKEN` was written" in message
    assert "TOKEN" not in web.in_state()
    assert web.up({"MODE": "slow"}, {"TOKEN": "canary-2"}) == "update"
    assert web.on_runsite() == {"MODE": ("slow", False), "TOKEN": ("canary-2", True)}
    assert web.is_quiet({"MODE": "slow"}, {"TOKEN": "canary-2"})


def test_a_time_of_change_that_has_not_moved_shows_that_a_secret_was_not_written(
    web: ManagedMaps,
) -> None:
    web.up(PLAIN, MASKED)
    web.world.emulator.clock.advance(10)
    web.up({"MODE": "slow"}, MASKED)
    web.world.fault(kind="answer", status=200, body={}, method="PUT")
    assert "`TOKEN`" in web.fails({"MODE": "slow"}, {"TOKEN": "canary-2"})
    assert web.up({"MODE": "slow"}, {"TOKEN": "canary-2"}) == "update"
    assert web.on_runsite()["TOKEN"] == ("canary-2", True)


def test_a_secret_that_was_created_as_readable_is_written_again(web: ManagedMaps) -> None:
    web.up(PLAIN, MASKED)
    wanted = {"MODE": {"web_service_id": web.web.id, "key": "MODE", "value": "fast"}}
    wanted["MODE"]["is_secret"] = True
    found = web.world.run(lambda ctx: MappedEnvVar.of_adopted_service(ctx, web.web.id, wanted))
    assert "value" not in found["MODE"]
    assert found["MODE"]["is_secret"] is False


def test_a_secret_that_runsite_shows_is_named(web: ManagedMaps) -> None:
    inputs = {"web_service_id": "s", "key": "TOKEN", "value": "x", "is_secret": True}

    async def warn(ctx: object) -> None:
        MappedEnvVar.warn_of_stored(ctx, {"is_secret": False}, inputs)  # type: ignore[arg-type]

    web.world.run(warn)
    assert "is declared as a secret" in str(web.world.messages.warnings)
