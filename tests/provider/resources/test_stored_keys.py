"""An EnvVar whose key Runsite stores in upper case: it is written in place, by its id."""

from __future__ import annotations

from typing import Any

import pytest

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
