"""Calls of a client to the emulator, and what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest

from pulumi_runsite.api import Client, RunsiteError
from tests.world import World

Call = Callable[[Client], Awaitable[Any]]


def run(world: World, call: Call) -> Any:
    async def go() -> Any:
        client = world.client()
        try:
            return await call(client)
        finally:
            await client.close()

    return anyio.run(go)


def fails(world: World, call: Call, error: type[RunsiteError] = RunsiteError) -> str:
    with pytest.raises(error) as raised:
        run(world, call)
    return str(raised.value)


def answers(world: World, status: int, count: int = 1, **more: Any) -> None:
    world.fault(kind="answer", status=status, count=count, **more)


def projects(client: Client) -> Awaitable[Any]:
    return client.request("GET", "/projects")
