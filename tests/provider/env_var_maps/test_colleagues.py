"""Variables of others, and own ones that look like theirs: neither is overwritten, nor deleted."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator.api import env_vars
from pulumi_runsite.emulator.api.request_models import EnvVarCreate
from pulumi_runsite.provider.resources import WebService

from .conftest import SERVICE, ManagedMaps
from .test_limits import KEYS, colleague_creates_during_the_next_wait, limit

LOST = {"kind": "close", "apply": "before"}


def lost_then(web: ManagedMaps, status: int, **headers: str) -> None:
    """Lose the answer to the next write, which is carried out; refuse what is sent then."""
    web.world.fault(method="PUT", path="*/env/bulk", **LOST)
    web.world.fault(
        kind="answer", status=status, body={"detail": "no"}, method="PUT", headers=headers
    )


@pytest.mark.parametrize("status", [402, 413])
def test_a_key_whose_answer_was_lost_is_ours_although_the_next_attempt_is_refused(
    web: ManagedMaps, status: int
) -> None:
    web.up({"MODE": "fast"}, {})
    lost_then(web, status)
    assert "exists already" not in web.fails({"MODE": "fast", "NEW": "mine"}, {})
    web.up({"MODE": "fast", "NEW": "mine"}, {})
    assert web.on_runsite()["NEW"] == ("mine", False)
    assert web.is_quiet({"MODE": "fast", "NEW": "mine"}, {})


def test_a_key_whose_answer_was_lost_is_ours_after_a_wait_for_the_rate_limit(
    web: ManagedMaps,
) -> None:
    web.up({"MODE": "fast"}, {})
    lost_then(web, 429, **{"retry-after": "1"})
    web.up({"MODE": "fast"}, {"NEW": "mine"})
    assert web.on_runsite()["NEW"] == ("mine", True)
    assert web.is_quiet({"MODE": "fast"}, {"NEW": "mine"})


@pytest.mark.parametrize("flag", [{"is_secret": True}, {"is_secret": False}])
def test_the_variable_of_a_colleague_with_a_removed_key_is_left(
    web: ManagedMaps, flag: dict[str, bool]
) -> None:
    web.up({"MODE": "fast", "B": "mine"}, {})
    web.remove("B")
    web.world.emulator.clock.advance(10)
    web.by_hand("B", "theirs", **flag)
    web.up({"MODE": "fast"}, {})
    assert web.on_runsite()["B"] == ("theirs", flag["is_secret"])
    assert web.in_state() == {"MODE": "fast"}


def test_the_variable_of_a_colleague_with_a_changed_key_is_not_overwritten(
    web: ManagedMaps,
) -> None:
    web.up({"MODE": "fast"}, {"B": "mine"})
    web.remove("B")
    web.world.emulator.clock.advance(10)
    web.by_hand("B", "theirs", is_secret=True)
    assert "`B`" in web.fails({"MODE": "fast"}, {"B": "new"})
    assert web.on_runsite()["B"] == ("theirs", True)


def test_what_a_colleague_creates_during_a_pause_before_an_attempt_is_refused(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up({"MODE": "fast"}, {})
    web.world.control("PATCH", "switches", bulk_env_without_id="upsert")
    web.world.fault(
        kind="answer", status=503, body={"detail": "down"}, method="PUT",
        headers={"retry-after": "20"},
    )  # fmt: skip
    colleague_creates_during_the_next_wait(web, monkeypatch)
    program: dict[str, Any] = SERVICE | {"env_vars": {"MODE": "fast", "NEW": "mine"}}
    with pytest.raises(RunsiteError, match=r"`NEW` .* exists already on web service"):
        web.world.update(WebService, web.web.id, web.web.state, **program)
    assert web.on_runsite()["NEW"] == ("theirs", True)


def test_what_a_colleague_creates_before_a_part_of_a_write_is_refused(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up({"MODE": "fast"}, {})
    web.world.control("PATCH", "switches", bulk_env_without_id="upsert")

    limit(monkeypatch, 12, 413, "Request body is too large")
    limited = env_vars._match_items

    def match(emulator: Any, web_service_id: str, items: list[Any]) -> Any:
        if "K19" not in web.rows():
            theirs = EnvVarCreate(key="K19", value="theirs", is_secret=True)
            env_vars.add_variable(emulator, web_service_id, theirs)
        return limited(emulator, web_service_id, items)

    monkeypatch.setattr(env_vars, "_match_items", match)
    assert "`K19`" in web.fails({"MODE": "fast"} | dict.fromkeys(KEYS, "mine"), {})
    assert web.on_runsite()["K19"] == ("theirs", True)


def test_a_rate_limit_between_the_parts_of_a_write_does_not_refuse_the_first(
    web: ManagedMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.up({"MODE": "fast"}, {})
    limit(monkeypatch, 12, 413, "Request body is too large")
    web.world.fault(
        kind="answer", status=429, body={"detail": "slow"}, method="PUT", skip=2,
        headers={"retry-after": "30"},
    )  # fmt: skip
    program = {"MODE": "fast"} | dict.fromkeys(KEYS, "mine")
    web.up(program, {})
    assert web.is_quiet(program, {})


def test_an_ignored_variable_that_was_changed_on_runsite_is_not_deleted(web: ManagedMaps) -> None:
    """With `ignore_changes`, the engine removes the key that a refresh has removed."""
    web.up({"MODE": "fast"}, {"B": "mine", "C": "mine"})
    web.change("B", value="theirs")
    web.web.refresh()
    mark = web.world.mark()
    web.up({"MODE": "fast"}, {"C": "mine"})
    assert web.world.writes(mark) == []
    assert web.on_runsite()["B"] == ("theirs", True)
    (warning,) = [each for each in web.world.messages.warnings if "`B`" in each]
    assert "no longer managed" in warning
    assert web.is_quiet({"MODE": "fast"}, {"C": "mine"})


def test_a_variable_that_is_declared_again_after_a_change_on_runsite_is_written(
    web: ManagedMaps,
) -> None:
    web.up({}, {"B": "mine"})
    web.change("B", value="theirs")
    web.web.refresh()
    web.up({}, {"B": "mine"})
    assert web.on_runsite()["B"] == ("mine", True)
    web.up({}, {})
    assert web.on_runsite() == {}


def test_a_new_key_of_a_colleague_is_refused_at_preview(web: ManagedMaps) -> None:
    web.up({"MODE": "fast"}, {})
    web.by_hand("NEW", "theirs")
    program: dict[str, Any] = SERVICE | {"env_vars": {"MODE": "fast", "NEW": "mine"}}
    mark = web.world.mark()
    with pytest.raises(RunsiteError, match=r"`NEW` .* exists already on web service"):
        web.web.preview(**program)
    assert web.requests(mark) == ["GET /web-services/ID/env"]
    assert web.web.preview(**program, adopt_id=web.web.id).updates == {"env_vars"}
    assert len(web.requests(mark)) == 1


def test_a_preview_that_cannot_read_the_list_refuses_no_key(web: ManagedMaps) -> None:
    web.up({"MODE": "fast"}, {})
    web.world.fault(kind="answer", status=503, body={"detail": "down"}, method="GET")
    assert web.web.preview(**SERVICE, env_vars={"NEW": "mine"}).updates == {"env_vars"}
    (warning,) = web.world.messages.warnings
    assert "could not read Runsite" in warning
