"""An emulator in this process, and calls of functions."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.functions import Function
from pulumi_runsite.provider.resources import WebService
from tests.world import World, runsite, world

__all__ = ["runsite", "world"]


def invoke(world: World, function: type[Function], **inputs: Any) -> Props:
    return world.run(lambda ctx: function.invoke(ctx, inputs))


def error_of(world: World, function: type[Function], **inputs: Any) -> str:
    with pytest.raises(RunsiteError) as caught:
        invoke(world, function, **inputs)
    return str(caught.value)


def create_service(world: World, name: str = "web", **inputs: Any) -> str:
    urn = f"{name} {sorted(inputs.items())}"
    id, _ = world.create(WebService, urn, name=name, image_ref="nginx:1.27", **inputs)
    return id


def create_duplicate(world: World, collection: str, **body: Any) -> str:
    """Create a resource that this provider would refuse to create a second time."""

    async def post(ctx: Any) -> str:
        return str((await ctx.client.request("POST", collection, body))["id"])

    return world.run(post)
