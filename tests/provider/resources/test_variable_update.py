"""Environment variables and project secrets are updated in place, or replaced for another key."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import EnvVar, ProjectSecret
from tests.provider.resources.parent_variables import ParentVariables


def test_a_new_value_is_updated_in_place_and_alone(variables: ParentVariables) -> None:
    id, state = variables.create()
    variables.create("other", key="OTHER", value="canary-2")
    variables.since = variables.world.mark()
    after = variables.update(id, state, value="canary-3")
    assert variables.writes() == [f"PUT {variables.path}/bulk"]
    assert variables.values() == {state["key"]: "canary-3", "OTHER": "canary-2"}
    assert after["revision"] != state["revision"]
    (entry,) = variables.world.emulator.journal.entries(since=variables.since, method="PUT")
    (items,) = entry["request_body"].values()
    assert [item["id"] for item in items] == [id.rpartition("/")[2]]


def test_is_secret_is_updated_in_place(variables: ParentVariables) -> None:
    id, state = variables.create()
    after = variables.update(id, state, is_secret=False)
    assert variables.rows.all()[0].is_secret is False
    assert after["is_secret"] is False
    assert after["revision"] != state["revision"]


def test_no_change_sends_nothing(variables: ParentVariables) -> None:
    id, state = variables.create()
    variables.since = variables.world.mark()
    assert variables.update(id, state, adopt_id=id) == state
    assert variables.requests() == []


def test_a_write_without_the_value_that_an_option_ignores_is_refused(
    variables: ParentVariables,
) -> None:
    id, state = variables.create()
    ignored = {name: value for name, value in state.items() if name != "value"}
    world, resource, inputs = variables.world, variables.resource, variables.inputs
    variables.since = world.mark()
    assert world.update(resource, id, ignored, **inputs) == ignored
    message = "Remove `value` from `ignore_changes` for one"
    with pytest.raises(RunsiteError, match=message):
        world.update(resource, id, ignored, **inputs, is_secret=False)
    with pytest.raises(RunsiteError, match=message):  # with `--replace`
        world.run(lambda ctx: resource.create(ctx, inputs))
    assert variables.requests() == []


def test_an_update_with_a_lost_response_is_sent_again(variables: ParentVariables) -> None:
    id, state = variables.create()
    variables.world.fault(kind="close_after_commit", method="PUT")
    variables.update(id, state, value="canary-2")
    assert variables.writes() == [f"POST {variables.path}", *[f"PUT {variables.path}/bulk"] * 2]
    assert list(variables.values().values()) == ["canary-2"]


def test_a_secret_whose_time_of_change_has_not_moved_was_not_written(
    variables: ParentVariables,
) -> None:
    id, state = variables.create()
    other, other_state = variables.create("other", key="OTHER")
    variables.world.emulator.clock.advance(10)
    variables.update(other, other_state, key="OTHER", value="canary-2")
    variables.world.fault(kind="answer", status=200, body={}, method="PUT")
    with pytest.raises(ResourceInitFailed, match="does not show that") as raised:
        variables.update(id, state, value="canary-3")
    assert "value" not in raised.value.state
    variables.update(id, raised.value.state, value="canary-3")
    assert variables.values() == {state["key"]: "canary-3", "OTHER": "canary-2"}


def test_a_second_write_within_a_second_is_written(variables: ParentVariables) -> None:
    other, other_state = variables.create("other", key="OTHER")
    variables.world.emulator.clock.advance(10)
    variables.update(other, other_state, key="OTHER", value="canary-2")
    variables.world.control("PATCH", "switches", action_answer="no_content")
    id, state = variables.create()
    state = variables.update(id, state, value="canary-2")
    variables.update(id, state, value="canary-3")
    assert variables.values()[state["key"]] == "canary-3"


@pytest.mark.parametrize("resource_type", [EnvVar, ProjectSecret])
def test_changing_the_key_parent_or_scope_replaces(resource_type: type[Resource]) -> None:
    parent = "web_service_id" if resource_type is EnvVar else "project_id"
    state = {parent: "a", "key": "A", "value": "x", "is_secret": True, "scope": "staging"}
    for name in {parent, "key", "scope"} & resource_type.Inputs.field_names():
        diff = resource_type.diff(state, state | {name: "production"}, "error")
        assert diff.replaces == {name}
    assert (
        resource_type.diff(state, state | {"value": "y", "is_secret": False}, "error").replaces
        == set()
    )


@pytest.mark.parametrize("answer", ["empty", "no_content", "message"])
@pytest.mark.parametrize("is_secret", [True, False])
def test_a_change_before_the_first_refresh_after_an_empty_response_is_drift(
    variables: ParentVariables,
    answer: str,
    is_secret: bool,  # noqa: FBT001
) -> None:
    id, state = variables.create(is_secret=is_secret)
    variables.world.control("PATCH", "switches", action_answer=answer)
    variables.world.emulator.clock.advance(10)
    state = variables.update(id, state, is_secret=is_secret, value="canary-2")
    variables.world.emulator.clock.advance(10)
    (row,) = variables.rows.all()
    row.value, row.updated_at = "theirs", variables.world.emulator.clock.now()
    variables.rows.put(row)  # type: ignore[arg-type]
    after = variables.world.read(variables.resource, id, state)
    assert after is not None
    assert after.get("value") == (None if is_secret else "theirs")
