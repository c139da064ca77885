"""Import: existing resources are found by id or by key, and nothing is written."""

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

MISSING_ID = "00000000-0000-4000-8000-000000000000"
IMAGE: Props = {"name": "web", "image_ref": "nginx:1.27"}


def import_state(world: World, resource_type: type[Resource], import_id: str) -> tuple[str, Props]:
    mark = world.mark()
    imported = world.run(lambda ctx: resource_type.import_state(ctx, import_id))
    assert world.writes(mark) == []
    assert imported
    return imported


def unchanged(resource_type: type[Resource], state: Props, **program: Any) -> bool:
    """Return whether a program with these inputs changes nothing."""
    inputs, failures = resource_type.check(program)
    return failures == [] and not resource_type.diff(state, inputs, "error")


def test_a_project_is_imported_by_its_id(world: World) -> None:
    id, _ = world.create(Project, name="shop", description="A shop")
    imported_id, state = import_state(world, Project, id)
    assert imported_id == id
    assert unchanged(Project, state, name="shop", description="A shop")


def test_a_web_service_is_imported_by_its_id_with_defaults_for_unreturned_fields(
    world: World,
) -> None:
    id, _ = world.create(WebService, **IMAGE)
    _, state = import_state(world, WebService, id)
    assert state["port"] == 8080
    assert unchanged(WebService, state, **IMAGE)


def test_a_repository_returned_by_name_gets_its_github_url(world: World) -> None:
    url = "https://github.com/acme/shop"
    id, _ = world.create(WebService, name="web", git_repository_url=url)
    _, state = import_state(world, WebService, id)
    assert state["github_repo_full_name"] == "acme/shop"
    assert unchanged(WebService, state, name="web", git_repository_url=url)


def test_a_field_not_returned_by_the_api_can_be_accepted(world: World) -> None:
    id, _ = world.create(WebService, port=3000, **IMAGE)
    _, state = import_state(world, WebService, id)
    assert not unchanged(WebService, state, port=3000, **IMAGE)
    mark = world.mark()
    state = world.update(WebService, id, state, port=3000, immutable_changes="accept", **IMAGE)
    assert world.writes(mark) == []
    assert unchanged(WebService, state, port=3000, immutable_changes="accept", **IMAGE)


@pytest.mark.parametrize("name", ["KEY", "id"])
def test_a_variable_is_imported_by_its_key_or_its_id(world: World, name: str) -> None:
    service, _ = world.create(WebService, **IMAGE)
    news = {"web_service_id": service, "key": "KEY", "value": "seen", "is_secret": False}
    id, _ = world.create(EnvVar, **news)
    imported_id, state = import_state(world, EnvVar, id if name == "id" else f"{service}/KEY")
    assert imported_id == id
    assert state["revision"]
    assert unchanged(EnvVar, state, **news)


def test_a_masked_value_is_unset_and_written_once(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    news = {"web_service_id": service, "key": "KEY", "value": "canary"}
    world.create(EnvVar, **news)
    id, state = import_state(world, EnvVar, f"{service}/KEY")
    assert "value" not in state
    mark = world.mark()
    state = world.update(EnvVar, id, state, **news)
    assert [write.rpartition("/")[2] for write in world.writes(mark)] == ["bulk"]
    assert unchanged(EnvVar, state, **news)


@pytest.mark.parametrize("name", ["scope/KEY", "id"])
def test_a_project_secret_is_imported_by_its_scope_and_key_or_its_id(
    world: World, name: str
) -> None:
    project, _ = world.create(Project, name="shop")
    news = {"project_id": project, "key": "KEY", "value": "canary"}
    world.create(ProjectSecret, "one", scope="staging", **news)
    id, _ = world.create(ProjectSecret, "other", scope="production", **news)
    imported_id, state = import_state(
        world, ProjectSecret, id if name == "id" else f"{project}/production/KEY"
    )
    assert (imported_id, state["scope"], state["key"]) == (id, "production", "KEY")


@pytest.mark.parametrize("name", ["live", "id"])
def test_a_deployment_is_imported_by_its_id_or_as_live(world: World, name: str) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service)
    imported_id, state = import_state(
        world, Deployment, f"{service}/{id if name == 'id' else 'live'}"
    )
    assert imported_id == id
    assert state["url"].startswith("https://")
    assert unchanged(Deployment, state, web_service_id=service)
    mark = world.mark()
    world.update(Deployment, id, state, web_service_id=service)
    assert world.requests(mark) == []


def test_a_revision_changes_only_with_a_write(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(EnvVar, web_service_id=service, key="KEY", value="canary-first")

    def revision() -> str:
        return str(import_state(world, EnvVar, id)[1]["revision"])

    first = revision()
    assert revision() == first
    world.emulator.clock.advance(5)
    (row,) = world.emulator.store.variables.all()
    world.control("PATCH", f"dashboard/variables/{row.id}", value="canary-second")
    assert revision() != first


def test_a_newer_failed_deployment_is_not_the_live_one(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service)
    with pytest.raises(ResourceInitFailed):
        world.create(Deployment, "other", web_service_id=service, branch="fail-build")
    assert import_state(world, Deployment, f"{service}/live")[0] == id


def test_the_live_deployment_is_found_behind_many_failed_ones(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service)
    for number in range(21):
        with pytest.raises(ResourceInitFailed):
            world.create(Deployment, str(number), web_service_id=service, branch="fail-build")
        world.emulator.clock.advance(60)
    assert import_state(world, Deployment, f"{service}/live")[0] == id


def test_importing_an_unfinished_deployment_does_not_wait(world: World) -> None:
    world.emulator.switches.build_seconds = 3600
    service, _ = world.create(WebService, **IMAGE)
    id, _ = world.create(Deployment, web_service_id=service, wait=False)
    _, state = import_state(world, Deployment, f"{service}/{id}")
    assert state["status"] == "pending"
    assert state["wait"] is True


@pytest.mark.parametrize("import_id", ["{}/KEY/", "{}//KEY", "{}/x/KEY"])
def test_an_import_id_with_an_extra_slash_finds_nothing(world: World, import_id: str) -> None:
    service, _ = world.create(WebService, **IMAGE)
    world.create(EnvVar, web_service_id=service, key="KEY", value="canary")
    assert world.run(lambda ctx: EnvVar.import_state(ctx, import_id.format(service))) is None


@pytest.mark.parametrize(
    ("resource_type", "import_id"),
    [
        (Project, MISSING_ID),
        (WebService, MISSING_ID),
        (EnvVar, f"{MISSING_ID}/KEY"),
        (ProjectSecret, f"{MISSING_ID}/production/KEY"),
        (Deployment, f"{MISSING_ID}/live"),
        (Deployment, f"{MISSING_ID}/{MISSING_ID}"),
        # Runsite responds with 422 to what does not look like an id.
        (Project, "nonsense"),
        (WebService, "nonsense"),
        (EnvVar, "nonsense/KEY"),
        (ProjectSecret, "nonsense/production/KEY"),
        (Deployment, "nonsense/live"),
    ],
)
def test_importing_a_missing_resource_returns_none(
    world: World, resource_type: type[Resource], import_id: str
) -> None:
    assert world.run(lambda ctx: resource_type.import_state(ctx, import_id)) is None


@pytest.mark.parametrize(
    ("resource_type", "message"),
    [
        (
            EnvVar,
            "'x' is not a valid environment variable import id. Use `<web service id>/<KEY>` or",
        ),
        (
            ProjectSecret,
            "'x' is not a valid project secret import id. Use `<project id>/<scope>/<KEY>` or",
        ),
        (
            Deployment,
            "'x' is not a valid deployment import id. Use `<web service id>/<deployment id>` or",
        ),
        (Restart, "Restart 'x' cannot be imported: Runsite keeps no record of restarts"),
    ],
)
def test_an_invalid_import_id_is_an_error_with_the_valid_form(
    world: World, resource_type: type[Resource], message: str
) -> None:
    with pytest.raises(RunsiteError) as raised:
        world.run(lambda ctx: resource_type.import_state(ctx, "x"))
    assert str(raised.value).startswith(message)
    assert world.requests() == []


def test_duplicates_of_one_key_are_imported_by_id(world: World) -> None:
    service, _ = world.create(WebService, **IMAGE)
    news = {"web_service_id": service, "key": "KEY", "value": "canary"}
    one, _ = world.create(EnvVar, **news)
    world.emulator.switches.duplicate_key = "duplicate"
    world.run(
        lambda ctx: ctx.client.send(
            "POST", f"/web-services/{service}/env", {"key": "KEY", "value": "other"}
        )
    )
    with pytest.raises(
        RunsiteError, match=f"matches 2 environment variables. Import one of .*`{one}`"
    ):
        import_state(world, EnvVar, f"{service}/KEY")
    assert import_state(world, EnvVar, one)[0] == one
