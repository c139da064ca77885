"""Variables that move from an `EnvVar` into a map, or into it from a colleague."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.test_replacement_in_place import Runs, runs

from .lifecycle import Managed

__all__ = ["runs"]

IMAGE = {"name": "web", "image_ref": "nginx:1.27"}


def create(adapter: Any, resource_type: str, **news: Any) -> Managed:
    calls = adapter(resource_type)
    inputs = to_props(RESOURCES_BY_NAME[resource_type].Inputs, calls.check(news).inputs)
    id, state = calls.create(inputs)
    return Managed(resource_type, id, state, inputs)


def up(adapter: Any, managed: Managed, **news: Any) -> bool:
    """Update a resource as the engine does; return whether there was something to do."""
    calls = adapter(managed.type)
    response = calls.check(news, managed.inputs)
    inputs: Props = to_props(RESOURCES_BY_NAME[managed.type].Inputs, response.inputs)
    diff = calls.diff(managed.id, managed.state, managed.inputs, inputs)
    is_changed = diff.changes != diff.DIFF_NONE
    if is_changed:
        managed.state = calls.update(managed.id, managed.state, inputs)
    managed.inputs = inputs
    return bool(is_changed)


@pytest.fixture
def moved(runs: Runs) -> tuple[Managed, Managed, Props]:
    """A web service, an `EnvVar`, and a program that has its key in a map, as its remedy says."""
    first = runs.process()
    web = create(first, "WebService", **IMAGE)
    variable = create(first, "EnvVar", web_service_id=web.id, key="KEY", value="first")
    return web, variable, IMAGE | {"secret_env_vars": {"KEY": "first"}, "adopt_id": web.id}


@pytest.mark.parametrize("machine", ["", "another machine"])
def test_a_variable_that_a_map_has_adopted_survives_the_delete_of_its_env_var(
    runs: Runs, moved: tuple[Managed, Managed, Props], machine: str
) -> None:
    web, variable, program = moved
    run = runs.process()
    assert up(run, web, **program)
    run("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {"KEY": "first"}
    later = runs.process(machine)  # the run was killed before the delete
    assert not up(later, web, **program)
    later("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {"KEY": "first"}
    assert any("manages it now" in each.message for each in later.engine.log_requests)
    up(later, web, **IMAGE)
    assert runs.values() == {}


def test_an_env_var_is_deleted_if_no_map_has_its_variable(
    runs: Runs, moved: tuple[Managed, Managed, Props]
) -> None:
    web, variable, program = moved
    run = runs.process()
    assert up(run, web, **program)
    assert up(run, web, **IMAGE | {"env_vars": {"OTHER": "x"}})
    other = create(run, "EnvVar", web_service_id=web.id, key="KEY", value="again")
    run("EnvVar").delete(other.id, other.state)
    assert runs.values() == {"OTHER": "x"}
    assert variable.id != other.id


def test_an_adopt_id_of_an_earlier_run_takes_no_key_of_a_colleague(runs: Runs) -> None:
    first = runs.process()
    service = create(first, "WebService", **IMAGE)
    create(first, "EnvVar", web_service_id=service.id, key="A", value="theirs")
    adopting = IMAGE | {"adopt_id": service.id, "env_vars": {"A": "mine"}}
    web = create(runs.process(), "WebService", **adopting)
    colleague = runs.process("another machine")
    create(colleague, "EnvVar", web_service_id=web.id, key="X", value="theirs")
    more = adopting | {"env_vars": {"A": "mine", "X": "mine"}}
    with pytest.raises(RpcFailed) as failed:
        up(runs.process(), web, **more)
    assert "Where `adopt_id` is set already, remove it" in str(failed.value)
    assert runs.values() == {"A": "mine", "X": "theirs"}
    assert not up(runs.process(), web, **IMAGE, env_vars={"A": "mine"})
    assert up(runs.process(), web, **more)
    assert runs.values() == {"A": "mine", "X": "mine"}
