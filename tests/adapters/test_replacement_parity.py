"""Both adapters adopt and replace in the same way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_runsite.emulator import Running
from tests.adapters.comparison import Door, project, service, through
from tests.adapters.dynamic_host_process import Host
from tests.adapters.plugin_process import Plugin


def taken_over(door: Door) -> None:
    id, _ = project(door)
    door.create("Project", {"name": "shop"})
    door.create("Project", {"name": "shop", "description": "A shop", "adopt_id": id})
    door.create("Project", {"name": "other", "adopt_id": id})


def taken_over_and_replaced(door: Door) -> None:
    web = service(door)
    first, _ = door.create("Deployment", {"web_service_id": web})
    news = {"web_service_id": web, "triggers": ["a"], "adopt_id": first}
    id, state = door.create("Deployment", news)
    changed = news | {"triggers": ["b"]}
    door.diff("Deployment", id, state, news, changed)
    second, state = door.create("Deployment", changed)
    door.diff("Deployment", second, state, changed, news)
    third, _ = door.create("Deployment", news)
    assert (id, len({first, second, third})) == (first, 3)


def replaced_without_a_diff(door: Door) -> None:
    """As by `pulumi up --replace`: the engine asks only for a check without olds, and a create."""
    web = service(door)
    variable = {"web_service_id": web, "key": "A", "value": "first"}
    made, state = door.create("EnvVar", variable)
    again, _ = door.create("EnvVar", variable)
    assert again == made
    door.delete("EnvVar", made, state)
    door.read("EnvVar", made, state, variable)
    assert len(door.runsite.emulator.store.variables.all()) == 1


def adopted_and_replaced_by_force(door: Door) -> None:
    made = service(door)
    inputs = {"name": "web", "image_ref": "nginx:1.27", "adopt_id": made}
    door.create("WebService", inputs)
    _, state = door.create("WebService", inputs)
    door.delete("WebService", made, state)
    asked = door.runsite.emulator.journal.entries()
    assert not [each for each in asked if each["path"].endswith("/stop")]


def deployed_by_force(door: Door) -> None:
    """As by `pulumi up --replace`: another deployment is what is meant."""
    news = {"web_service_id": service(door)}
    made = [door.create("Deployment", news) for _ in range(3)]
    assert len({id for id, _ in made}) == 3
    for id, state in made[:2]:
        door.delete("Deployment", id, state)


def replaced_by_a_trigger(door: Door) -> None:
    """As by the option `replacement_trigger`: a check with olds, one without, and a create."""
    web = service(door)
    news = {"web_service_id": web, "triggers": ["a"]}
    first, state = door.create("Deployment", news)
    changed = news | {"triggers": ["b"]}
    door.check("Deployment", changed, news)
    door.diff("Deployment", first, state, news, changed)
    second, _ = door.create("Deployment", changed)
    door.check("Deployment", changed, changed)
    third, _ = door.create("Deployment", changed)
    assert len({first, second, third}) == 3

    variable = {"web_service_id": web, "key": "A", "value": "first"}
    id, state = door.create("EnvVar", variable)
    door.check("EnvVar", variable, variable)
    door.create("EnvVar", variable)
    door.delete("EnvVar", id, state)
    assert door.create("EnvVar", variable)[0] not in ("", id)


def a_delete_that_was_put_off(door: Door) -> None:
    """A run that took over what it was to replace has failed: the delete comes with the next."""
    variable = {"web_service_id": service(door), "key": "A", "value": "first", "is_secret": True}
    id, state = door.create("EnvVar", variable)
    door.check("EnvVar", variable, variable)
    door.diff("EnvVar", id, state, variable, variable)
    door.delete("EnvVar", id, state)
    changed = variable | {"value": "second"}
    door.check("EnvVar", changed, variable)
    door.diff("EnvVar", id, state, variable, changed)
    door.update("EnvVar", id, state, changed)
    door.delete("EnvVar", id, state)
    (row,) = door.runsite.emulator.store.variables.all()
    assert row.value == "second"
    door.diff("EnvVar", id, state, variable, changed | {"key": "B"})
    door.delete("EnvVar", id, state)
    assert door.runsite.emulator.store.variables.all() == []


def deleted_after_a_refresh(door: Door) -> None:
    """As by `pulumi destroy --refresh`: a read, a diff that no check came before, and a delete."""
    variable = {"web_service_id": service(door), "key": "A", "value": "first"}
    id, state = door.create("EnvVar", variable)
    door.read("EnvVar", id, state, variable)
    door.diff("EnvVar", id, state, state, state)
    door.delete("EnvVar", id, state)
    assert door.runsite.emulator.store.variables.all() == []


CASES = [
    taken_over,
    taken_over_and_replaced,
    replaced_without_a_diff,
    adopted_and_replaced_by_force,
    deployed_by_force,
    replaced_by_a_trigger,
    a_delete_that_was_put_off,
    deleted_after_a_refresh,
]


@pytest.mark.parametrize("case", CASES)
def test_both_doors_ask_and_answer_the_same(
    host: Host, plugin: Plugin, runsite: Running, case: Callable[[Door], None]
) -> None:
    dynamic = through(host, runsite, case)
    assert through(plugin, runsite, case) == dynamic
    assert dynamic["asked"] != "[]"
