"""What exists comes into the state by the name people know it by; nothing is written for that."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    Restart,
    WebService,
)
from tests.world import World

NOBODY = "00000000-0000-4000-8000-000000000000"
IMAGE: Props = {"name": "web", "image_ref": "nginx:1.27"}


def imported(world: World, kind: type[Resource], given: str) -> tuple[str, Props]:
    mark = world.mark()
    found = world.run(lambda ctx: kind.import_state(ctx, given))
    assert world.writes(mark) == []
    assert found
    return found


def unchanged(kind: type[Resource], state: Props, **program: Any) -> bool:
    """Say whether a program that says this changes nothing."""
    olds = {name: value for name, value in state.items() if name in kind.Inputs.model_fields}
    inputs, found = kind.check(program, olds, "error")
    return found == [] and not kind.diff(state, inputs, "error")


def test_a_project_is_known_by_its_id(world: World) -> None:
    id, _ = world.create(Project, name="shop", description="A shop")
    given, state = imported(world, Project, id)
    assert given == id
    assert unchanged(Project, state, name="shop", description="A shop")


def test_a_web_service_is_known_by_its_id_and_has_defaults_where_runsite_is_silent(
    world: World,
) -> None:
    id, _ = world.create(WebService, **IMAGE)
    _, state = imported(world, WebService, id)
    assert state["port"] == 8080
    assert unchanged(WebService, state, **IMAGE)


def test_a_repository_of_which_only_the_name_is_told_has_a_likely_address(world: World) -> None:
    url = "https://github.com/acme/shop"
    id, _ = world.create(WebService, name="web", git_repository_url=url)
    _, state = imported(world, WebService, id)
    assert state["github_repo_full_name"] == "acme/shop"
    assert unchanged(WebService, state, name="web", git_repository_url=url)


def test_what_runsite_is_silent_on_can_be_recorded_once(world: World) -> None:
    id, _ = world.create(WebService, port=3000, **IMAGE)
    _, state = imported(world, WebService, id)
    assert not unchanged(WebService, state, port=3000, **IMAGE)
    mark = world.mark()
    state = world.update(WebService, id, state, port=3000, immutable_changes="accept", **IMAGE)
    assert world.writes(mark) == []
    assert unchanged(WebService, state, port=3000, immutable_changes="accept", **IMAGE)


@pytest.mark.parametrize("name", ["KEY", "id"])
def test_a_variable_is_known_by_its_key_or_its_id(world: World, name: str) -> None:
    service, _ = world.create(WebService, **IMAGE)
    news = {"web_service_id": service, "key": "KEY", "value": "seen", "is_secret": False}
    id, _ = world.create(EnvVar, **news)
    given, state = imported(world, EnvVar, id if name == "id" else f"{service}/KEY")
    assert given == id
    assert state["revision"]
    assert unchanged(EnvVar, state, **news)


def test_a_masked_value_is_not_known_and_written_once(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    news = {"web_service_id": service, "key": "KEY", "value": "canary"}
    world.create(EnvVar, **news)
    id, state = imported(world, EnvVar, f"{service}/KEY")
    assert "value" not in state
    mark = world.mark()
    state = world.update(EnvVar, id, state, **news)
    assert [write.rpartition("/")[2] for write in world.writes(mark)] == ["bulk"]
    assert unchanged(EnvVar, state, **news)


@pytest.mark.parametrize("name", ["scope/KEY", "id"])
def test_a_project_secret_is_known_by_its_scope_and_key_or_its_id(world: World, name: str) -> None:
    project, _ = world.create(Project, name="shop")
    news = {"project_id": project, "key": "KEY", "value": "canary"}
    world.create(ProjectSecret, "one", scope="staging", **news)
    id, _ = world.create(ProjectSecret, "other", scope="production", **news)
    given, state = imported(
        world, ProjectSecret, id if name == "id" else f"{project}/production/KEY"
    )
    assert (given, state["scope"], state["key"]) == (id, "production", "KEY")


@pytest.mark.parametrize("name", ["live", "id"])
def test_a_deployment_is_known_by_its_id_or_as_the_live_one(world: World, name: str) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service)
    given, state = imported(world, Deployment, f"{service}/{id if name == 'id' else 'live'}")
    assert given == id
    assert state["url"].startswith("https://")
    assert unchanged(Deployment, state, web_service_id=service)
    mark = world.mark()
    world.update(Deployment, id, state, web_service_id=service)
    assert world.asked(mark) == []


def test_a_revision_stays_until_somebody_writes(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(EnvVar, web_service_id=service, key="KEY", value="canary-first")

    def revision() -> str:
        return str(imported(world, EnvVar, id)[1]["revision"])

    first = revision()
    assert revision() == first
    world.emulator.clock.advance(5)
    (row,) = world.emulator.store.variables.all()
    world.control("PATCH", f"dashboard/variables/{row.id}", value="canary-second")
    assert revision() != first


def test_the_live_deployment_is_not_a_newer_one_that_failed(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service)
    with pytest.raises(ResourceInitFailed):
        world.create(Deployment, "other", web_service_id=service, branch="fail-build")
    assert imported(world, Deployment, f"{service}/live")[0] == id


def test_the_live_deployment_is_found_behind_many_that_failed(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service)
    for number in range(21):
        with pytest.raises(ResourceInitFailed):
            world.create(Deployment, str(number), web_service_id=service, branch="fail-build")
        world.emulator.clock.advance(60)
    assert imported(world, Deployment, f"{service}/live")[0] == id


def test_a_deployment_that_is_under_way_is_not_waited_for(world: World) -> None:
    world.emulator.switches.build_seconds = 3600
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service, wait=False)
    _, state = imported(world, Deployment, f"{service}/{id}")
    assert state["status"] == "pending"
    assert state["wait"] is True


@pytest.mark.parametrize("given", ["{}/KEY/", "{}//KEY", "{}/x/KEY"])
def test_a_name_with_a_slash_too_many_names_nothing(world: World, given: str) -> None:
    service, _ = world.create(WebService, **IMAGE)
    world.create(EnvVar, web_service_id=service, key="KEY", value="canary")
    assert world.run(lambda ctx: EnvVar.import_state(ctx, given.format(service))) is None


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Project, NOBODY),
        (WebService, NOBODY),
        (EnvVar, f"{NOBODY}/KEY"),
        (ProjectSecret, f"{NOBODY}/production/KEY"),
        (Deployment, f"{NOBODY}/live"),
        (Deployment, f"{NOBODY}/{NOBODY}"),
        # Runsite answers 422 to what does not look like an id.
        (Project, "nonsense"),
        (WebService, "nonsense"),
        (EnvVar, "nonsense/KEY"),
        (ProjectSecret, "nonsense/production/KEY"),
        (Deployment, "nonsense/live"),
    ],
)
def test_what_is_not_there_is_none(world: World, kind: type[Resource], given: str) -> None:
    assert world.run(lambda ctx: kind.import_state(ctx, given)) is None


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (EnvVar, "'x' names no environment variable: <web service>/<KEY> or"),
        (ProjectSecret, "'x' names no project secret: <project>/<scope>/<KEY> or"),
        (Deployment, "'x' names no deployment: <web service>/<deployment id> or"),
        (Restart, "restart 'x' cannot be imported: Runsite keeps no record of restarts"),
    ],
)
def test_a_name_of_another_form_is_told_the_right_one(
    world: World, kind: type[Resource], sentence: str
) -> None:
    with pytest.raises(RunsiteError) as raised:
        world.run(lambda ctx: kind.import_state(ctx, "x"))
    assert str(raised.value).startswith(sentence)
    assert world.asked() == []


def test_two_of_one_key_are_told_apart_by_their_ids(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    news = {"web_service_id": service, "key": "KEY", "value": "canary"}
    one, _ = world.create(EnvVar, **news)
    world.emulator.switches.duplicate_key = "duplicate"
    world.run(
        lambda ctx: ctx.client.send(
            "POST", f"/web-services/{service}/env", {"key": "KEY", "value": "other"}
        )
    )
    with pytest.raises(RunsiteError, match="names 2 environment variables: import .*" + one):
        imported(world, EnvVar, f"{service}/KEY")
    assert imported(world, EnvVar, one)[0] == one
