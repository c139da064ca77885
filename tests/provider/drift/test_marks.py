"""What the state keeps of the last write of a variable: its time, and the id that it has since."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.drift import (
    changed_since,
    changed_with_all,
    is_unread,
    last_change,
    own_id,
    reported_value,
    variables,
    version_mark,
    with_declared,
    with_new_version_mark,
    with_own_id,
    with_undeclared,
    with_unread,
    with_variables,
    with_version_mark,
    without_written,
)

T0, T1 = "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"
STATE: dict[str, Any] = {"value": "a", "written": {"value": {"reported": "a"}}}


def item(updated_at: object) -> dict[str, object]:
    return {"updated_at": updated_at}


def test_the_id_of_now_is_kept_beside_what_was_written() -> None:
    state = with_own_id(STATE, "v-2")
    assert state == {
        "value": "a",
        "written": {"value": {"reported": "a"}, "id": {"reported": "v-2"}},
    }
    assert (own_id(state, "v-1"), own_id(STATE, "v-1"), own_id({}, "v-1")) == ("v-2", "v-1", "v-1")


def test_the_time_of_the_last_write_is_kept_until_another_write() -> None:
    written, is_changed = with_version_mark(STATE, T0)
    assert written == {"written": {"value": {"reported": "a"}, "updated_at": {"reported": T0}}}
    assert not is_changed
    again, is_changed = with_version_mark(STATE | written, T1)
    assert (again, is_changed) == (written, True)
    renewed = with_new_version_mark(STATE | written, T1)
    assert renewed["value"] == "a"
    assert renewed["written"] == {"value": {"reported": "a"}, "updated_at": {"reported": T1}}
    assert with_version_mark(renewed, T1)[1] is False


@pytest.mark.parametrize(
    ("now", "is_later"),
    [
        (T0, False),
        ("2026-01-01T00:00:00.999Z", False),
        (T1, True),
        ("2026-01-01T00:00:01.5+00:00", True),
        ("2026-01-01T01:00:00+01:00", False),
        ("2025-12-31T23:59:59Z", False),
        ("2026-01-01 00:00:02", True),
    ],
)
def test_only_a_time_of_a_second_later_is_another_write(now: str, is_later: bool) -> None:  # noqa: FBT001
    state = with_new_version_mark(STATE, T0)
    assert with_version_mark(state, now)[1] == is_later


@pytest.mark.parametrize("time", [None, 5, "", "yesterday", "2026-13-01T00:00:00Z"])
def test_what_is_no_time_is_no_mark(time: object) -> None:
    assert version_mark(item(time)) is None
    assert version_mark(item(T0)) == T0
    state = {"written": {"updated_at": {"reported": time}}}
    assert with_version_mark(state, T1)[1] is False


@pytest.mark.parametrize(
    ("others", "is_with_all"),
    [
        ([], False),
        ([T0], True),
        ([T0, "2026-01-01T00:00:00.4Z"], True),
        ([T0, T1], False),
        (["2025-12-31T23:59:58Z"], False),
        ([None], False),
    ],
)
def test_what_changed_with_all_others_shows_nothing(others: list[Any], is_with_all: bool) -> None:  # noqa: FBT001
    one = item(T0)
    assert changed_with_all(one, [one, *map(item, others)]) == is_with_all


def test_the_variables_of_a_map_are_kept_beside_what_was_written_and_leave_no_empty_entry() -> None:
    known = {"A": {"id": "v-1"}}
    state = with_variables(STATE, known)
    assert state == {"value": "a", "written": {"value": {"reported": "a"}, "variables": known}}
    assert variables(state) == known
    assert with_variables(state, {"B": {}}) == with_variables(STATE, {"B": {}})
    assert with_variables(state, {}) == STATE
    assert variables(STATE) == variables({}) == {}


def test_a_declared_input_is_compared_with_what_was_reported_then() -> None:
    state = {"image": "nginx", "written": {"image": {"reported": "lib/nginx", "declared": "nginx"}}}
    assert reported_value(state, "image") == "lib/nginx"
    assert reported_value(state | {"image": "other"}, "image") == "other"
    assert reported_value(state, "port") is None
    assert with_declared(state, {"image": "nginx"}) == {"written": state["written"]}
    assert with_declared(state, {"image": "lib/nginx"}) == {
        "written": {"image": {"reported": "lib/nginx"}}
    }
    assert with_declared(state, {"image": "other", "port": 1}) == {"written": {}}
    assert with_declared({"image": "nginx"}, {"image": "other"}) == {}


def test_inputs_that_were_never_declared_have_an_empty_entry() -> None:
    state = with_undeclared({"name": "a"}, ["port"])
    assert state == {"name": "a", "written": {"port": {}}}
    assert without_written(state) == {"name": "a"}


def test_a_value_is_unread_until_it_is_written() -> None:
    imported = with_unread({"key": "A"}, "value")
    assert is_unread(imported, "value") is True
    assert is_unread(imported | {"value": "a"}, "value") is False
    assert is_unread(imported, "key") is False
    assert is_unread(STATE, "value") is False
    assert is_unread({"key": "A"}, "value") is False


def test_a_change_since_a_time_needs_both_times() -> None:
    assert changed_since(item(T1), T0) is True
    assert changed_since(item(T0), T0) is False
    assert changed_since(item(None), T0) is False
    assert changed_since(item(T1), None) is False


@pytest.mark.parametrize("fraction", ["", ".25", ".999999"])
def test_a_change_is_one_second_later_at_least(fraction: str) -> None:
    assert changed_since(item(f"2026-01-01T00:00:00{fraction or '.9'}Z"), T0) is False
    then, now = f"2026-01-01T00:00:00{fraction}Z", f"2026-01-01T00:00:01{fraction}+00:00"
    assert changed_since(item(now), then) is True
    assert changed_since(item(1767225601), 1767225600) is True
    assert changed_since(item(1767225600.9), 1767225600) is False


@pytest.mark.parametrize("time", [None, "", "soon", 0, True, [], "2026-02-30T00:00:00Z"])
def test_a_time_of_another_form_shows_no_change(time: object) -> None:
    assert changed_since(item(T1), time) is False
    assert changed_since(item(time), T0) is False


def test_a_time_without_a_zone_is_compared_with_another_one() -> None:
    assert changed_since(item("2026-01-01 00:00:01"), "2026-01-01T00:00:00") is True


def test_the_last_change_is_that_which_runsite_reports_or_that_of_the_last_write() -> None:
    written = with_new_version_mark(STATE, T0)
    assert last_change(written) == T0
    assert last_change(written | item(T1)) == T1
    assert last_change(STATE) is None
