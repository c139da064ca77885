"""Bulk writes: nobody documents whether one replaces the list, so the first is checked."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources.bulk_write import BulkWrite
from tests.provider.resources.parent_variables import ParentVariables

Created = list[tuple[str, Props]]


def create_three(variables: ParentVariables) -> Created:
    created = [variables.create(f"it-{n}", key=f"KEY_{n}") for n in range(3)]
    variables.since = variables.world.mark()
    return created


async def update(ctx: Context, variables: ParentVariables, created: tuple[str, Props]) -> Props:
    id, state = created
    return await variables.resource.update(ctx, id, state, state_inputs(variables, state))


def state_inputs(variables: ParentVariables, state: Props) -> Props:
    names = variables.resource.Inputs.field_names() & state.keys()
    return {name: state[name] for name in names} | {"value": "canary-2"}


def test_the_only_variable_needs_no_check_after_its_write(variables: ParentVariables) -> None:
    id, state = variables.create()
    variables.since = variables.world.mark()
    variables.update(id, state, value="canary-2")
    assert variables.requests() == [f"GET {variables.path}", f"PUT {variables.path}/bulk"]


def test_a_bulk_write_that_replaces_fails_at_once_and_is_the_last(
    variables: ParentVariables,
) -> None:
    created = create_three(variables)
    variables.world.control("PATCH", "switches", bulk="replace")
    errors: list[ResourceInitFailed] = []

    async def update_one(ctx: Context, each: tuple[str, Props]) -> None:
        try:
            await update(ctx, variables, each)
        except ResourceInitFailed as error:
            errors.append(error)
        except RunsiteError as error:
            assert "404" in str(error)  # noqa: PT017 - it was removed by the first

    async def update_all(ctx: Context) -> None:
        for each in created:
            await update_one(ctx, each)

    variables.world.run(update_all)
    (error,) = errors
    assert "removed other variables from Runsite: " in str(error)
    assert all(f"KEY_{n}`" in str(error) for n in (1, 2))
    assert "canary" not in str(error)
    assert error.id == created[0][0]
    assert error.state["value"] == "canary-2", "its own write was carried out"
    assert variables.writes().count(f"PUT {variables.path}/bulk") == 1


def test_later_writes_delete_and_create(variables: ParentVariables) -> None:
    created = create_three(variables)
    variables.world.control("PATCH", "switches", bulk="replace")

    async def update_two(ctx: Context) -> tuple[str, Props]:
        with pytest.raises(ResourceInitFailed):
            await update(ctx, variables, created[0])
        ctx.create_log.forget()
        inputs = state_inputs(variables, created[1][1]) | {"value": "canary-1"}
        again = await variables.resource.create(ctx, inputs)
        ctx.create_log.forget()
        return again[0], await update(ctx, variables, again)

    id, state = variables.world.run(update_two)
    assert variables.values() == {"KEY_0": "canary-2", "KEY_1": "canary-2"}
    own_id = id.partition("/")[2]
    assert own_id not in {row.id for row in variables.rows.all()}, "the id is another one now"
    assert variables.writes()[-2:] == [
        f"DELETE {variables.path}/{own_id}",
        f"POST {variables.path}",
    ]
    assert variables.world.read(variables.resource, id, state) == state
    variables.world.control("PATCH", "switches", bulk="merge")
    state = variables.world.run(lambda ctx: update(ctx, variables, (id, state | {"value": "x"})))
    assert len(variables.values()) == 2
    variables.world.delete(variables.resource, id, state)
    assert variables.values() == {"KEY_0": "canary-2"}


def test_what_somebody_deletes_during_a_write_is_named_and_not_blamed_on_it(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = create_three(variables)
    other = created[2][0].partition("/")[2]

    async def put_and_delete(self: BulkWrite, *args: Any) -> Any:
        response = await put(self, *args)
        if variables.rows.get(other):
            variables.rows.remove(other)
        return response

    put = BulkWrite._put
    monkeypatch.setattr(BulkWrite, "_put", put_and_delete)

    async def update_two(ctx: Context) -> Props:
        for each in created[:2]:
            await update(ctx, variables, each)
        return variables.resource.facts(ctx.client)

    assert variables.world.run(update_two) == {}
    (warning,) = variables.world.messages.warnings
    assert "KEY_2" in warning
    assert "somebody else may have deleted them" in warning
    assert variables.writes() == [f"PUT {variables.path}/bulk"] * 2
    assert variables.values() == {"KEY_0": "canary-2", "KEY_1": "canary-2"}


def test_id_is_left_away_where_the_api_does_not_know_it(variables: ParentVariables) -> None:
    created = create_three(variables)
    field = "variables" if "env" in variables.path else "secrets"
    detail = [{"type": "extra_forbidden", "loc": ["body", field, 0, "id"], "msg": "Extra inputs"}]
    variables.world.control("PATCH", "switches", bulk_env_without_id="upsert")
    variables.world.fault(kind="answer", status=422, body={"detail": detail}, method="PUT")

    async def update_two(ctx: Context) -> None:
        for each in created[:2]:
            await update(ctx, variables, each)

    variables.world.run(update_two)
    entries = variables.world.emulator.journal.entries(since=variables.since, method="PUT")
    sent = [next(iter(entry["request_body"].values()))[0] for entry in entries]
    assert ["id" in item for item in sent] == [True, False, False]
    assert variables.values() == {"KEY_0": "canary-2", "KEY_1": "canary-2", "KEY_2": "canary-1"}


HTML: dict[str, Any] = {
    "kind": "answer", "status": 200, "text": "<html>", "content_type": "text/html"
}  # fmt: skip


@pytest.mark.parametrize("text", ["<html>", "OK", '"done"', "5"])
@pytest.mark.parametrize("is_done", [True, False])
def test_a_write_with_a_foreign_response_is_confirmed_by_reading(
    variables: ParentVariables,
    text: str,
    is_done: bool,  # noqa: FBT001
) -> None:
    id, state = variables.create(is_secret=False)
    apply = "before" if is_done else "never"
    variables.world.fault(**HTML | {"text": text}, method="PUT", apply=apply)
    if is_done:
        after = variables.update(id, state, is_secret=False, value="canary-2")
        assert after["value"] == "canary-2"
    else:
        with pytest.raises(RunsiteError, match=r"unknown whether the value of .* was written"):
            variables.update(id, state, is_secret=False, value="canary-2")


def test_a_masked_value_with_a_foreign_response_is_unknown(variables: ParentVariables) -> None:
    id, state = variables.create()
    variables.world.fault(**HTML, method="PUT", apply="before")
    with pytest.raises(
        RunsiteError, match=r"PUT .*/bulk returned status 200 .* is unknown whether"
    ):
        variables.update(id, state, value="canary-2")


@pytest.mark.parametrize("is_done", [True, False])
def test_a_delete_with_a_foreign_response_is_confirmed_by_the_list(
    variables: ParentVariables,
    is_done: bool,  # noqa: FBT001
) -> None:
    id, state = variables.create()
    variables.world.fault(**HTML, method="DELETE", apply="before" if is_done else "never")
    if is_done:
        variables.world.delete(variables.resource, id, state)
    else:
        with pytest.raises(RunsiteError, match=r"was not deleted: DELETE .* the body is not JSON"):
            variables.world.delete(variables.resource, id, state)
    assert bool(variables.values()) is not is_done


@pytest.mark.parametrize("text", ["", "null", "{}", "[]", '{"message": "deleted"}'])
def test_a_response_of_the_api_is_success(variables: ParentVariables, text: str) -> None:
    id, state = variables.create()
    for method in ("PUT", "DELETE"):
        variables.world.fault(kind="answer", status=200, text=text, method=method, apply="before")
    variables.update(id, state, value="canary-2")
    variables.world.delete(variables.resource, id, state)
    assert variables.values() == {}


def test_an_empty_value_is_written_and_read(variables: ParentVariables) -> None:
    variables.world.control("PATCH", "switches", empty_value="accept")
    id, state = variables.create(value="", is_secret=False)
    assert variables.world.read(variables.resource, id, state) == state
    assert state["value"] == ""
    state = variables.update(id, state, value="x", is_secret=False)
    state = variables.update(id, state, value="", is_secret=False)
    assert list(variables.values().values()) == [""]
