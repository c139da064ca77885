"""Destroying projects and web services, which the API cannot delete; desired_state."""

from __future__ import annotations

import pytest

from pulumi_runsite.provider.resources import Deployment, Project, WebService
from tests.world import World

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}


def test_deleting_a_project_only_warns_that_it_still_exists(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.delete(Project, id, state)
    assert world.writes() == ["POST /projects"]
    (warning,) = world.messages.warnings
    assert id in warning
    assert "was removed from the stack, but still exists" in warning


def create_deployed(world: World, **more: object) -> tuple[str, dict[str, object]]:
    id, state = world.create(WebService, "service", **SERVICE, **more)
    world.create(Deployment, "deployment", web_service_id=id)
    return id, state


def test_deleting_a_web_service_stops_it_and_warns_that_it_still_exists(world: World) -> None:
    id, state = create_deployed(world)
    mark = world.mark()
    world.delete(WebService, id, state)
    assert world.writes(mark) == [f"POST /web-services/{id}/stop"]
    assert (
        f"'web' ({id}) was stopped and removed from the stack, but still exists"
        in world.messages.warnings[0]
    )


@pytest.mark.parametrize("on_destroy", ["stop", "abandon"])
def test_the_warning_names_the_variables_that_remain(world: World, on_destroy: str) -> None:
    plain = {f"KEY_{number}": "canary" for number in range(6)}
    more = {"env_vars": plain, "secret_env_vars": {"TOKEN": "canary"}}
    id, state = create_deployed(world, on_destroy=on_destroy, **more)
    world.delete(WebService, id, state)
    (warning,) = world.messages.warnings
    named = "`KEY_0`, `KEY_1`, `KEY_2`, `KEY_3`, `KEY_4` and 2 more."
    assert warning.endswith(f"It keeps its variables, with their values: {named}")
    assert len(world.emulator.store.variables.all()) == 7


def test_an_abandoned_web_service_keeps_running(world: World) -> None:
    id, state = create_deployed(world, on_destroy="abandon")
    mark = world.mark()
    world.delete(WebService, id, state)
    assert world.requests(mark) == []
    assert (
        "was removed from the stack without stopping it, but still exists"
        in world.messages.warnings[0]
    )


@pytest.mark.parametrize("status", ["stopped", "failed", "sleeping", "blocked"])
def test_a_web_service_that_is_not_running_is_not_stopped(world: World, status: str) -> None:
    id, state = create_deployed(world)
    world.control("PATCH", f"dashboard/web-services/{id}", status=status)
    mark = world.mark()
    world.delete(WebService, id, state)
    assert world.writes(mark) == []


def test_deleting_a_deleted_web_service_gives_no_warning(world: World) -> None:
    id, state = create_deployed(world)
    world.control("DELETE", f"dashboard/web-services/{id}")
    world.delete(WebService, id, state)
    assert world.messages.warnings == []


def test_the_status_is_drift_only_if_desired_state_is_declared(world: World) -> None:
    id, state = create_deployed(world, desired_state="running")
    assert world.read(WebService, id, state) == state
    world.control("PATCH", f"dashboard/web-services/{id}", status="stopped")
    drifted = world.read(WebService, id, state)
    assert drifted == state | {"desired_state": "stopped"}
    mark = world.mark()
    after = world.update(WebService, id, drifted, **SERVICE, desired_state="running")
    assert world.writes(mark) == [f"POST /web-services/{id}/start"]
    assert after["desired_state"] == "running"
    stopped = world.update(WebService, id, after, **SERVICE, desired_state="stopped")
    assert stopped["desired_state"] == "stopped"
    assert world.emulator.store.web_services.get(id).status == "stopped"  # type: ignore[union-attr]


def test_a_web_service_never_deployed_has_not_drifted(world: World) -> None:
    id, state = world.create(WebService, **SERVICE, desired_state="running")
    assert world.read(WebService, id, state) == state
