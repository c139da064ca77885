"""Runsite may report another value than was declared; only a change of that is drift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import World

from .conftest import ManagedResource, Shape

Manage = Callable[[type[Resource]], ManagedResource]
GIT = {"name": "web", "git_repository_url": "https://github.com/u/r", "max_instances": 5}
IMAGE = {"name": "web", "image_ref": "nginx:1.27"}


def normalised(body: Props) -> Props:
    """Return what this Runsite makes of what it was sent."""
    changed: Props = {}
    if url := body.get("git_repository_url"):
        changed["git_repository_url"] = f"{url}.git"
    if image := body.get("image_ref"):
        changed["image_ref"] = f"docker.io/library/{image}"
    if command := body.get("start_command"):
        changed["start_command"] = command.strip()
    if "max_instances" in body:
        changed["max_instances"] = min(body["max_instances"], 3)
    return changed


@dataclass(frozen=True)
class Case:
    """An input that this Runsite normalises."""

    program: Props
    name: str
    reported: Any
    changed: Any
    """A value that is set in the dashboard."""
    reported_change: Any

    @property
    def declared(self) -> Any:
        return self.program[self.name]


REPOSITORY, OTHER = GIT["git_repository_url"], "https://github.com/u/x"
CASES = [
    Case(GIT, "git_repository_url", f"{REPOSITORY}.git", OTHER, f"{OTHER}.git"),
    Case(IMAGE, "image_ref", "docker.io/library/nginx:1.27", "a:2", "docker.io/library/a:2"),
    Case(GIT, "max_instances", 3, 2, 2),
    Case(GIT | {"start_command": " serve "}, "start_command", "serve", " other", "other"),
]

parametrized = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture
def web(manage: Manage, world: World, shape_responses: Callable[[Shape], None]) -> ManagedResource:
    world.control("PATCH", "switches", echo="all")
    shape_responses(normalised)
    return manage(WebService)


@pytest.mark.parametrize("policy", ["error", "replace", "accept"])
@parametrized
def test_a_normalised_value_is_quiet(web: ManagedResource, case: Case, policy: str) -> None:
    web.policy = policy
    assert web.up(**case.program) == "create"
    assert web.state[case.name] == case.declared
    assert web.is_quiet(**case.program)
    assert len(web.world.emulator.store.web_services.all()) == 1


@parametrized
def test_a_change_in_the_dashboard_is_refused_at_preview_with_both_values(
    web: ManagedResource, case: Case
) -> None:
    web.up(**case.program)
    web.change_on_runsite(**{case.name: case.changed})
    assert web.refresh()
    assert not web.refresh()
    both = f"^{case.name}: cannot be changed from {case.reported_change!r} to {case.declared!r}: "
    with pytest.raises(RunsiteError, match=both):
        web.preview(**case.program)
    mark = web.world.mark()
    assert web.up(**case.program | {case.name: case.reported_change}) == "same"
    assert web.is_quiet(**case.program | {case.name: case.reported_change})
    assert web.world.writes(mark) == []


@parametrized
def test_a_change_in_the_dashboard_that_was_reverted_is_quiet_again(
    web: ManagedResource, case: Case
) -> None:
    web.up(**case.program)
    before = getattr(web.world.emulator.store.web_services.all()[0], case.name)
    web.change_on_runsite(**{case.name: case.changed})
    assert web.refresh()
    web.change_on_runsite(**{case.name: before})
    assert web.refresh()
    assert web.is_quiet(**case.program)


@parametrized
def test_the_value_that_runsite_reports_is_recorded_and_nothing_is_sent(
    web: ManagedResource, case: Case
) -> None:
    web.up(**case.program)
    mark = web.world.mark()
    assert web.up(**case.program | {case.name: case.reported}) == "update"
    assert web.world.requests(mark) == []
    assert web.state[case.name] == case.reported
    assert web.is_quiet(**case.program | {case.name: case.reported})


@parametrized
def test_a_change_in_the_dashboard_replaces_with_that_policy(
    web: ManagedResource, case: Case
) -> None:
    web.policy = "replace"
    web.up(**case.program)
    web.change_on_runsite(**{case.name: case.changed})
    assert web.refresh()
    assert web.preview(**case.program).replaces == {case.name}
    assert web.up(**case.program) == "replace"
    assert web.is_quiet(**case.program)


@parametrized
def test_accepting_is_refused_at_preview_while_runsite_reports_another_value(
    web: ManagedResource, case: Case
) -> None:
    web.policy = "accept"
    web.up(**case.program)
    wanted = case.program | {case.name: case.reported_change}
    reported = web.state[case.name]
    with pytest.raises(
        RunsiteError, match=f"`{case.name}` is .* on Runsite and {case.reported_change!r}"
    ):
        web.preview(**wanted)
    assert web.state[case.name] == reported
    web.change_on_runsite(**{case.name: case.changed})
    assert web.up(**wanted) == "update"
    assert web.is_quiet(**wanted)


def test_a_value_that_is_deleted_in_the_dashboard_is_drift(manage: Manage) -> None:
    project = manage(Project)
    program = {"name": "shop", "description": "A shop"}
    project.up(**program)
    project.change_on_runsite(description=None)
    assert project.refresh()
    with pytest.raises(RunsiteError, match="description: cannot be changed from unset to 'A shop'"):
        project.preview(**program)
    assert project.is_quiet(name="shop")
    project.change_on_runsite(description="A shop")
    assert not project.refresh()
    assert project.is_quiet(**program)


def test_the_first_report_of_a_value_is_no_drift_and_later_changes_are(
    manage: Manage, world: World
) -> None:
    web = manage(WebService)
    program = IMAGE | {"port": 3000}
    web.up(**program)
    assert "port" not in web.state["written"]
    world.control("PATCH", "switches", echo="all")
    assert web.is_quiet(**program)
    web.change_on_runsite(port=9090)
    assert web.refresh()
    with pytest.raises(RunsiteError, match="port: cannot be changed from 9090 to 3000"):
        web.preview(**program)


def test_a_state_of_an_earlier_version_is_quiet_and_completed_by_a_refresh(
    web: ManagedResource,
) -> None:
    program = GIT | {"start_command": " serve "}
    web.up(**program)
    del web.state["written"]
    web.state |= {"git_repository_url": f"{GIT['git_repository_url']}.git", "root_directory": "."}
    web.state |= {"max_instances": 3, "start_command": "serve"}
    assert web.up(**program) == "same"
    assert web.up(**program, on_destroy="abandon") == "update"
    with pytest.raises(RunsiteError, match="max_instances: cannot be changed from 5 to 4"):
        web.preview(**program | {"max_instances": 4})
    assert web.is_quiet(**program, on_destroy="abandon")
    web.change_on_runsite(max_instances=1)
    assert web.refresh()
