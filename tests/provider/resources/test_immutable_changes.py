"""Immutable inputs of projects and web services: `immutable_changes` accepts or replaces."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import World

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}


def test_accepting_records_a_change_made_in_the_dashboard(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.policy = "accept"
    with pytest.raises(
        RunsiteError, match="`name` is 'shop' on Runsite and 'store' in the program"
    ):
        world.update(Project, id, state, name="store")
    world.control("PATCH", f"dashboard/projects/{id}", name="store")
    after = world.update(Project, id, state, name="store")
    written = {**state["written"], "name": {"reported": "store"}}
    assert after == state | {"name": "store", "written": written}
    assert world.writes() == ["POST /projects"]


def test_replacing_keeps_the_old_one_and_creates_a_new_one(world: World) -> None:
    old, state = world.create(WebService, **SERVICE)
    world.policy = "replace"
    inputs, failures = WebService.check(SERVICE | {"port": 9090})
    assert failures == []
    assert WebService.diff(state, inputs, "replace").replaces == {"port"}
    world.store(old)
    new, _ = world.create(WebService, "it", **SERVICE, port=9090)
    assert {s.id for s in world.emulator.store.web_services.all()} == {old, new}
