"""What a bulk write does to the variables that it does not list is neither drift nor forgotten."""

from __future__ import annotations

import pytest

from pulumi_runsite.provider.account import mark_of
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.resources import EnvVar, WebService
from tests.account_marks import with_account
from tests.provider.drift.conftest import ManagedResource
from tests.world import World


class TwoVariables:
    """Two masked variables of one service, each a resource in the state."""

    def __init__(self, world: World) -> None:
        self.world = world
        service, _ = world.create(WebService, "w", name="web", image_ref="nginx")
        self.inputs = {"web_service_id": service, "is_secret": True}
        self.first, self.second = ManagedResource(world, EnvVar), ManagedResource(world, EnvVar)
        self.up(self.first, "FIRST", "canary")
        self.up(self.second, "SECOND", "canary")
        world.emulator.clock.advance(60)

    def up(self, variable: ManagedResource, key: str, value: str) -> str:
        return variable.up(**self.inputs, key=key, value=value)


@pytest.fixture
def two(world: World) -> TwoVariables:
    return TwoVariables(world)


def touch(two: TwoVariables, *keys: str) -> None:
    now = two.world.emulator.clock.now()
    for row in two.world.emulator.store.variables.all():
        row.updated_at = now if row.key in keys else row.updated_at


def test_a_bulk_write_that_touches_all_is_no_drift_of_the_others(two: TwoVariables) -> None:
    two.up(two.first, "FIRST", "canary-2")
    touch(two, "FIRST", "SECOND")
    assert not two.second.refresh()
    assert two.up(two.second, "SECOND", "canary") == "same"
    two.world.emulator.clock.advance(60)
    touch(two, "FIRST")
    assert two.first.refresh()
    assert not two.second.refresh()
    two.world.emulator.clock.advance(60)
    touch(two, "SECOND")
    assert two.second.refresh()
    assert two.up(two.second, "SECOND", "canary") == "update"


def removes_the_other(two: TwoVariables, value: str) -> None:
    """Update the first variable by a bulk write that removes the second; create that again."""
    with pytest.raises(AssertionError) as raised:
        two.up(two.first, "FIRST", value)
    failed = raised.value.__cause__
    assert isinstance(failed, ResourceInitFailed)
    two.first.state = failed.state
    two.second.id = ""
    two.up(two.second, "SECOND", "canary")


def test_a_later_run_sends_no_bulk_write_where_two_runs_have_lost_the_only_other_variable(
    two: TwoVariables,
) -> None:
    two.world.control("PATCH", "switches", bulk="replace")
    removes_the_other(two, "canary-2")
    assert mark_of(two.first.state)["bulk_writes"] == "suspected"
    removes_the_other(two, "canary-3")
    mark = two.world.mark()
    assert two.up(two.first, "FIRST", "canary-4") == "update"
    assert [each.partition(" ")[0] for each in two.world.writes(mark)] == ["DELETE", "POST"]
    values = {row.key: row.value for row in two.world.emulator.store.variables.all()}
    assert values == {"FIRST": "canary-4", "SECOND": "canary"}
    assert not two.first.refresh()


def test_a_bulk_write_that_keeps_the_other_variable_refutes_an_earlier_loss(
    two: TwoVariables,
) -> None:
    two.world.control("PATCH", "switches", bulk="replace")
    removes_the_other(two, "canary-2")
    two.world.control("PATCH", "switches", bulk="merge")
    assert two.up(two.first, "FIRST", "canary-3") == "update"
    assert mark_of(two.first.state)["bulk_writes"] == "merge"
    two.world.control("PATCH", "switches", bulk="replace")
    removes_the_other(two, "canary-4")
    assert mark_of(two.first.state)["bulk_writes"] == "suspected"
    assert not two.first.refresh()


def test_a_later_run_sends_no_bulk_write_where_one_has_removed_all_of_several(
    two: TwoVariables,
) -> None:
    two.up(ManagedResource(two.world, EnvVar), "THIRD", "canary")
    two.world.control("PATCH", "switches", bulk="replace")
    removes_the_other(two, "canary-2")
    assert mark_of(two.first.state)["bulk_writes"] == "replace"


def test_a_rewritten_variable_is_found_by_its_new_id(two: TwoVariables) -> None:
    two.world.control("PATCH", "switches", informational="missing")
    two.first.state = with_account(two.first.state, bulk_writes="replace")
    assert two.up(two.first, "FIRST", "canary-2") == "update"
    ids = {row.id for row in two.world.emulator.store.variables.all() if row.key == "FIRST"}
    assert ids != {two.first.id.partition("/")[2]}
    assert not two.first.refresh()
    assert two.up(two.first, "FIRST", "canary-3") == "update"
    assert not two.first.refresh()
    mark = two.world.mark()
    two.world.delete(EnvVar, two.first.id, two.first.state)
    assert [each.partition(" ")[0] for each in two.world.writes(mark)] == ["DELETE"]
    assert [row.key for row in two.world.emulator.store.variables.all()] == ["SECOND"]
