"""Creates of the same run know of each other, and share one list of what exists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.attempt_log import NullCreateLog
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import Deployment, EnvVar, Project
from tests.reliability.interrupted import inputs_of
from tests.world import World

Create = Callable[..., Awaitable[str]]


def in_one_run(
    world: World, resource: type[Resource], creates: Callable[[Create], Awaitable[Any]]
) -> list[str]:
    """Return the requests of *creates*, whose argument creates a resource, without a log."""
    declared, mark = inputs_of(world, resource), world.mark()

    async def run(ctx: Context) -> None:
        async def create(**inputs: Any) -> str:
            checked, failures = resource.check(declared | inputs)
            assert failures == []
            logless = replace(ctx, create_log=NullCreateLog())
            return (await resource.create(logless, checked))[0]

        await creates(create)

    world.run(run)
    return [each.split()[0] for each in world.requests(mark)]


def test_variables_share_one_list(world: World) -> None:
    async def creates(create: Create) -> None:
        await create(key="A")
        await create(key="B")

    assert in_one_run(world, EnvVar, creates) == ["GET", "POST", "POST"]


def test_projects_share_no_list(world: World) -> None:
    async def creates(create: Create) -> None:
        await create(name="first")
        await create(name="second")

    assert in_one_run(world, Project, creates) == ["GET", "POST"] * 2


def test_a_variable_that_the_run_has_created_is_not_created_again(world: World) -> None:
    async def creates(create: Create) -> None:
        id = await create()
        with pytest.raises(RunsiteError, match=id.rpartition("/")[2]):
            await create()

    assert in_one_run(world, EnvVar, creates) == ["GET", "POST", "GET"]


def test_the_list_is_read_again_after_a_create_has_failed(world: World) -> None:
    world.fault(kind="answer", status=400, method="POST", path="*/env")

    async def creates(create: Create) -> None:
        with pytest.raises(RunsiteError):
            await create()
        await create()

    assert in_one_run(world, EnvVar, creates) == ["GET", "POST"] * 2


def test_a_conflict_with_what_the_list_did_not_have_names_its_id(world: World) -> None:
    async def creates(create: Create) -> None:
        id = await create(key="A")
        other = world.by_hand(f"/web-services/{id.partition('/')[0]}/env", key="B", value="theirs")
        with pytest.raises(RunsiteError, match=f"already exists on Runsite.*{other['id']}"):
            await create(key="B")

    assert in_one_run(world, EnvVar, creates) == ["GET", "POST", "POST", "POST", "GET"]


def test_a_deployment_of_the_same_run_does_not_stop_another_one(world: World) -> None:
    async def creates(create: Create) -> None:
        assert await create(triggers=["a"]) != await create(triggers=["b"])

    in_one_run(world, Deployment, creates)
    assert world.messages.infos == []
