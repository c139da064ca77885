"""A key that moves from a map to an `EnvVar`, which the engine may create at the same time."""

from __future__ import annotations

import anyio
import pytest

from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.resources import EnvVar

from .conftest import ManagedMaps


@pytest.mark.parametrize("first", ["the map", "the EnvVar"])
def test_a_variable_is_not_adopted_while_the_map_deletes_it(web: ManagedMaps, first: str) -> None:
    web.up({"KEY": "old"}, {})
    id, service = web.rows()["KEY"].id, {"web_service_id": web.web.id}
    variable = service | {"key": "KEY", "is_secret": False}

    async def adopt(ctx: Context) -> None:
        await EnvVar.create(ctx, variable | {"value": "new", "adopt_id": id})

    async def delete(ctx: Context) -> None:
        await EnvVar.delete_unless_adopted(ctx, web.web.id, variable | {"id": id})

    async def both(ctx: Context) -> None:
        async with anyio.create_task_group() as group:
            for task in (delete, adopt) if first == "the map" else (adopt, delete):
                group.start_soon(task, ctx)

    web.world.run(both)
    assert web.on_runsite() == {"KEY": ("new", False)}
    assert (web.rows()["KEY"].id == id) is (first == "the EnvVar")
