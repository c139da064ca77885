"""Bulk writes where Runsite stores a key in upper case: the written variable is no other one."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import EnvVar, Project, ProjectSecret, WebService
from pulumi_runsite.provider.resources.bulk_write import BulkWrite
from tests.provider.resources.parent_variables import ParentVariables
from tests.provider.upper_case_keys import store_keys_in_upper_case
from tests.world import World

Created = tuple[str, Props]


@pytest.fixture
def upper(variables: ParentVariables, monkeypatch: pytest.MonkeyPatch) -> ParentVariables:
    store_keys_in_upper_case(monkeypatch)
    return variables


def other_parent(variables: ParentVariables) -> Props:
    """Return the inputs that name another web service, or another project."""
    if variables.resource is EnvVar:
        return {
            "web_service_id": variables.world.create(WebService, "o", name="o", image_ref="x")[0]
        }
    return {"project_id": variables.world.create(Project, "o", name="o")[0]}


def create(variables: ParentVariables, *keys: str) -> list[Created]:
    created = [variables.create(f"it-{key}", key=key) for key in keys]
    variables.since = variables.world.mark()
    variables.world.emulator.clock.advance(10)
    return created


async def update(ctx: Context, resource: type[EnvVar | ProjectSecret], created: Created) -> Props:
    id, state = created
    inputs = {name: state[name] for name in resource.Inputs.field_names() & state.keys()}
    return await resource.update(ctx, id, state, inputs | {"value": "canary-2"})


def update_removes(variables: ParentVariables, created: Created, key: str) -> None:
    """Update a variable by a bulk write, which fails since it has removed another one."""

    async def up(ctx: Context) -> None:
        with pytest.raises(ResourceInitFailed, match=rf"removed other.*{key}`"):
            await update(ctx, variables.resource, created)

    variables.world.run(up)


def test_the_written_variable_alone_does_not_show_that_others_are_kept(
    upper: ParentVariables,
) -> None:
    alone = upper.create("alone", key="k_only", **other_parent(upper))
    first, *_ = create(upper, "k0", "k1")
    upper.by_hand("DASHBOARD", "theirs")
    upper.world.control("PATCH", "switches", bulk="replace")

    async def up(ctx: Context) -> Props:
        await update(ctx, upper.resource, alone)
        ctx.create_log.forget()
        with pytest.raises(ResourceInitFailed, match=r"removed other.*DASHBOARD`.*K1`"):
            await update(ctx, upper.resource, first)
        return upper.resource.facts(ctx.client)

    assert upper.world.run(up) == {"bulk_writes": "replace"}
    assert upper.values() == {"K_ONLY": "canary-2", "K0": "canary-2"}


def test_a_write_that_removed_all_others_is_the_last(upper: ParentVariables) -> None:
    created = create(upper, "k0", "k1", "k2")
    upper.world.control("PATCH", "switches", bulk="replace")

    async def up(ctx: Context) -> None:
        with pytest.raises(ResourceInitFailed, match=r"removed other.*K1`.*K2`"):
            await update(ctx, upper.resource, created[0])

    upper.world.run(up)
    assert "kept" not in str(upper.world.messages.warnings)


@pytest.mark.parametrize("key", ["DK", "dk"])
def test_what_this_run_deletes_during_a_write_is_not_lost(
    upper: ParentVariables, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    created = create(upper, "K0", key)

    async def put_and_delete(self: BulkWrite, ctx: Context, *args: Any) -> Any:
        response = await put(self, ctx, *args)
        await upper.resource.delete(ctx, *created[1])
        return response

    put = BulkWrite._put
    monkeypatch.setattr(BulkWrite, "_put", put_and_delete)

    async def up(ctx: Context) -> Props:
        await update(ctx, upper.resource, created[0])
        return upper.resource.facts(ctx.client)

    assert upper.world.run(up) == {}
    assert upper.values() == {"K0": "canary-2"}
    assert "removed" not in str(upper.world.messages.warnings)


def test_such_keys_are_written_together(upper: ParentVariables) -> None:
    created = create(upper, *(f"k{n}" for n in range(5)))

    async def up(ctx: Context) -> None:
        async with anyio.create_task_group() as group:
            for each in created:
                group.start_soon(update, ctx, upper.resource, each)

    upper.world.run(up)
    assert len(upper.writes()) == 2
    assert upper.values() == {f"K{n}": "canary-2" for n in range(5)}


@pytest.mark.parametrize("is_done", [True, False])
def test_a_readable_value_with_a_foreign_response_is_confirmed_by_reading(
    upper: ParentVariables,
    is_done: bool,  # noqa: FBT001
) -> None:
    id, state = upper.create(key="k0", is_secret=False)
    apply = "before" if is_done else "never"
    html: dict[str, Any] = {"text": "<html>", "content_type": "text/html"}
    upper.world.fault(kind="answer", status=200, **html, method="PUT", apply=apply)
    if is_done:
        upper.update(id, state, key="k0", is_secret=False, value="canary-2")
    else:
        with pytest.raises(ResourceInitFailed, match="unknown whether"):
            upper.update(id, state, key="k0", is_secret=False, value="canary-2")


def test_two_keys_that_runsite_keeps_apart_are_two_variables(variables: ParentVariables) -> None:
    created = create(variables, "key_a", "key_b")
    variables.by_hand("KEY_A", "theirs")
    variables.world.control("PATCH", "switches", bulk="replace")

    async def up(ctx: Context) -> None:
        await variables.resource.delete(ctx, *created[1])
        with pytest.raises(ResourceInitFailed, match=r"removed other.*KEY_A`"):
            await update(ctx, variables.resource, created[0])

    variables.world.run(up)
    assert variables.values() == {"key_a": "canary-2"}


def test_one_that_this_run_created_beside_a_key_like_it_is_named_when_it_is_removed(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = create(variables, "key_a")
    variables.world.known_paths.add(variables.resource.path_of(*first))
    variables.world.control("PATCH", "switches", bulk="replace")

    async def create_and_put(self: BulkWrite, ctx: Context, *args: Any) -> Any:
        if "KEY_A" not in variables.values():
            inputs = variables.inputs | {"key": "KEY_A", "value": "canary-1"}
            await variables.resource.create(ctx, inputs)
        return await put(self, ctx, *args)

    put = BulkWrite._put_and_confirm
    monkeypatch.setattr(BulkWrite, "_put_and_confirm", create_and_put)
    update_removes(variables, first, "KEY_A")
    assert variables.values() == {"key_a": "canary-2"}


def test_one_that_was_removed_and_created_again_was_not_kept(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = create(variables, "K0", "K1", "K2")
    variables.world.control("PATCH", "switches", bulk="replace")

    async def put_and_create(self: BulkWrite, *args: Any) -> Any:
        response = await put(self, *args)
        variables.by_hand("K1", "canary-1")
        return response

    put = BulkWrite._put
    monkeypatch.setattr(BulkWrite, "_put", put_and_create)
    update_removes(variables, first, "K2")
    assert variables.world.messages.warnings == []


def test_secrets_of_one_stored_key_are_a_group(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_keys_in_upper_case(monkeypatch)
    secrets = ParentVariables(world, ProjectSecret)
    scopes = ("production", "staging")
    first, _ = [secrets.create(scope, key="dk", scope=scope) for scope in scopes]
    secrets.create("other", key="other")

    async def put_and_remove(self: BulkWrite, *args: Any) -> Any:
        response = await put(self, *args)
        for row in secrets.rows.all():
            if (row.key, row.scope) == ("DK", "staging"):  # type: ignore[union-attr]
                secrets.rows.remove(row.id)
        return response

    put = BulkWrite._put
    monkeypatch.setattr(BulkWrite, "_put", put_and_remove)

    async def up(ctx: Context) -> None:
        with pytest.raises(ResourceInitFailed, match=r"removed other.*: `staging/DK`"):
            await update(ctx, ProjectSecret, first)

    world.run(up)
