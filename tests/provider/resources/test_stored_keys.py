"""An EnvVar whose key Runsite stores in upper case: it is written in place, by its id."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import EnvVar
from tests.provider.resources.parent_variables import ParentVariables
from tests.provider.upper_case_keys import store_keys_in_upper_case
from tests.world import World


@pytest.fixture
def upper(world: World, monkeypatch: pytest.MonkeyPatch) -> ParentVariables:
    store_keys_in_upper_case(monkeypatch)
    return ParentVariables(world, EnvVar)


@pytest.mark.parametrize("is_secret", [True, False])
@pytest.mark.parametrize("answer", ["object", "empty"])
def test_a_key_that_is_stored_in_upper_case_is_written_and_deleted(
    upper: ParentVariables,
    answer: str,
    is_secret: bool,  # noqa: FBT001
) -> None:
    more: dict[str, Any] = {"key": "node_env", "is_secret": is_secret}
    id, state = upper.create(**more)
    assert "as `NODE_ENV`" in str(upper.world.messages.warnings)
    upper.world.control("PATCH", "switches", action_answer=answer)
    upper.world.emulator.clock.advance(10)
    state = upper.update(id, state, **more, value="canary-2")
    assert upper.values() == {"NODE_ENV": "canary-2"}
    assert upper.world.read(EnvVar, id, state) == state
    upper.world.delete(EnvVar, id, state)
    assert upper.values() == {}


def test_such_keys_are_written_together(upper: ParentVariables) -> None:
    created = [upper.create(f"it-{n}", key=f"key_{n}") for n in range(4)]
    upper.world.emulator.clock.advance(10)

    async def update(ctx: Context, id: str, state: Props) -> None:
        inputs = {name: state[name] for name in EnvVar.Inputs.field_names() & state.keys()}
        await EnvVar.update(ctx, id, state, inputs | {"value": "canary-2"})

    async def all_at_once(ctx: Context) -> None:
        async with anyio.create_task_group() as group:
            for each in created:
                group.start_soon(update, ctx, *each)

    upper.world.run(all_at_once)
    assert upper.values() == {f"KEY_{n}": "canary-2" for n in range(4)}
