"""Both adapters adopt and replace in the same way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_runsite.emulator import Running
from tests.adapters.comparison import AdapterCalls, project, run_both, service
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def adopted(adapter: AdapterCalls) -> None:
    id, _ = project(adapter)
    adapter.create("Project", {"name": "shop"})
    adapter.create("Project", {"name": "shop", "description": "A shop", "adopt_id": id})
    adapter.create("Project", {"name": "other", "adopt_id": id})


def adopted_and_replaced(adapter: AdapterCalls) -> None:
    web = service(adapter)
    first, _ = adapter.create("Deployment", {"web_service_id": web})
    news = {"web_service_id": web, "triggers": ["a"], "adopt_id": first}
    id, state = adapter.create("Deployment", news)
    changed = news | {"triggers": ["b"]}
    adapter.diff("Deployment", id, state, news, changed)
    second, state = adapter.create("Deployment", changed)
    adapter.diff("Deployment", second, state, changed, news)
    third, _ = adapter.create("Deployment", news)
    assert (id, len({first, second, third})) == (first, 3)


def adopted_by_a_replacement(adapter: AdapterCalls) -> None:
    """What `adopt_id` has named since the last run is adopted, what it named before is not."""
    web = service(adapter)
    news = {"web_service_id": web, "key": "A", "value": "first"}
    id, state = adapter.create("EnvVar", news)
    other, _ = adapter.create("EnvVar", news | {"key": "B"})
    adopted_id = other.partition("/")[2]
    changed = news | {"key": "B", "adopt_id": adopted_id}
    again = changed | {"key": "C"}
    for olds, declared in ((news, changed), (changed, again)):
        adapter.check("EnvVar", declared, olds)
        adapter.diff("EnvVar", id, state, olds, declared)
        replaced, (id, state) = (id, state), adapter.create("EnvVar", declared)
        adapter.delete("EnvVar", *replaced)
        assert (id == other) == (declared is changed)
    assert [row.key for row in adapter.runsite.emulator.store.variables.all()] == ["C"]


def not_adopted_after_a_delete(adapter: AdapterCalls) -> None:
    """With the option `delete_before_replace`: the state of a replacement has no `adopt_id`."""
    first = service(adapter)
    news = {"name": "web", "image_ref": "nginx:1.27", "immutable_changes": "replace"}
    news |= {"adopt_id": first}
    id, state = adapter.create("WebService", news)
    for port in (81, 82):
        changed = news | {"port": port}
        adapter.check("WebService", changed, news)
        adapter.diff("WebService", id, state, news, changed)
        adapter.delete("WebService", id, state)
        id, state = adapter.create("WebService", changed)
        assert id not in (first, "")
        news = changed


def not_adopted_after_a_refresh(adapter: AdapterCalls) -> None:
    first = service(adapter)
    news = {"name": "web", "image_ref": "nginx:1.27", "immutable_changes": "replace"}
    news |= {"adopt_id": first}
    id, state = adapter.create("WebService", news)
    for port in (81, 82):
        refreshed = adapter.read("WebService", id, state, news)
        changed = news | {"port": port}
        adapter.check("WebService", changed, refreshed)
        adapter.diff("WebService", id, state, refreshed, changed)
        id, state = adapter.create("WebService", changed)
        assert id not in (first, "")
        news = changed


def replaced_without_a_diff(adapter: AdapterCalls) -> None:
    """As by `pulumi up --replace`: the engine calls Check without olds, then Create."""
    web = service(adapter)
    variable = {"web_service_id": web, "key": "A", "value": "first"}
    created, state = adapter.create("EnvVar", variable)
    again, _ = adapter.create("EnvVar", variable)
    assert again == created
    adapter.delete("EnvVar", created, state)
    adapter.read("EnvVar", created, state, variable)
    assert len(adapter.runsite.emulator.store.variables.all()) == 1


def adopted_and_replaced_by_force(adapter: AdapterCalls) -> None:
    created = service(adapter)
    inputs = {"name": "web", "image_ref": "nginx:1.27", "adopt_id": created}
    adapter.create("WebService", inputs)
    _, state = adapter.create("WebService", inputs)
    adapter.delete("WebService", created, state)
    requests = adapter.runsite.emulator.journal.entries()
    assert not [each for each in requests if each["path"].endswith("/stop")]


def a_deployment_replaced_by_force(adapter: AdapterCalls) -> None:
    """As by `pulumi up --replace`: each create requests another deployment."""
    news = {"web_service_id": service(adapter)}
    created = [adapter.create("Deployment", news) for _ in range(3)]
    assert len({id for id, _ in created}) == 3
    for id, state in created[:2]:
        adapter.delete("Deployment", id, state)


def replaced_by_replacement_trigger(adapter: AdapterCalls) -> None:
    """As by the option `replacement_trigger`: Check with olds, Check without, then Create."""
    web = service(adapter)
    news = {"web_service_id": web, "triggers": ["a"]}
    first, state = adapter.create("Deployment", news)
    changed = news | {"triggers": ["b"]}
    adapter.check("Deployment", changed, news)
    adapter.diff("Deployment", first, state, news, changed)
    second, _ = adapter.create("Deployment", changed)
    adapter.check("Deployment", changed, changed)
    third, _ = adapter.create("Deployment", changed)
    assert len({first, second, third}) == 3

    variable = {"web_service_id": web, "key": "A", "value": "first"}
    id, state = adapter.create("EnvVar", variable)
    adapter.check("EnvVar", variable, variable)
    adapter.create("EnvVar", variable)
    adapter.delete("EnvVar", id, state)
    assert len(adapter.runsite.emulator.store.variables.all()) == 1
    assert adapter.create("EnvVar", variable)[0] == id


def a_postponed_delete(adapter: AdapterCalls) -> None:
    """A run that adopted the resource to replace has failed: the next run deletes it."""
    variable = {"web_service_id": service(adapter), "key": "A", "value": "first", "is_secret": True}
    id, state = adapter.create("EnvVar", variable)
    adapter.check("EnvVar", variable, variable)
    adapter.diff("EnvVar", id, state, variable, variable)
    adapter.delete("EnvVar", id, state)
    changed = variable | {"value": "second"}
    adapter.check("EnvVar", changed, variable)
    adapter.diff("EnvVar", id, state, variable, changed)
    adapter.update("EnvVar", id, state, changed)
    adapter.delete("EnvVar", id, state)
    (row,) = adapter.runsite.emulator.store.variables.all()
    assert row.value == "second"
    adapter.diff("EnvVar", id, state, variable, changed | {"key": "B"})
    adapter.delete("EnvVar", id, state)
    assert adapter.runsite.emulator.store.variables.all() == []


def deleted_after_a_refresh(adapter: AdapterCalls) -> None:
    """As by `pulumi destroy --refresh`: Read, Diff without a Check before it, Delete."""
    variable = {"web_service_id": service(adapter), "key": "A", "value": "first"}
    id, state = adapter.create("EnvVar", variable)
    adapter.read("EnvVar", id, state, variable)
    adapter.diff("EnvVar", id, state, state, state)
    adapter.delete("EnvVar", id, state)
    assert adapter.runsite.emulator.store.variables.all() == []


CASES = [
    adopted,
    adopted_and_replaced,
    adopted_by_a_replacement,
    not_adopted_after_a_delete,
    not_adopted_after_a_refresh,
    replaced_without_a_diff,
    adopted_and_replaced_by_force,
    a_deployment_replaced_by_force,
    replaced_by_replacement_trigger,
    a_postponed_delete,
    deleted_after_a_refresh,
]


@pytest.mark.parametrize("case", CASES)
def test_both_adapters_send_and_return_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[AdapterCalls], None]
) -> None:
    dynamic = run_both(host, plugin, runsite, case)
    assert dynamic["requests"] != "[]"
