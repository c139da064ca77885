"""Immutable inputs of projects and web services: `immutable_changes` accepts or replaces."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.fields import Rule
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import World

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}


def test_accepting_records_a_change_made_in_the_dashboard(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.policy = "accept"
    with pytest.raises(
        RunsiteError, match="`name` is 'shop' on Runsite and 'store' in the program"
    ):
        world.update(Project, id, state, name="store")
    world.control("PATCH", f"dashboard/projects/{id}", name="store")
    after = world.update(Project, id, state, name="store")
    written = {**state["written"], "name": {"reported": "store"}}
    assert after == state | {"name": "store", "written": written}
    assert world.writes() == ["POST /projects"]


def test_replacing_keeps_the_old_one_and_creates_a_new_one(world: World) -> None:
    old, state = world.create(WebService, **SERVICE)
    world.policy = "replace"
    inputs, failures = WebService.check(SERVICE | {"port": 9090})
    assert failures == []
    assert WebService.diff(state, inputs, "replace").replaces == {"port"}
    world.store(old)
    world.known_paths = {WebService.path_of(old, state)}  # by the diff
    new, _ = world.create(WebService, "it", **SERVICE, port=9090)
    assert {s.id for s in world.emulator.store.web_services.all()} == {old, new}


def refusal(world: World, id: str, state: dict[str, Any], **inputs: Any) -> str:
    checked, _ = WebService.check(SERVICE | inputs)
    with pytest.raises(RunsiteError) as raised:
        world.run(lambda ctx: WebService.confirm_changes(ctx, id, state, checked, frozenset()))
    return str(raised.value)


def test_after_drift_a_refusal_names_the_value_on_runsite_as_the_one_to_declare(
    world: World,
) -> None:
    id, state = world.create(WebService, **SERVICE)
    world.control("PATCH", f"dashboard/web-services/{id}", image_ref="nginx:1.28")
    refreshed = world.read(WebService, id, state)
    assert refreshed
    text = refusal(world, id, refreshed)
    assert "image_ref: cannot be changed from 'nginx:1.28' to 'nginx:1.27'" in text
    assert "In the program, set it to 'nginx:1.28', as on Runsite when it was last read; or" in text


def test_a_refusal_of_an_input_that_is_not_reported_names_the_value_in_the_state(
    world: World,
) -> None:
    id, state = world.create(WebService, **SERVICE, port=8080)
    text = refusal(world, id, state, port=9090)
    assert "In the program, set it to 8080, as in the state (Runsite does not report" in text


def test_a_refusal_of_an_input_that_an_import_could_not_read_names_the_way_that_works(
    world: World,
) -> None:
    id, _ = world.create(WebService, **SERVICE, port=80)
    imported = world.run(lambda ctx: WebService.import_state(ctx, id))
    assert imported
    text = refusal(world, id, imported[1], port=80)
    assert "set it to 8080, as in the state (Runsite does not report this input" in text
    assert 'set `immutable_changes="accept"`' in text


def test_a_refusal_of_an_input_that_was_unset_says_to_remove_it(world: World) -> None:
    id, state = world.create(WebService, **SERVICE)
    assert "In the program, remove it, as " in refusal(world, id, state, health_check_path="/ok")


GIT = {"name": "web", "git_repository_url": "https://github.com/acme/shop"}
CHANGES: dict[str, tuple[dict[str, Any], Any]] = {
    "name": (SERVICE, "store"),
    "project_type": (SERVICE | {"project_type": "web_service"}, "worker"),
    "image_ref": (SERVICE, "nginx:1.28"),
    "port": (SERVICE, 9090),
    "start_command": (SERVICE | {"start_command": "serve"}, "serve --fast"),
    "pre_deploy_command": (SERVICE, "migrate"),
    "health_check_path": (SERVICE, "/health"),
    "min_instances": (SERVICE | {"min_instances": 1, "max_instances": 3}, 2),
    "max_instances": (SERVICE | {"max_instances": 3}, 4),
    "git_repository_url": (GIT, "https://github.com/acme/store"),
    "github_branch": (GIT | {"github_branch": "main"}, "next"),
    "build_command": (GIT, "make"),
    "dockerfile_path": (GIT, "./Containerfile"),
    "root_directory": (GIT, "app"),
    "auto_deploy": (GIT | {"auto_deploy": False}, True),
}
"""By immutable input: the inputs of a web service, and another value."""


def test_every_immutable_input_has_a_change_here() -> None:
    elsewhere = {"project_id", "source_type"}
    assert WebService.Inputs.fields_with(Rule.IMMUTABLE) == CHANGES.keys() | elsewhere


@pytest.mark.parametrize("name", CHANGES)
def test_the_way_out_that_is_offered_for_an_input_works_for_it(world: World, name: str) -> None:
    inputs, value = CHANGES[name]
    id, state = world.create(WebService, **inputs)
    changed = inputs | {name: value}
    checked, _ = WebService.check(changed)
    with pytest.raises(RunsiteError, match=f"^{name}: cannot be changed") as raised:
        world.run(lambda ctx: WebService.confirm_changes(ctx, id, state, checked, frozenset()))
    world.control("PATCH", f"dashboard/web-services/{id}", **{name: value})
    if "value of the program and run `pulumi refresh`" in str(raised.value):
        now = world.read(WebService, id, state)
    else:
        assert 'value of the program and set `immutable_changes="accept"`' in str(raised.value)
        now = world.update(WebService, id, state, **changed, immutable_changes="accept")
    assert now
    assert not WebService.changes_on_runsite(now, checked)


def test_another_project_names_the_alias_of_a_renamed_one_first(world: World) -> None:
    project, _ = world.create(Project, name="shop")
    _, state = world.create(WebService, **SERVICE, project_id=project)
    inputs, _ = WebService.check(SERVICE | {"project_id": "another"})
    (failure,) = WebService.refused_changes(state, inputs)
    ways = str(failure).partition("for web services. ")[2]
    assert ways.startswith("If the resource with this ID was renamed in the program, declare")
    assert "set it to" in ways
    assert "aliases" not in str(WebService.refused_changes(state, inputs | {"port": 9090})[0])
