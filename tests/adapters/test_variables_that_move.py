"""Variables that move from an `EnvVar` into a map, or into it from a colleague."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.engine.internal_properties import IS_PREVIEW
from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.runs import Runs, runs

from .lifecycle import Managed

__all__ = ["runs"]

IMAGE = {"name": "web", "image_ref": "nginx:1.27"}


def calls_of(adapter: Any, resource_type: str, name: str = "it") -> Any:
    calls = adapter(resource_type)
    calls.urn = calls.urn.removesuffix("it") + name
    return calls


def create(adapter: Any, resource_type: str, name: str = "it", /, **news: Any) -> Managed:
    calls = calls_of(adapter, resource_type, name)
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


def preview(adapter: Any, managed: Managed, **news: Any) -> bool:
    """Return whether a preview displays a change."""
    calls = adapter(managed.type)
    response = calls.check(news, managed.inputs)
    inputs: Props = to_props(RESOURCES_BY_NAME[managed.type].Inputs, response.inputs)
    diff = calls.diff(managed.id, managed.state, managed.inputs, inputs)
    return bool(diff.changes != diff.DIFF_NONE)


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


@pytest.mark.parametrize("machine", ["", "another machine"])
def test_an_env_var_is_created_again_where_its_map_gives_up_the_same_variable(
    runs: Runs, moved: tuple[Managed, Managed, Props], machine: str
) -> None:
    web, variable, program = moved
    assert up(runs.process(), web, **program | {"secret_env_vars": {"KEY": "of the map"}})
    # The run ended before the delete of the `EnvVar`, and the program goes back.
    run = runs.process()
    assert preview(run, web, **IMAGE)
    assert preview(run, variable, **variable.inputs)
    run = runs.process(machine)
    assert up(run, web, **IMAGE)
    assert up(run, variable, **variable.inputs)
    assert runs.values() == {"KEY": "first"}
    later = runs.process()
    assert not up(later, web, **IMAGE)
    assert not up(later, variable, **variable.inputs)
    assert later("EnvVar").read(variable.id, variable.state, variable.inputs).id
    runs.process()("EnvVar").delete(variable.id, variable.state)
    assert runs.values() == {}


def test_after_a_cancel_an_env_var_is_created_again_that_its_map_has_deleted(
    runs: Runs, moved: tuple[Managed, Managed, Props]
) -> None:
    web, variable, program = moved
    assert up(runs.process(), web, **program)
    run = runs.process()
    assert up(run, web, **IMAGE)
    run.stub.Cancel(empty_pb2.Empty())
    assert up(run, variable, **variable.inputs)
    assert runs.values() == {"KEY": "first"}
    run.clock.interrupted = False


@pytest.mark.parametrize("machine", ["", "another machine"])
def test_a_map_does_not_delete_what_the_program_is_known_to_declare_as_an_env_var(
    runs: Runs, moved: tuple[Managed, Managed, Props], machine: str
) -> None:
    web, variable, program = moved
    assert up(runs.process(), web, **program)
    run = runs.process(machine)
    # Its `web_service_id` is not an output. Here it is known that the map has written it.
    assert up(run, variable, **variable.inputs) is not bool(machine)
    assert up(run, web, **IMAGE)
    assert runs.values() == {"KEY": "first"}


def test_a_map_that_declares_the_key_of_an_env_var_is_refused_if_that_is_declared_first(
    runs: Runs, moved: tuple[Managed, Managed, Props]
) -> None:
    web, variable, program = moved
    run = runs.process()
    assert not up(run, variable, **variable.inputs)
    with pytest.raises(RpcFailed, match="EnvVar 'it' declares the key `KEY` of WebService 'it'"):
        up(run, web, **program | {"secret_env_vars": {"KEY": "of the map"}})
    assert runs.values() == {"KEY": "first"}


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
    assert "Where `adopt_id` is set already, run `pulumi up` without it" in str(failed.value)
    assert runs.values() == {"A": "mine", "X": "theirs"}
    assert not up(runs.process(), web, **IMAGE, env_vars={"A": "mine"})
    assert up(runs.process(), web, **more)
    assert runs.values() == {"A": "mine", "X": "mine"}


@pytest.mark.parametrize("new_keys", [("B", "A"), ("B", "C")], ids=["exchanged", "moved on"])
def test_a_key_that_another_resource_of_the_program_has_is_refused_with_its_name(
    runs: Runs, new_keys: tuple[str, str]
) -> None:
    first = runs.process()
    service = {"web_service_id": create(first, "WebService", **IMAGE).id}
    pair = [create(first, "EnvVar", key, **service, key=key, value=key) for key in ("A", "B")]
    run, previous = runs.process(), [each.inputs for each in pair]
    a, b = (calls_of(run, "EnvVar", key) for key in ("A", "B"))
    news = [old | {"key": key} for old, key in zip(previous, new_keys, strict=True)]
    a.preview(pair[0].id, pair[0].state, previous[0], news[0])
    assert "If another resource of this program has had it" in refused_at_preview(a, news[0])
    b.preview(pair[1].id, pair[1].state, previous[1], news[1])
    a.check(news[0])
    with pytest.raises(RpcFailed, match="resource 'B' of this program has it") as failed:
        a.create(news[0])
    assert "exchange their values instead" in str(failed.value)
    assert runs.values() == {"A": "A", "B": "B"}


def refused_at_preview(calls: Any, news: Props) -> str:
    """Return why the preview of a create fails."""
    response = calls.check(news | {IS_PREVIEW: True})
    if response.failures:
        return "".join(each.reason for each in response.failures)
    request = provider_pb2.CreateRequest(urn=calls.urn, properties=response.inputs, preview=True)
    with pytest.raises(RpcFailed) as failed:
        calls.call("Create", request)
    return str(failed.value)
