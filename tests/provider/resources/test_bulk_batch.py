"""Writes that wait for each other go together, and each has its own outcome."""

from __future__ import annotations

import json
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import bulk_batch
from tests.provider.resources.parent_variables import ParentVariables

Created = tuple[str, Props]


def create(variables: ParentVariables, count: int, *, is_secret: bool = True) -> list[Created]:
    created = [
        variables.create(f"it-{n}", key=f"KEY_{n}", is_secret=is_secret) for n in range(count)
    ]
    variables.since = variables.world.mark()
    variables.world.emulator.clock.advance(10)
    return created


def update_all(
    variables: ParentVariables, created: list[Created], *values: str
) -> list[Props | RunsiteError]:
    """Update all at once in a run, whose first bulk write shows that it keeps the others."""
    outcomes: dict[str, Props | RunsiteError] = {}

    async def update(ctx: Context, id: str, state: Props, value: str) -> None:
        names = variables.resource.Inputs.field_names() & state.keys()
        inputs = {name: state[name] for name in names} | {"value": value}
        try:
            outcomes[id] = await variables.resource.update(ctx, id, state, inputs)
        except RunsiteError as error:
            outcomes[id] = error

    async def all_at_once(ctx: Context) -> None:
        for value in values or ("canary-2",):
            async with anyio.create_task_group() as group:
                for each in created:
                    group.start_soon(update, ctx, *each, value)

    variables.world.run(all_at_once)
    return [outcomes[id] for id, _ in created]


def sent(variables: ParentVariables) -> list[list[str]]:
    """Return the keys of each bulk write."""
    entries = variables.world.emulator.journal.entries(since=variables.since, method="PUT")
    return [[item["key"] for item in next(iter(e["request_body"].values()))] for e in entries]


def test_updates_that_wait_are_one_request_and_the_list_is_checked_once(
    variables: ParentVariables,
) -> None:
    created = create(variables, 5)
    outcomes = update_all(variables, created)
    assert sent(variables) == [["KEY_0"], ["KEY_1", "KEY_2", "KEY_3", "KEY_4"]]
    assert variables.requests().count(f"GET {variables.path}") == 2
    assert set(variables.values().values()) == {"canary-2"}
    for (id, before), after in zip(created, outcomes, strict=True):
        assert isinstance(after, dict)
        assert after["revision"] != before["revision"]
        assert variables.world.read(variables.resource, id, after) == after, "no drift"


def test_updates_after_others_of_the_same_run_are_one_request(variables: ParentVariables) -> None:
    created = create(variables, 3, is_secret=False)
    update_all(variables, created, "canary-2", "canary-3")
    assert sent(variables)[2:] == [["KEY_0", "KEY_1", "KEY_2"]]
    assert set(variables.values().values()) == {"canary-3"}


def test_a_refused_variable_fails_alone(variables: ParentVariables) -> None:
    created = create(variables, 6)
    variables.rows.remove(created[3][0].rpartition("/")[2])
    outcomes = update_all(variables, created)
    assert isinstance(outcomes[3], RunsiteError)
    assert "404" in str(outcomes[3])
    assert all(isinstance(each, dict) for n, each in enumerate(outcomes) if n != 3)
    assert list(variables.values().values()) == ["canary-2"] * 5


@pytest.mark.parametrize("is_secret", [True, False])
def test_a_success_that_leaves_a_variable_out_is_not_believed(
    variables: ParentVariables,
    is_secret: bool,  # noqa: FBT001
) -> None:
    created = create(variables, 4, is_secret=is_secret)
    rows = [{"id": id.rpartition("/")[2]} | state for id, state in created]
    field = "environment_variables" if "env" in variables.path else "secrets"
    late = "2999-01-01T00:00:00Z"
    for row in rows:
        row["value"] = "***" if is_secret else "canary-2"
        row["updated_at"] = late
    rows[2] = {"id": rows[2]["id"]} | created[2][1] | ({"value": "***"} if is_secret else {})
    answer: dict[str, Any] = {"kind": "answer", "status": 200, "apply": "never", "skip": 1}
    variables.world.fault(**answer, method="PUT", body=json.loads(json.dumps({field: rows})))
    update_all(variables, created)
    assert sent(variables) == [["KEY_0"], ["KEY_1", "KEY_2", "KEY_3"], ["KEY_2"]]
    assert variables.values()["KEY_2"] == "canary-2"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"message": "updated"}'])
def test_a_response_without_variables_is_confirmed_by_one_list(
    variables: ParentVariables, text: str
) -> None:
    created = create(variables, 4)
    answer: dict[str, Any] = {"kind": "answer", "status": 200, "apply": "before", "skip": 1}
    variables.world.fault(**answer, method="PUT", text=text)
    assert all(isinstance(each, dict) for each in update_all(variables, created))
    assert sent(variables) == [["KEY_0"], ["KEY_1", "KEY_2", "KEY_3"]]
    assert variables.requests().count(f"GET {variables.path}") == 3


def test_batches_end_where_the_api_does_not_show_what_it_has_written(
    variables: ParentVariables,
) -> None:
    created = create(variables, 4)
    created = [(id, state | {"updated_at": "2999-01-01T00:00:00Z"}) for id, state in created]
    outcomes = update_all(variables, created) + update_all(variables, created[:1])
    assert all(isinstance(each, dict) for each in outcomes)
    assert sent(variables)[:2] == [["KEY_0"], ["KEY_1", "KEY_2", "KEY_3"]]
    assert all(len(keys) == 1 for keys in sent(variables)[2:])
    assert set(variables.values().values()) == {"canary-2"}


@pytest.mark.parametrize("is_secret", [True, False])
def test_after_a_lost_response_each_value_is_read_or_unknown(
    variables: ParentVariables,
    is_secret: bool,  # noqa: FBT001
) -> None:
    created = create(variables, 3, is_secret=is_secret)
    lost: dict[str, Any] = {"kind": "close_after_commit", "skip": 1, "count": 4}
    variables.world.fault(**lost, method="PUT")
    for outcome in update_all(variables, created)[1:]:
        if is_secret:
            assert isinstance(outcome, ResourceInitFailed)
            assert "value" not in outcome.state, "the next run writes it again"
        else:
            assert isinstance(outcome, dict)
            assert outcome["value"] == "canary-2"


def test_a_batch_has_a_limit(variables: ParentVariables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_batch, "MAX_ITEMS", 2)
    created = create(variables, 6)
    update_all(variables, created)
    assert list(map(len, sent(variables))) == [1, 2, 2, 1]
    variables.since = variables.world.mark()
    variables.world.emulator.clock.advance(10)
    monkeypatch.setattr(bulk_batch, "MAX_BYTES", 1)
    update_all(variables, created, "canary-3")
    assert all(len(keys) == 1 for keys in sent(variables))
