"""A Runsite that allows several variables of one key: the map has the one with its id."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator.api import env_vars
from pulumi_runsite.provider.resources import WebService

from .conftest import SERVICE, ManagedMaps


@pytest.fixture
def doubled(web: ManagedMaps, monkeypatch: pytest.MonkeyPatch) -> ManagedMaps:
    """A map with `A`, beside which a colleague has created another `A`."""
    monkeypatch.setattr(env_vars, "_check_conflicts", lambda *_: None)
    web.up({"A": "mine", "B": "b"}, {})
    store = web.world.emulator.store.variables
    store.put(replace(web.rows()["A"], id="0" * 8 + web.rows()["A"].id[8:], value="theirs"))
    return web


def values(web: ManagedMaps) -> list[tuple[str, str]]:
    return sorted((row.key, row.value) for row in web.world.emulator.store.variables.all())


def test_a_refresh_and_an_update_are_of_the_known_one(doubled: ManagedMaps) -> None:
    assert doubled.web.refresh() is False
    assert doubled.up({"A": "new", "B": "c"}, {}) == "update"
    assert doubled.is_quiet({"A": "new", "B": "c"}, {})
    assert values(doubled) == [("A", "new"), ("A", "theirs"), ("B", "c")]


def test_a_removed_key_deletes_the_known_one(doubled: ManagedMaps) -> None:
    doubled.web.refresh()
    doubled.up({"B": "b"}, {})
    assert values(doubled) == [("A", "theirs"), ("B", "b")]


def test_adopt_id_does_not_choose_one_of_two(doubled: ManagedMaps) -> None:
    program: dict[str, Any] = SERVICE | {"env_vars": {"A": "new"}, "adopt_id": doubled.web.id}
    with pytest.raises(RunsiteError, match=r"several variables of the key `A`: `[-\w]+` or `"):
        doubled.world.create(WebService, "another", **program)
    assert values(doubled) == [("A", "mine"), ("A", "theirs"), ("B", "b")]
