"""A list that lags for longer than a run waits, and a 409 for what an earlier run has created."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import Conflict, OutcomeUnknown, RunsiteError
from tests.provider.resources.parent_variables import ParentVariables


def refused_while_the_list_lags(variables: ParentVariables, value: str) -> None:
    variables.world.control("PATCH", "switches", list_lag_seconds=600.0)
    variables.world.fault(kind="close_after_commit", method="POST")
    with pytest.raises(OutcomeUnknown):
        variables.create()
    with pytest.raises(Conflict):
        variables.create(value=value)
    variables.world.emulator.clock.advance(600)


@pytest.mark.parametrize("value", ["canary-1", "canary-2"])
def test_what_an_earlier_run_created_is_found_after_a_409(
    variables: ParentVariables, value: str
) -> None:
    refused_while_the_list_lags(variables, value)
    _, state = variables.create(value=value)
    assert state["value"] == value
    assert list(variables.values().values()) == [value]
    assert [each.split()[0] for each in variables.writes()].count("POST") == 2


def test_what_somebody_created_after_that_run_is_not_its_result(
    variables: ParentVariables,
) -> None:
    variables.world.control("PATCH", "switches", list_lag_seconds=600.0)
    variables.world.fault(kind="close", method="POST")
    with pytest.raises(OutcomeUnknown):
        variables.create()
    scope = {name: variables.inputs[name] for name in {"scope"} & variables.inputs.keys()}
    body = {"key": variables.inputs["key"], "value": "theirs"} | scope
    variables.world.emulator.clock.advance(10)
    variables.world.by_hand(variables.path, **body)
    with pytest.raises(Conflict):
        variables.create()
    variables.world.emulator.clock.advance(600)
    with pytest.raises(RunsiteError, match="already exists"):
        variables.create()
    assert list(variables.values().values()) == ["theirs"]
