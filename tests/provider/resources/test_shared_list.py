"""Creates that run at the same time share one list, and see what others create."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import Context
from tests.provider.resources.parent_variables import ParentVariables

RATE_LIMITED: dict[str, Any] = {
    "kind": "answer", "status": 429, "method": "POST", "headers": {"retry-after": "30"}
}  # fmt: skip


async def create(ctx: Context, variables: ParentVariables, key: str) -> str:
    # Each resource has an entry of its own in the creation log.
    ctx.create_log.forget()
    inputs = variables.inputs | {"key": key, "value": "canary-1"}
    return (await variables.resource.create(ctx, inputs))[0]


def test_many_creates_read_one_list(variables: ParentVariables) -> None:
    async def create_all(ctx: Context) -> None:
        async with anyio.create_task_group() as group:
            for n in range(20):
                group.start_soon(create, ctx, variables, f"KEY_{n}")

    variables.world.run(create_all)
    assert variables.requests().count(f"GET {variables.path}") == 1
    assert len(variables.writes()) == len(variables.values()) == 20


def test_what_a_colleague_creates_meanwhile_is_refused_with_its_id(
    variables: ParentVariables,
) -> None:
    ids: list[str] = []

    async def create_two(ctx: Context) -> None:
        await create(ctx, variables, "KEY_0")
        ids.append(variables.by_hand("KEY_1", "of a colleague"))
        await create(ctx, variables, "KEY_1")

    with pytest.raises(RunsiteError, match=r"already exists") as error:
        variables.world.run(create_two)
    assert ids[0] in str(error.value)
    assert variables.values() == {"KEY_0": "canary-1", "KEY_1": "of a colleague"}


@pytest.mark.parametrize("duplicate_key", ["refuse", "upsert", "duplicate"])
def test_no_list_hides_for_longer_what_a_colleague_has_created(
    variables: ParentVariables, duplicate_key: str
) -> None:
    variables.world.control("PATCH", "switches", duplicate_key=duplicate_key)

    async def create_two(ctx: Context) -> None:
        await create(ctx, variables, "KEY_0")
        variables.by_hand("KEY_1", "of a colleague")
        await ctx.client.clock.sleep(1.1)
        variables.since = variables.world.mark()
        await create(ctx, variables, "KEY_1")

    with pytest.raises(RunsiteError, match=r"already exists"):
        variables.world.run(create_two)
    assert variables.values() == {"KEY_0": "canary-1", "KEY_1": "of a colleague"}
    assert variables.writes() == []


def test_the_creates_of_the_run_itself_are_in_the_list(variables: ParentVariables) -> None:
    variables.world.control("PATCH", "switches", duplicate_key="duplicate")

    async def create_twice(ctx: Context) -> None:
        await create(ctx, variables, "KEY_0")
        await create(ctx, variables, "KEY_0")

    with pytest.raises(RunsiteError, match=r"already exists"):
        variables.world.run(create_twice)
    assert len(variables.rows.all()) == 1


def test_what_the_run_has_deleted_can_be_created_again(variables: ParentVariables) -> None:
    async def create_again(ctx: Context) -> None:
        id = await create(ctx, variables, "KEY_0")
        await variables.resource.delete(ctx, id, variables.inputs | {"key": "KEY_0"})
        await create(ctx, variables, "KEY_0")

    variables.world.run(create_again)
    assert variables.values() == {"KEY_0": "canary-1"}


@pytest.mark.parametrize("duplicate_key", ["refuse", "upsert", "duplicate"])
def test_what_a_colleague_creates_during_a_wait_for_the_rate_limit_is_refused(
    variables: ParentVariables, duplicate_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables.world.control("PATCH", "switches", duplicate_key=duplicate_key)
    variables.world.fault(**RATE_LIMITED)
    variables.by_hand_during_a_wait(monkeypatch, "KEY_0", "of a colleague")
    with pytest.raises(RunsiteError, match=r"already exists"):
        variables.world.run(lambda ctx: create(ctx, variables, "KEY_0"))
    assert variables.values() == {"KEY_0": "of a colleague"}


def test_creates_that_waited_for_the_rate_limit_read_one_list_more(
    variables: ParentVariables,
) -> None:
    variables.world.fault(**RATE_LIMITED)

    async def create_all(ctx: Context) -> None:
        async with anyio.create_task_group() as group:
            for n in range(10):
                group.start_soon(create, ctx, variables, f"KEY_{n}")

    variables.world.run(create_all)
    assert len(variables.values()) == 10
    assert variables.requests().count(f"GET {variables.path}") == 2


@pytest.mark.parametrize("later_s", [7, 30])
def test_a_masked_variable_that_is_created_after_a_lost_request_is_not_its_result(
    variables: ParentVariables, later_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables.world.fault(kind="close", method="POST")
    at = variables.world.emulator.clock.now() + later_s
    sleep = variables.world.clock.sleep

    async def sleep_meanwhile(seconds: float) -> None:
        await sleep(seconds)
        if not variables.values() and variables.world.emulator.clock.now() >= at:
            variables.by_hand("KEY_0", "of a colleague")

    async def create_one(ctx: Context) -> None:
        inputs = variables.inputs | {"key": "KEY_0", "value": "canary-1", "is_secret": True}
        await variables.resource.create(ctx, inputs)

    monkeypatch.setattr(variables.world.clock, "sleep", sleep_meanwhile)
    for expected in ("It is unknown whether|is not the time of the request", "already exists"):
        with pytest.raises(RunsiteError, match=expected):
            variables.world.run(create_one)
    assert variables.values() == {"KEY_0": "of a colleague"}
