"""Creating projects and web services: one request, and an error message that names what exists."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import ApiError, RunsiteError, Unauthorized
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import World

SERVICE = {"name": "web", "image_ref": "nginx:1.27"}


def test_creating_a_project_lists_the_existing_ones_and_posts_once(world: World) -> None:
    id, state = world.create(Project, name="shop", description="My shop")
    assert world.requests() == ["GET /projects", "POST /projects"]
    assert state["name"] == "shop"
    assert state["workspace_id"]
    assert [p.id for p in world.emulator.store.projects.all()] == [id]


def test_creating_a_web_service_deploys_nothing(world: World) -> None:
    id, _ = world.create(WebService, **SERVICE)
    assert world.writes() == ["POST /web-services"]
    assert world.emulator.store.web_services.get(id).status == "stopped"  # type: ignore[union-attr]


def test_inputs_not_returned_by_the_api_are_kept(world: World) -> None:
    id, state = world.create(WebService, **SERVICE, port=3000, start_command="serve")
    assert (state["port"], state["start_command"]) == (3000, "serve")
    assert world.read(WebService, id, state) == state


@pytest.mark.parametrize("echo", ["proven", "all"])
def test_a_second_read_changes_nothing(world: World, echo: str) -> None:
    world.control("PATCH", "switches", echo=echo)
    id, state = world.create(WebService, **SERVICE, max_instances=2)
    assert world.read(WebService, id, state) == state
    inputs, _ = WebService.check(SERVICE | {"max_instances": 2})
    assert not WebService.diff(state, inputs, "error")


def test_an_existing_duplicate_is_an_error_with_its_id(world: World) -> None:
    id, state = world.create(Project, name="shop")
    with pytest.raises(
        RunsiteError, match="already exists on Runsite, so nothing was created"
    ) as raised:
        world.create(Project, "another", name="shop")
    assert str(raised.value).startswith(
        "Project 'shop' already exists on Runsite, so nothing was created: "
        f"{id!r} (`created_at` {state['created_at']}). If the resource was "
    )
    assert str(raised.value).endswith(
        f"Only if nothing else owns it, set `adopt_id={id!r}` to manage it with this program."
    )
    assert world.writes() == ["POST /projects"]


def test_an_existing_project_names_the_adopt_id_of_each_of_its_services(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    api, _ = world.create(WebService, "a", **SERVICE | {"name": "api"}, project_id=id)
    web, _ = world.create(WebService, "b", **SERVICE, project_id=id)
    world.create(WebService, "c", **SERVICE)
    with pytest.raises(RunsiteError) as raised:
        world.create(Project, "another", name="shop")
    first, *lines = str(raised.value).splitlines()
    assert first.endswith("Its web services, for the same program:")
    assert [line.split(" (")[0].strip() for line in lines[:-1]] == [
        f"`adopt_id={api!r}` for web service 'api'",
        f"`adopt_id={web!r}` for web service 'web'",
    ]
    assert f"`python -m pulumi_runsite.adopt --project {id}`" in lines[-1]


def test_an_existing_service_is_named_with_its_status_and_the_effect_of_a_destroy(
    world: World,
) -> None:
    id, _ = world.create(WebService, **SERVICE)
    with pytest.raises(
        RunsiteError, match=f"created: {id!r} \\(status `stopped`, `updated_at` 2"
    ) as raised:
        world.create(WebService, "another", **SERVICE)
    assert str(raised.value).endswith(
        "`pulumi destroy` of this stack then stops it, also where another stack uses it."
    )


def test_a_repository_that_runsite_refuses_is_an_error_with_its_reason(world: World) -> None:
    detail = "Repository not found or not accessible"
    world.fault(kind="answer", status=400, method="POST", body={"detail": detail})
    inputs = {"name": "web", "git_repository_url": "https://github.com/user/none"}
    with pytest.raises(RunsiteError, match=detail):
        world.create(WebService, **inputs)
    assert world.emulator.store.web_services.all() == []
    id, _ = world.create(WebService, **inputs)
    assert [row.id for row in world.emulator.store.web_services.all()] == [id]


def test_a_service_of_another_project_is_not_a_duplicate(world: World) -> None:
    first, _ = world.create(Project, "a", name="one")
    second, _ = world.create(Project, "b", name="two")
    world.create(WebService, "c", **SERVICE, project_id=first)
    world.create(WebService, "d", **SERVICE, project_id=second)
    world.create(WebService, "e", **SERVICE)
    assert len(world.emulator.store.web_services.all()) == 3


@pytest.mark.parametrize(
    ("fault", "error_type", "text"),
    [
        (
            {"status": 401, "body": {"detail": "Invalid API key"}},
            Unauthorized,
            "POST /api/projects failed with status 401: Invalid API key. The API key was rejected",
        ),
        (
            {"status": 400, "body": {"detail": "bad name"}},
            ApiError,
            "POST /api/projects failed with status 400: bad name",
        ),
        (
            {"status": 409, "body": {"detail": "taken"}},
            ApiError,
            "POST /api/projects failed with status 409: taken",
        ),
    ],
)
def test_an_error_response_is_quoted(
    world: World, fault: dict[str, object], error_type: type[ApiError], text: str
) -> None:
    world.fault(kind="answer", method="POST", **fault)
    with pytest.raises(error_type, match=f"^{text}"):
        world.create(Project, name="shop")
    assert world.emulator.store.projects.all() == []


def test_nothing_is_sent_after_a_rejected_api_key(world: World) -> None:
    world.control("PATCH", f"keys/{world.emulator.keys.all()[0].id}", is_active=False)

    async def request_twice(ctx: Context) -> list[str]:
        messages = []
        for path in ("/projects", "/web-services"):
            with pytest.raises(Unauthorized) as raised:
                await ctx.client.request("GET", path)
            messages.append(str(raised.value))
        return messages

    first, second = world.run(request_twice)
    assert first.startswith(
        "GET /api/projects failed with status 401: Invalid API key. The API key was rejected; "
    )
    assert second == (
        "GET /api/web-services was not sent: the API key was rejected before (status 401: Invalid "
        "API key). The first error of this run states what to do."
    )
    assert world.requests() == ["GET /projects"]


def test_an_invalid_response_with_an_id_keeps_the_id(world: World) -> None:
    body = {"id": "0b1c", "name": ["shop"]}
    world.fault(kind="answer", status=201, body=body, method="POST")
    with pytest.raises(
        ResourceInitFailed, match="is not as documented: `name` is a list"
    ) as raised:
        world.create(Project, name="shop")
    assert raised.value.id == "0b1c"
    assert raised.value.state["name"] == "shop"
