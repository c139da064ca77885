"""An input that the program leaves out is never a difference, whatever Runsite reports for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import World

from .conftest import ManagedResource, Shape

Manage = Callable[[type[Resource]], ManagedResource]
SERVICE = {"name": "web", "image_ref": "nginx:1.27"}

FILLED: list[dict[str, Any]] = [
    {"dockerfile_path": "./Dockerfile", "root_directory": ".", "start_command": ""},
    {"dockerfile_path": None, "root_directory": "/", "start_command": "run"},
    {"build_command": "", "pre_deploy_command": "migrate", "health_check_path": "/"},
    {"port": 3000, "auto_deploy": True, "min_instances": 2, "max_instances": 5},
    {"port": None, "project_type": None, "source_type": None, "github_branch": "trunk"},
    {"project_id": "0b1c", "git_repository_url": ""},
]


@pytest.mark.parametrize("policy", ["error", "replace", "accept"])
@pytest.mark.parametrize("filled", FILLED, ids="-".join)
def test_what_runsite_fills_in_is_no_difference(
    manage: Manage,
    shape_responses: Callable[[Shape], None],
    world: World,
    filled: dict[str, Any],
    policy: str,
) -> None:
    shape_responses(lambda _: filled)
    web = manage(WebService)
    web.policy = policy
    assert web.up(**SERVICE) == "create"
    assert web.is_quiet(**SERVICE)
    shape_responses(lambda _: {})
    assert web.is_quiet(**SERVICE)
    assert len(world.emulator.store.web_services.all()) == 1


def test_a_change_in_the_dashboard_is_no_difference(manage: Manage, world: World) -> None:
    world.control("PATCH", "switches", echo="all")
    web = manage(WebService)
    web.up(**SERVICE)
    web.change_on_runsite(port=3000, start_command="serve", max_instances=3)
    assert not web.refresh()
    assert web.is_quiet(**SERVICE)
    assert web.state["start_command"] == "serve"


def test_the_reported_value_is_accepted_later_and_another_one_is_refused(
    manage: Manage, shape_responses: Callable[[Shape], None]
) -> None:
    shape_responses(lambda _: {"dockerfile_path": "./Dockerfile"})
    git = {"name": "web", "git_repository_url": "https://github.com/u/r"}
    web = manage(WebService)
    web.up(**git)
    with pytest.raises(RunsiteError, match=r"from './Dockerfile' to './Other'"):
        web.preview(**git, dockerfile_path="./Other")
    assert web.up(**git, dockerfile_path="./Dockerfile") == "same"
    assert web.is_quiet(**git, dockerfile_path="./Dockerfile")
    shape_responses(lambda _: {"dockerfile_path": "./Changed"})
    assert web.refresh()
    with pytest.raises(RunsiteError, match=r"from './Changed' to './Dockerfile'"):
        web.preview(**git, dockerfile_path="./Dockerfile")


def test_an_input_can_be_removed_from_the_program(manage: Manage, world: World) -> None:
    world.control("PATCH", "switches", echo="all")
    web = manage(WebService)
    web.up(**SERVICE, health_check_path="/health")
    assert web.is_quiet(**SERVICE)
    web.change_on_runsite(health_check_path="/other")
    assert web.is_quiet(**SERVICE)


def test_a_description_that_the_program_leaves_out_can_be_adopted(
    manage: Manage, world: World
) -> None:
    id, _ = world.create(Project, "other", name="shop", description="Mine")
    project = manage(Project)
    assert project.up(name="shop", adopt_id=id) == "create"
    assert project.is_quiet(name="shop", adopt_id=id)
    assert project.state["description"] == "Mine"
