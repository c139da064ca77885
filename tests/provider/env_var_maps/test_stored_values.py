"""A Runsite that stores a readable value in another form: that is what was written."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.emulator.api import env_vars

from .conftest import ManagedMaps


@pytest.fixture
def unquoting(web: ManagedMaps, monkeypatch: pytest.MonkeyPatch) -> ManagedMaps:
    """A Runsite that removes quotes around a value."""
    stored = env_vars.stored_value
    monkeypatch.setattr(env_vars, "stored_value", lambda e, value: stored(e, value).strip('"'))
    return web


@pytest.mark.parametrize("fields", ["all", "documented"])
def test_a_value_that_is_stored_in_another_form_is_created_once(
    unquoting: ManagedMaps, fields: str
) -> None:
    unquoting.world.control("PATCH", "switches", service_fields=fields)
    program: tuple[Any, Any] = {"E": '"x"', "F": "f"}, {"S": '"s"'}
    mark = unquoting.world.mark()
    assert unquoting.up(*program) == "create"
    assert len(unquoting.world.writes(mark)) == (1 if fields == "all" else 3)
    assert unquoting.is_quiet(*program)
    unquoting.change("E", value="theirs")
    assert unquoting.web.refresh() is True
    unquoting.up(*program)
    assert unquoting.on_runsite()["E"] == ("x", False)


def test_a_value_whose_stored_form_exists_already_is_written_once(unquoting: ManagedMaps) -> None:
    unquoting.up({"E": "x"}, {})
    unquoting.world.emulator.clock.advance(10)
    assert unquoting.up({"E": '"x"'}, {}) == "update"
    assert unquoting.is_quiet({"E": '"x"'}, {})


@pytest.mark.parametrize("form", ["a\r\nb", "a\nb\n"])
def test_other_line_breaks_need_no_time_of_the_last_change(
    unquoting: ManagedMaps, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    json = env_vars.to_json
    without_time = {"updated_at": None}
    monkeypatch.setattr(env_vars, "to_json", lambda e, row: json(e, row) | without_time)
    monkeypatch.setattr(env_vars, "stored_value", lambda *_: "a\nb")
    unquoting.up({"E": "a\nb"}, {})
    assert unquoting.up({"E": form}, {}) == "update"
    assert unquoting.is_quiet({"E": form}, {})
