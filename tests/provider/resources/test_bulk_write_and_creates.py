"""What a run creates while its first bulk write is under way: the list before it lacks that."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from pulumi_runsite.api import Client
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources.bulk_observations import Creates
from pulumi_runsite.provider.resources.bulk_write import BulkWrite
from tests.provider.resources.parent_variables import ParentVariables

Created = tuple[str, Props]


def existing(variables: ParentVariables, count: int, bulk: str) -> list[Created]:
    created = [variables.create(f"it-{n}", key=f"KEY_{n}") for n in range(count)]
    variables.world.control("PATCH", "switches", bulk=bulk)
    variables.since = variables.world.mark()
    return created


async def update(ctx: Context, variables: ParentVariables, created: Created) -> Props:
    id, state = created
    names = variables.resource.Inputs.field_names() & state.keys()
    inputs = {name: state[name] for name in names} | {"value": "canary-2"}
    return await variables.resource.update(ctx, id, state, inputs)


async def create(ctx: Context, variables: ParentVariables, key: str = "NEW") -> Created:
    inputs = variables.inputs | {"key": key, "value": "canary-1"}
    return await variables.resource.create(ctx, inputs)


@pytest.fixture
def create_after_the_list(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> ParentVariables:
    """Have the run create a variable between the list that a bulk write reads, and the write."""

    async def create_and_put(self: BulkWrite, ctx: Context, *args: Any) -> Any:
        if "NEW" not in variables.values():
            await create(ctx, variables)
        return await put(self, ctx, *args)

    put = BulkWrite._put_and_confirm
    monkeypatch.setattr(BulkWrite, "_put_and_confirm", create_and_put)
    return variables


@pytest.mark.parametrize("count", [1, 3])
def test_a_removed_variable_that_this_run_created_is_named(
    create_after_the_list: ParentVariables, count: int
) -> None:
    variables = create_after_the_list
    created = existing(variables, count, "replace")
    with pytest.raises(ResourceInitFailed, match="removed other variables from ") as raised:
        variables.world.run(lambda ctx: update(ctx, variables, created[0]))
    assert variables.values() == {"KEY_0": "canary-2"}
    assert "NEW`" in str(raised.value)
    assert all(f"KEY_{n}`" in str(raised.value) for n in range(1, count))


def test_a_removed_variable_that_this_run_created_again_is_named(
    create_after_the_list: ParentVariables,
) -> None:
    variables = create_after_the_list
    created = existing(variables, 2, "replace")

    async def up(ctx: Context) -> None:
        await variables.resource.delete(ctx, *await create(ctx, variables))
        ctx.create_log.forget()
        await update(ctx, variables, created[0])

    with pytest.raises(ResourceInitFailed, match="NEW`"):
        variables.world.run(up)


def test_a_variable_whose_create_ends_after_the_write_is_named(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = existing(variables, 2, "replace")
    sent, written = anyio.Event(), anyio.Event()
    request, put, settled = Client.request, BulkWrite._put_and_confirm, Creates.settled

    async def respond_late(self: Client, method: str, *args: Any, **more: Any) -> Any:
        response = await request(self, method, *args, **more)
        if method == "POST":
            sent.set()
            await written.wait()
        return response

    async def put_after_create(self: BulkWrite, *args: Any) -> Any:
        await sent.wait()
        return await put(self, *args)

    async def settle(self: Creates) -> dict[str, Props]:
        written.set()
        return await settled(self)

    monkeypatch.setattr(Client, "request", respond_late)
    monkeypatch.setattr(BulkWrite, "_put_and_confirm", put_after_create)
    monkeypatch.setattr(Creates, "settled", settle)
    errors: list[str] = []

    async def update_one(ctx: Context) -> None:
        with pytest.raises(ResourceInitFailed) as raised:
            await update(ctx, variables, created[0])
        errors.append(str(raised.value))

    async def up(ctx: Context) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(update_one, ctx)
            group.start_soon(create, ctx, variables)

    variables.world.run(up)
    assert "NEW`" in errors[0]
    assert variables.values() == {"KEY_0": "canary-2"}


def test_a_variable_that_is_created_meanwhile_is_kept_without_a_message(
    create_after_the_list: ParentVariables,
) -> None:
    variables = create_after_the_list
    created = existing(variables, 1, "merge")
    variables.world.run(lambda ctx: update(ctx, variables, created[0]))
    assert variables.values() == {"KEY_0": "canary-2", "NEW": "canary-1"}
    assert variables.world.messages.warnings == []


def test_a_list_that_lags_is_read_again(create_after_the_list: ParentVariables) -> None:
    variables = create_after_the_list
    created = existing(variables, 2, "merge")
    stale = {"kind": "answer", "status": 200, "method": "GET", "path": variables.path, "skip": 2}
    list_field = variables.resource.siblings(variables.parent_id).list_field
    variables.world.fault(**stale, body={list_field: []})
    since = variables.world.clock.now()
    variables.world.run(lambda ctx: update(ctx, variables, created[0]))
    assert variables.world.clock.now() - since == 5
    assert variables.world.messages.warnings == []


def test_what_this_run_created_and_deleted_is_not_lost(variables: ParentVariables) -> None:
    created = existing(variables, 2, "merge")

    async def up(ctx: Context) -> None:
        id, state = await create(ctx, variables)
        await variables.resource.delete(ctx, id, state)
        await update(ctx, variables, created[0])

    since = variables.world.clock.now()
    variables.world.run(up)
    assert variables.world.clock.now() == since, "no list is read again"
    assert variables.world.messages.warnings == []
    assert variables.values() == {"KEY_0": "canary-2", "KEY_1": "canary-1"}
