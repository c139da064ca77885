"""A create whose run ends before it knows the outcome, and the next one, on any machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.api import OutcomeUnknown
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from tests.world import World


def interrupted(world: World, resource: type[Resource], *, fault: str, **inputs: Any) -> None:
    """Run a create that ends after its POST: `close_after_commit` applies it, `close` does not."""
    world.fault(kind=fault, method="POST")
    world.clock.interrupted = True
    with pytest.raises(OutcomeUnknown, match="unknown whether"):
        world.create(resource, **inputs)
    world.clock.interrupted = False


def another_machine(world: World, tmp_path: Path) -> None:
    """Continue with an empty home folder."""
    world.folder = tmp_path / "another-home"


def parents(world: World) -> tuple[str, str]:
    """Return the ids of a project and a web service that exist."""
    project = world.by_hand("/projects", name="parent")
    image = {"source_type": "image", "image_ref": "nginx:1.27"}
    service = world.by_hand("/web-services", name="parent", **image)
    return project["id"], service["id"]


def rows(world: World, resource: type[Resource]) -> list[Any]:
    """Return what Runsite has of a resource type, without the parents."""
    store = world.emulator.store
    table: dict[str, Any] = {
        "Project": store.projects,
        "WebService": store.web_services,
        "EnvVar": store.variables,
        "ProjectSecret": store.secrets,
        "Deployment": store.deployments,
    }
    return [row for row in table[resource.__name__].all() if vars(row).get("name") != "parent"]


def inputs_of(world: World, resource: type[Resource]) -> Props:
    """Return inputs of a resource, with parents that exist."""
    project, service = parents(world)
    inputs: dict[str, Props] = {
        "Project": {"name": "shop", "description": "first"},
        "WebService": {"name": "web", "image_ref": "nginx:1.27", "port": 3000},
        "EnvVar": {"web_service_id": service, "key": "A", "value": "canary-1"},
        "ProjectSecret": {
            "project_id": project,
            "key": "A",
            "scope": "staging",
            "value": "canary-1",
        },
        "Deployment": {"web_service_id": service, "triggers": ["a"], "wait": False},
    }
    return inputs[resource.__name__]


def posts(world: World, since: int) -> int:
    """Return the number of POSTs after request number *since*."""
    return sum(each.startswith("POST") for each in world.writes(since))
