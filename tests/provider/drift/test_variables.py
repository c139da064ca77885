"""Values of variables: masked ones have a version mark, readable ones are compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import EnvVar, WebService
from tests.world import World

from .conftest import ManagedResource, Shape


@pytest.fixture
def variable(manage: Callable[[type[Resource]], ManagedResource]) -> ManagedResource:
    return manage(EnvVar)


@pytest.fixture
def program(world: World) -> Props:
    parent, _ = world.create(WebService, "web", name="web", image_ref="nginx")
    return {"web_service_id": parent, "key": "A", "value": "canary"}


def value_on_runsite(world: World) -> str:
    (row,) = world.emulator.store.variables.all()
    return row.value


@pytest.mark.parametrize("answer", ["object", "message", "empty"])
def test_a_masked_value_changed_in_the_dashboard_is_drift_and_is_written_again(
    variable: ManagedResource, program: Props, world: World, answer: str
) -> None:
    world.control("PATCH", "switches", create_answer=answer, action_answer=answer)
    variable.up(**program)
    assert variable.is_quiet(**program)
    variable.change_on_runsite(value="another")
    assert variable.refresh()
    assert "value" not in variable.state
    assert not variable.refresh()
    assert variable.preview(**program).updates == {"value"}
    revision = variable.state["revision"]
    assert variable.up(**program) == "update"
    assert value_on_runsite(world) == "canary"
    assert variable.state["revision"] != revision
    assert variable.is_quiet(**program)


@pytest.mark.parametrize("answer", ["object", "message", "empty"])
def test_the_first_refresh_after_an_own_write_is_no_drift(
    variable: ManagedResource, program: Props, world: World, answer: str
) -> None:
    world.control("PATCH", "switches", create_answer=answer, action_answer=answer)
    variable.up(**program)
    world.emulator.clock.advance(60)
    changed = program | {"value": "canary-2"}
    assert variable.up(**changed) == "update"
    world.emulator.clock.advance(60)
    assert variable.is_quiet(**changed)
    variable.change_on_runsite(value="another")
    assert variable.refresh()


def test_the_mark_costs_no_request(variable: ManagedResource, program: Props) -> None:
    mark = variable.world.mark()
    variable.up(**program)
    variable.up(**program | {"value": "canary-2"})
    path = f"/web-services/{program['web_service_id']}/env"
    # The second list is that before the first bulk write, which might replace the others.
    expected = [f"GET {path}", f"POST {path}", f"GET {path}", f"PUT {path}/bulk"]
    assert variable.world.requests(mark) == expected


def test_the_mark_of_an_adopted_variable_is_that_after_the_write(
    variable: ManagedResource, program: Props, world: World
) -> None:
    id, _ = world.create(EnvVar, "other", **program | {"value": "unknown"})
    world.emulator.clock.advance(60)
    assert variable.up(**program, adopt_id=id) == "create"
    assert variable.is_quiet(**program, adopt_id=id)
    variable.change_on_runsite(value="another")
    assert variable.refresh()


@pytest.mark.parametrize(
    ("then", "now", "is_drift"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.9+00:00", False),
        ("2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00", False),
        ("2026-01-01 00:00:00", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", True),
        ("2026-01-01T00:00:05Z", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:00Z", "now", False),
        ("a minute ago", "2 minutes ago", False),
        (None, "2026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:00Z", None, False),
    ],
)
def test_only_a_later_time_is_drift(
    variable: ManagedResource,
    program: Props,
    shape_responses: Callable[[Shape], None],
    then: Any,
    now: Any,
    is_drift: bool,  # noqa: FBT001
) -> None:
    shape_responses(lambda _: {"updated_at": then})
    variable.up(**program)
    shape_responses(lambda _: {"updated_at": now})
    assert variable.refresh() is is_drift


@pytest.mark.parametrize(("fraction", "is_drift"), [("", True), (".25", False)])
def test_a_masked_variable_that_was_created_again_within_a_second_is_drift(
    variable: ManagedResource,
    program: Props,
    shape_responses: Callable[[Shape], None],
    fraction: str,
    is_drift: bool,  # noqa: FBT001
) -> None:
    shape_responses(lambda _: {"created_at": f"2026-01-01T00:00:00{fraction}Z"})
    variable.up(**program)
    (row,) = variable.world.emulator.store.variables.all()
    variable.world.control("DELETE", f"dashboard/variables/{row.id}")
    path = f"/web-services/{program['web_service_id']}/env"
    variable.world.by_hand(path, key="A", value="theirs", is_secret=True)
    assert variable.refresh() is is_drift
    if is_drift:
        assert variable.up(**program) == "update"
        assert value_on_runsite(variable.world) == "canary"
    assert variable.is_quiet(**program)


def test_a_readable_value_that_runsite_normalises_is_quiet(
    variable: ManagedResource, program: Props, shape_responses: Callable[[Shape], None]
) -> None:
    shape_responses(lambda body: {"value": body["value"].strip()} if "key" in body else {})
    padded = program | {"value": " fast ", "is_secret": False}
    variable.up(**padded)
    assert variable.is_quiet(**padded)
    mark = variable.world.mark()
    assert variable.up(**padded | {"value": "fast"}) == "update"
    assert variable.world.requests(mark) == []
    assert variable.up(**padded) == "update"
    assert variable.is_quiet(**padded)
    variable.change_on_runsite(value=" slow")
    assert variable.refresh()
    assert variable.state["value"] == "slow"
    assert variable.up(**padded) == "update"
    assert value_on_runsite(variable.world) == " fast "
    assert variable.is_quiet(**padded)


def test_a_flag_that_runsite_ignores_is_quiet(
    variable: ManagedResource, program: Props, shape_responses: Callable[[Shape], None]
) -> None:
    shape_responses(lambda body: {"is_secret": False, "value": "canary"} if "key" in body else {})
    variable.up(**program)
    assert variable.is_quiet(**program)


def test_unmasking_in_the_dashboard_writes_flag_and_value_again(
    variable: ManagedResource, program: Props, world: World
) -> None:
    variable.up(**program)
    variable.change_on_runsite(is_secret=False, value="another")
    assert variable.refresh()
    assert variable.up(**program) == "update"
    (row,) = world.emulator.store.variables.all()
    assert (row.value, row.is_secret) == ("canary", True)
    assert variable.is_quiet(**program)


def test_masking_in_the_dashboard_writes_flag_and_value_again(
    variable: ManagedResource, program: Props, world: World
) -> None:
    plain = program | {"is_secret": False}
    variable.up(**plain)
    variable.change_on_runsite(is_secret=True, value="another")
    assert variable.refresh()
    assert variable.up(**plain) == "update"
    (row,) = world.emulator.store.variables.all()
    assert (row.value, row.is_secret) == ("canary", False)
    assert variable.is_quiet(**plain)


def test_a_state_of_an_earlier_version_is_quiet_and_gets_its_mark(
    variable: ManagedResource, program: Props
) -> None:
    variable.up(**program)
    del variable.state["written"]
    assert variable.up(**program) == "same"
    variable.world.emulator.clock.advance(60)
    assert variable.is_quiet(**program)
    variable.change_on_runsite(value="another")
    assert variable.refresh()


def test_neither_a_masked_value_nor_its_mask_is_recorded(
    variable: ManagedResource, program: Props
) -> None:
    variable.up(**program)
    variable.refresh()
    variable.up(**program | {"value": "canary-2"})
    assert "canary" not in str(variable.state["written"])
    assert "***" not in str(variable.state)


def fails(variable: ManagedResource, program: Props) -> None:
    with pytest.raises(AssertionError, match="refused for the first time after the preview"):
        variable.up(**program)
    variable.world.control("DELETE", "faults")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
def test_what_runsite_refused_is_no_change_once_the_program_is_put_back(
    variable: ManagedResource, program: Props, status: int
) -> None:
    variable.up(**program)
    variable.world.fault(kind="answer", status=status, body={"detail": "no"}, method="PUT", count=9)
    fails(variable, program | {"value": "canary-2"})
    assert variable.is_quiet(**program)


@pytest.mark.parametrize("status", [400, 403, 422])
@pytest.mark.parametrize("fault", ["close", "close_after_commit"])
def test_a_refusal_after_a_lost_answer_leaves_the_value_unknown(
    variable: ManagedResource, program: Props, fault: str, status: int
) -> None:
    variable.up(**program)
    variable.world.fault(kind=fault, method="PUT", count=1)
    variable.world.fault(kind="answer", status=status, body={"detail": "no"}, method="PUT")
    fails(variable, program | {"value": "canary-2"})
    assert variable.up(**program) == "update"
    assert value_on_runsite(variable.world) == "canary"
