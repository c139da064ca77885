"""An emulator in this process, and calls of functions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator import Emulator, Running, running
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.functions import Function
from pulumi_runsite.provider.resources import WebService
from tests.world import World


@pytest.fixture(scope="module")
def runsite() -> Iterator[Running]:
    with running(Emulator(scale=0, seed=7)) as serving:
        yield serving


@pytest.fixture
def world(runsite: Running, tmp_path: Path) -> World:
    runsite.emulator.reset()
    return World(runsite, tmp_path)


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
