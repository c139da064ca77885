"""Environment variables and project secrets are updated in place, or replaced for another key."""

from __future__ import annotations

import pytest

from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import EnvVar, ProjectSecret
from tests.provider.resources.parent_variables import Home


def test_a_new_value_is_written_in_place_and_alone(home: Home) -> None:
    id, state = home.create()
    home.create("other", key="OTHER", value="canary-2")
    home.since = home.world.mark()
    after = home.update(id, state, value="canary-3")
    assert home.writes() == [f"PUT {home.path}/bulk"]
    assert home.values() == {state["key"]: "canary-3", "OTHER": "canary-2"}
    assert after["revision"] != state["revision"]
    (entry,) = home.world.emulator.journal.entries(since=home.since)
    (items,) = entry["request_body"].values()
    assert [item["id"] for item in items] == [id.rpartition("/")[2]]


def test_unmasking_is_written_in_place(home: Home) -> None:
    id, state = home.create()
    after = home.update(id, state, is_secret=False)
    assert home.rows.all()[0].is_secret is False
    assert after["is_secret"] is False
    assert after["revision"] != state["revision"]


def test_no_change_sends_nothing(home: Home) -> None:
    id, state = home.create()
    home.since = home.world.mark()
    assert home.update(id, state, adopt_id=id) == state
    assert home.asked() == []


def test_a_lost_answer_to_a_write_in_place_is_sent_again(home: Home) -> None:
    id, state = home.create()
    home.world.fault(kind="close_after_commit", method="PUT")
    home.update(id, state, value="canary-2")
    assert home.writes() == [f"POST {home.path}", *[f"PUT {home.path}/bulk"] * 2]
    assert list(home.values().values()) == ["canary-2"]


@pytest.mark.parametrize("kind", [EnvVar, ProjectSecret])
def test_a_key_a_parent_or_a_scope_asks_for_a_new_one(kind: type[Resource]) -> None:
    parent = "web_service_id" if kind is EnvVar else "project_id"
    state = {parent: "a", "key": "A", "value": "x", "is_secret": True, "scope": "staging"}
    for name in {parent, "key", "scope"} & kind.Inputs.field_names():
        found = kind.diff(state, state | {name: "production"}, "error")
        assert found.replaces == {name}
    assert kind.diff(state, state | {"value": "y", "is_secret": False}, "error").replaces == set()
