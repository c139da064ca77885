"""A Runsite that stores a key in another form: the map has it, by its id, and no second one."""

from __future__ import annotations

import pytest

from tests.provider.upper_case_keys import store_keys_in_upper_case

from .conftest import SERVICE, ManagedMaps

PLAIN, MASKED = {"node_env": "p"}, {"tok": "canary-1"}


@pytest.fixture
def upper(web: ManagedMaps, monkeypatch: pytest.MonkeyPatch) -> ManagedMaps:
    store_keys_in_upper_case(monkeypatch)
    return web


@pytest.mark.parametrize("fields", ["all", "documented"])
def test_keys_that_are_stored_in_upper_case_are_quiet_and_named(
    upper: ManagedMaps, fields: str
) -> None:
    upper.world.control("PATCH", "switches", service_fields=fields)
    upper.up(PLAIN, MASKED)
    assert upper.on_runsite() == {"NODE_ENV": ("p", False), "TOK": ("canary-1", True)}
    assert upper.in_state() == PLAIN | MASKED
    assert upper.is_quiet(PLAIN, MASKED)
    if fields == "documented":  # in the other case the request that creates the service had them
        assert "stored environment variable 'tok' as `TOK`" in str(upper.world.messages.warnings)


def test_they_are_changed_in_place_and_deleted(upper: ManagedMaps) -> None:
    upper.up(PLAIN, MASKED)
    ids = {row.id for row in upper.rows().values()}
    upper.up({"node_env": "q", "new": "n"}, {"tok": "canary-2"})
    assert upper.on_runsite()["NODE_ENV"] == ("q", False)
    assert upper.on_runsite()["TOK"] == ("canary-2", True)
    assert upper.on_runsite()["NEW"] == ("n", False)
    assert ids < {row.id for row in upper.rows().values()}
    assert upper.is_quiet({"node_env": "q", "new": "n"}, {"tok": "canary-2"})
    upper.up({}, {})
    assert upper.on_runsite() == {}


def test_a_change_of_such_a_key_in_the_dashboard_is_drift(upper: ManagedMaps) -> None:
    upper.up(PLAIN, MASKED)
    upper.change("NODE_ENV", value="theirs")
    assert upper.web.refresh() is True
    upper.up(PLAIN, MASKED)
    assert upper.on_runsite()["NODE_ENV"] == ("p", False)


def test_what_a_killed_update_has_created_under_another_key_is_found(upper: ManagedMaps) -> None:
    upper.up(PLAIN, MASKED)
    before = upper.web.state
    upper.up(PLAIN | {"new": "n"}, MASKED)
    upper.web.state = before  # the engine received no answer
    assert upper.up(PLAIN | {"new": "m"}, MASKED) == "update"
    assert upper.on_runsite()["NEW"] == ("m", False)
    upper.up(PLAIN, MASKED)
    assert "NEW" not in upper.on_runsite()


def test_a_key_of_somebody_else_in_upper_case_is_another_one(web: ManagedMaps) -> None:
    web.up({"http_proxy": "mine"}, {})
    web.by_hand("HTTP_PROXY", "theirs")
    web.remove("http_proxy")
    web.web.refresh()
    for key in ("no_proxy", "NO_PROXY"):  # Runsite lists both
        web.by_hand(key, "theirs")
    theirs = dict.fromkeys(("HTTP_PROXY", "no_proxy", "NO_PROXY"), ("theirs", False))
    assert web.up({"http_proxy": "mine", "path": "p"}, {}) == "update"
    mine = {"http_proxy": ("mine", False), "path": ("p", False)}
    assert web.on_runsite() == theirs | mine
    assert web.web.up(**SERVICE) == "update"
    assert web.on_runsite() == theirs


@pytest.mark.parametrize("declared", ["token", "to.ken"])
def test_a_key_like_that_of_somebody_else_is_not_overwritten(
    upper: ManagedMaps, declared: str
) -> None:
    upper.world.control("PATCH", "switches", bulk_env_without_id="upsert")
    upper.up(PLAIN, {})
    stored = declared.upper().replace(".", "_")
    upper.by_hand(stored, "theirs")
    error = upper.fails(PLAIN | {declared: "mine"}, {})
    assert f"`{declared}` was not written: `{stored}` ({upper.rows()[stored].id}) exists" in error
    assert upper.on_runsite()[stored] == ("theirs", False)
    upper.up(PLAIN | {stored: "mine"}, {}, adopt_id=upper.web.id)
    assert upper.on_runsite()[stored] == ("mine", False)


def test_own_keys_that_differ_in_case_are_created_one_after_the_other(web: ManagedMaps) -> None:
    both = {"http_proxy": "mine", "HTTP_PROXY": "mine"}
    web.up({"http_proxy": "mine"}, {})
    web.up(both, {})
    assert web.on_runsite() == dict.fromkeys(both, ("mine", False))
    web.world.control("PATCH", "switches", bulk="replace")
    web.up(both | {"HTTP_PROXY": "new"}, {})  # which removes the other one
    assert web.on_runsite() == {"http_proxy": ("mine", False), "HTTP_PROXY": ("new", False)}


def test_what_a_bulk_write_has_removed_of_such_keys_is_created_again(upper: ManagedMaps) -> None:
    upper.up(PLAIN, MASKED)
    upper.by_hand("OTHER", "theirs")
    upper.world.control("PATCH", "switches", bulk="replace")
    reason = upper.fails(PLAIN, {"tok": "canary-2"})
    assert "removed other variables from Runsite: `OTHER`. No further" in reason
    assert upper.in_state() == PLAIN | {"tok": "canary-2"}
    assert upper.on_runsite() == {"NODE_ENV": ("p", False), "TOK": ("canary-2", True)}
    assert upper.is_quiet(PLAIN, {"tok": "canary-2"})
