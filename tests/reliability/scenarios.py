"""Stories of two steps by their names, and what other people do in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pulumi_runsite.emulator.world import lifecycle, records

from .operations import PROJECT, SERVICE, Operation
from .story import Story

THEIRS = "value of a colleague"

Scenario = Callable[[Story], None]
SCENARIOS: dict[str, tuple[Operation, Scenario]] = {}


def scenario(name: str, operation: Operation | None = None) -> Callable[[Scenario], Scenario]:
    """Register a story under its *name*; *operation* is what the program declares at its end."""

    def register(run: Scenario) -> Scenario:
        SCENARIOS[name] = (operation or Operation(name, {}), run)
        return run

    return register


def create_as_a_colleague(story: Story, name: str) -> None:
    """Store what a colleague creates: the same name or key, with another value."""
    emulator = story.emulator
    now, store, id = emulator.clock.now(), emulator.store, emulator.ids.next_uuid()
    if name == "variable":
        store.variables.put(records.Variable(id, SERVICE, "KEY", THEIRS, True, now, now))
    elif name == "secret":
        store.secrets.put(records.Secret(id, PROJECT, "KEY", "production", THEIRS, True, now, now))
    elif name == "project":
        store.projects.put(records.Project(id, "shop", THEIRS, "workspace", now, now))
    else:
        parent = store.web_services.get(SERVICE)
        assert parent
        store.web_services.put(replace(parent, id=id, name="web", image_ref="theirs", port=1))
    story.oracle.protect(id)


def deploy_as_a_colleague(story: Story) -> None:
    """Start and finish a deployment that no run has requested."""
    parent = story.emulator.store.web_services.get(SERVICE)
    assert parent
    theirs = lifecycle.start_deployment(story.emulator, parent, "main", "manual")
    story.emulator.clock.advance(60)
    lifecycle.apply_due_changes(story.emulator)
    story.oracle.foreign.add(theirs.id)
