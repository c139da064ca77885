"""A bulk write of secrets may replace by scope or by key: a write shows it, or proves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import Project, ProjectSecret
from pulumi_runsite.provider.resources.bulk_write import BulkWrite
from tests.world import World

Secrets = dict[str, tuple[str, Props]]


@pytest.fixture
def project_id(world: World) -> str:
    return world.create(Project, "p", name="shop")[0]


def create(world: World, project_id: str, *names: str) -> Secrets:
    created = {}
    for name in names:
        key, scope = name.split("/")
        inputs = {"project_id": project_id, "key": key, "scope": scope, "value": "canary-1"}
        created[name] = world.create(ProjectSecret, name, **inputs)
    return created


def replace_by(world: World, patch: pytest.MonkeyPatch, field: str) -> None:
    """Have each bulk write remove what shares the value of *field* with what it lists."""

    async def put_and_remove(self: BulkWrite, *args: Any) -> Any:
        response = await put(self, *args)
        values = {item[field] for item in self.items}
        for row in world.emulator.store.secrets.all():
            is_listed = f"{row.scope}/{row.key}" in self.names
            if getattr(row, field) in values and not is_listed:
                world.emulator.store.secrets.remove(row.id)
        return response

    put = BulkWrite._put
    patch.setattr(BulkWrite, "_put", put_and_remove)


async def update(ctx: Context, created: tuple[str, Props]) -> Props:
    id, state = created
    inputs = {k: v for k, v in state.items() if k in ProjectSecret.Inputs.field_names()}
    return await ProjectSecret.update(ctx, id, state, inputs | {"value": "canary-2"})


def remote(world: World) -> dict[str, str]:
    return {f"{row.key}/{row.scope}": row.value for row in world.emulator.store.secrets.all()}


@pytest.mark.parametrize(
    ("field", "lost", "left"),
    [("scope", "B/production", "A/staging"), ("key", "A/staging", "B/production")],
)
def test_a_bulk_write_that_replaces_by_a_field_fails_at_once_and_is_the_last(
    world: World, project_id: str, monkeypatch: pytest.MonkeyPatch, field: str, lost: str, left: str
) -> None:
    created = create(world, project_id, "A/production", "B/production", "A/staging")
    replace_by(world, monkeypatch, field)
    since = world.mark()

    async def update_two(ctx: Context) -> Props:
        with pytest.raises(ResourceInitFailed) as raised:
            await update(ctx, created["A/production"])
        scope = "/".join(reversed(lost.split("/")))
        assert f"removed other variables from Runsite: `{scope}`" in str(raised.value)
        ctx.create_log.forget()
        await update(ctx, created[left])
        return ProjectSecret.facts(ctx.client)

    assert world.run(update_two) == {"bulk_writes": "suspected"}
    assert remote(world) == {"A/production": "canary-2", left: "canary-2"}
    methods = [each.split()[0] for each in world.writes(since)]
    assert methods == ["PUT", "DELETE", "POST"]


def test_a_write_that_could_remove_nothing_of_a_scope_proves_nothing_about_it(
    world: World, project_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = create(world, project_id, "A/staging", "B/production", "C/production", "D/production")
    replace_by(world, monkeypatch, "scope")

    async def update_two(ctx: Context) -> Props:
        await update(ctx, created["A/staging"])
        with pytest.raises(ResourceInitFailed, match="`production/C`, `production/D`"):
            await update(ctx, created["B/production"])
        return ProjectSecret.facts(ctx.client)

    assert world.run(update_two) == {"bulk_writes": "replace"}
    assert world.messages.warnings == []


def test_after_a_write_that_could_remove_nothing_the_list_is_not_read_again(
    world: World, project_id: str
) -> None:
    """No two of the secrets share a key, so that none could be removed by it."""
    created = create(world, project_id, "A/production", "B/production", "C/production")
    since = world.mark()

    async def update_all(ctx: Context) -> None:
        for each in created.values():
            await update(ctx, each)

    world.run(update_all)
    path = f"/projects/{project_id}/secrets"
    listed, bulk = f"GET {path}", f"PUT {path}/bulk"
    assert world.requests(since) == [listed, bulk, listed, bulk, listed, bulk]
