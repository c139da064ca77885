"""A response about another object is refused, and what it contains never enters the state."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import InvalidResponse, RunsiteError
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    WebService,
)
from tests.provider.service_deployments import ServiceDeployments
from tests.world import World


@pytest.mark.parametrize(
    "response",
    [
        {"id": "", "name": "shop"},
        {"id": "a/b", "name": "shop"},
        {"id": "..", "name": "shop"},
        {"id": "other", "name": "another"},
        {"id": "other"},
        [{"id": "other", "name": "shop"}],
        {"message": "created"},
        "created",
        None,
    ],
)
def test_the_id_of_an_unusable_create_response_is_not_stored(world: World, response: Any) -> None:
    text = "null" if response is None else None
    world.fault(kind="answer", status=201, body=response, text=text, method="POST", apply="before")
    id, _ = world.create(Project, name="shop")
    assert [project.id for project in world.emulator.store.projects.all()] == [id]
    assert world.writes() == ["POST /projects"]


@pytest.mark.parametrize("wrapper", ["project", "data"])
def test_a_wrapped_create_response_is_read(world: World, wrapper: str) -> None:
    body = {wrapper: {"id": "p-1", "name": "shop"}}
    world.fault(kind="answer", status=201, body=body, method="POST")
    assert world.create(Project, name="shop")[0] == "p-1"


@pytest.mark.parametrize("name", ["SHOP", "shop ", "Shop"])
def test_a_normalised_name_is_the_requested_one(world: World, name: str) -> None:
    world.fault(kind="answer", status=201, body={"id": "p-1", "name": name}, method="POST")
    assert world.create(Project, name="shop")[0] == "p-1"


@pytest.mark.parametrize(
    "response", [{"id": "other", "name": "shop"}, {"name": "shop"}, {}, [], ["x"], 5]
)
def test_a_read_response_about_another_object_leaves_the_state(world: World, response: Any) -> None:
    id, state = world.create(Project, name="shop")
    world.fault(kind="answer", status=200, body=response, path="/projects/*")
    with pytest.raises(InvalidResponse, match=f"GET (/api)?/projects/{id}"):
        world.read(Project, id, state)


def test_the_id_may_have_another_case_and_the_object_a_wrapper(world: World) -> None:
    id, state = world.create(Project, name="shop")
    body = {"data": {"id": id.upper(), "name": "shop"}}
    world.fault(kind="answer", status=200, body=body, path="/projects/*")
    assert world.read(Project, id, state) == state


def test_a_deployment_of_another_service_is_refused(service: ServiceDeployments) -> None:
    id, state = service.deploy()
    body = {"id": id, "web_service_id": "other", "status": "failed"}
    service.world.fault(kind="answer", status=200, body=body, path=f"{service.path}/*")
    with pytest.raises(InvalidResponse, match=r"another object: expected .* as `web_service_id`"):
        service.world.read(Deployment, id, state)


def test_an_earlier_deployment_as_create_response_is_not_the_new_one(
    service: ServiceDeployments,
) -> None:
    earlier, _ = service.deploy("earlier")
    body = {"id": earlier, "web_service_id": service.id, "status": "running"}
    service.world.fault(
        kind="answer", status=201, body=body, method="POST", path=service.path, apply="before"
    )
    id, _ = service.deploy()
    assert id != earlier
    assert service.post_count() == 2


@pytest.mark.parametrize("resource", [EnvVar, ProjectSecret])
def test_a_variable_of_another_key_as_create_response_is_not_the_new_one(
    world: World, resource: type[EnvVar | ProjectSecret]
) -> None:
    if resource is EnvVar:
        parent, _ = world.create(WebService, "w", name="web", image_ref="nginx")
        inputs, rows = {"web_service_id": parent}, world.emulator.store.variables
    else:
        parent, _ = world.create(Project, "p", name="shop")
        inputs = {"project_id": parent, "scope": "staging"}
        rows = world.emulator.store.secrets  # type: ignore[assignment]
    body = {"id": "other", "key": "OTHER", "scope": "staging"}
    world.fault(kind="answer", status=201, body=body, method="POST", apply="before")
    id, _ = world.create(resource, key="A", value="canary", **inputs)
    assert id == f"{parent}/{rows.all()[0].id}"


@pytest.mark.parametrize(
    "detail",
    [
        [{"type": "extra_forbidden", "loc": ["body", "source_type"], "msg": "Extra inputs are no"}],
        [{"loc": ["body", "source_type"], "msg": "unexpected field"}],
        "Unknown field: source_type",
    ],
)
def test_source_type_is_left_away_where_the_api_does_not_know_it(world: World, detail: Any) -> None:
    world.fault(kind="answer", status=422, body={"detail": detail}, method="POST")
    id, _ = world.create(WebService, name="web", git_repository_url="https://github.com/user/repo")
    bodies = [e["request_body"] for e in world.emulator.journal.entries(method="POST")]
    assert [body.get("source_type") for body in bodies] == ["git", None]
    assert [row.id for row in world.emulator.store.web_services.all()] == [id]


def test_another_refusal_of_source_type_is_an_error(world: World) -> None:
    detail = [{"loc": ["body", "source_type"], "msg": "Input should be 'git' or 'image'"}]
    world.fault(kind="answer", status=422, body={"detail": detail}, method="POST")
    with pytest.raises(RunsiteError, match="source_type: Input should be"):
        world.create(WebService, name="web", image_ref="nginx")
    assert len(world.writes()) == 1
