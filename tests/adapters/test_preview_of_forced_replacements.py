"""The preview of a forced replacement of a variable refuses what `up` refuses, and nothing else."""

from __future__ import annotations

import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_runsite.engine.internal_properties import IS_PREVIEW
from pulumi_runsite.provider.fields import Props
from tests.adapters.dynamic_host_process import Host
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.provider_calls import ProviderCalls
from tests.adapters.runs import Created, Runs, checked

pytestmark = pytest.mark.parametrize("resource_type", ["EnvVar", "ProjectSecret"])


def stored_by_an_earlier_run(runs: Runs, resource_type: str) -> Created:
    """Create a variable, and preview the program once more: then its create is stored."""
    adapter = runs.process()
    shop, _ = adapter("Project").create(checked(adapter("Project"), {"name": "shop"}))
    image = {"name": "web", "image_ref": "nginx:1.27"}
    web, _ = adapter("WebService").create(checked(adapter("WebService"), image))
    parent = {"web_service_id": web}
    if resource_type == "ProjectSecret":
        parent = {"project_id": shop, "scope": "production"}
    inputs = checked(adapter(resource_type), {**parent, "key": "KEY", "value": "first"})
    id, state = adapter(resource_type).create(inputs)
    runs.process()(resource_type).preview(id, state, inputs, inputs)
    return Created(id, state, inputs)


def error_of_preview(runs: Runs, calls: ProviderCalls, news: Props) -> str:
    """Return the error of a previewed create: the host of dynamic providers only gets Check."""
    is_dynamic = isinstance(runs.adapter, Host)
    response = calls.check(news | {IS_PREVIEW: True} if is_dynamic else news)
    if is_dynamic:
        return "\n".join(each.reason for each in response.failures)
    request = provider_pb2.CreateRequest(urn=calls.urn, properties=response.inputs, preview=True)
    try:
        calls.call("Create", request)
    except RpcFailed as failed:
        return str(failed)
    return ""


def test_what_the_state_has_by_the_record_of_this_machine_is_not_refused(
    runs: Runs, resource_type: str
) -> None:
    """By `--replace` or a taint the engine calls Check without olds, and no Diff."""
    old = stored_by_an_earlier_run(runs, resource_type)
    assert error_of_preview(runs, runs.process()(resource_type), old.inputs) == ""
    other = old.inputs | {"value": "second"}
    assert error_of_preview(runs, runs.process()(resource_type), other) == ""
    again = runs.process()(resource_type)
    assert again.create(checked(again, other))[0] == old.id
    again.delete(old.id, old.state)
    assert len(remote(runs, resource_type)) == 1


def test_another_machine_needs_a_refresh_in_the_same_command(
    runs: Runs, resource_type: str
) -> None:
    old = stored_by_an_earlier_run(runs, resource_type)
    elsewhere = runs.process("another machine")(resource_type)
    error = error_of_preview(runs, elsewhere, old.inputs)
    assert "already exists on Runsite, so nothing was created" in error
    assert "With `--refresh`, a replacement writes the one in the state" in error
    with pytest.raises(RpcFailed, match="already exists"):
        elsewhere.create(checked(elsewhere, old.inputs))
    refreshed = runs.process("another machine")(resource_type)
    refreshed.read(old.id, old.state, old.inputs)
    assert error_of_preview(runs, refreshed, old.inputs) == ""
    assert refreshed.create(checked(refreshed, old.inputs))[0] == old.id


def test_what_has_another_id_than_in_the_state_is_refused(runs: Runs, resource_type: str) -> None:
    """Somebody has deleted it, and created it again."""
    old = stored_by_an_earlier_run(runs, resource_type)
    store = runs.runsite.emulator.store
    for rows in (store.variables, store.secrets):
        for row in rows.all():
            rows.remove(row.id)
    colleague = runs.process("another machine")(resource_type)
    colleague.create(checked(colleague, old.inputs))
    again = runs.process()(resource_type)
    assert "already exists" in error_of_preview(runs, again, old.inputs)


def test_an_adopt_id_that_is_used_up_is_ignored(runs: Runs, resource_type: str) -> None:
    """The variable has another id since: a map has deleted it, or it was written by a delete."""
    old = stored_by_an_earlier_run(runs, resource_type)
    used = old.inputs | {"adopt_id": "51929a21-0000-4000-8000-000000000000"}
    assert error_of_preview(runs, runs.process()(resource_type), used) == ""
    again = runs.process()(resource_type)
    assert again.create(checked(again, used | {"value": "second"}))[0] == old.id
    again.delete(old.id, old.state)
    assert len(remote(runs, resource_type)) == 1
    elsewhere = runs.process("another machine")(resource_type)
    assert "Correct `adopt_id`" in error_of_preview(runs, elsewhere, used)


def remote(runs: Runs, resource_type: str) -> list[object]:
    store = runs.runsite.emulator.store
    return list((store.secrets if resource_type == "ProjectSecret" else store.variables).all())
