"""Look-ups by id and by name: found, not found, not unique, newer than the cached list."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator.world import records
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.functions import (
    GetDeployment,
    GetDeployments,
    GetEnvVars,
    GetLogs,
    GetProject,
    GetProjects,
    GetWebService,
    GetWebServices,
)
from pulumi_runsite.provider.resources import Project
from tests.world import World

from .conftest import create_duplicate, create_service, error_of, invoke


def not_found(noun: str, name: str) -> str:
    return (
        f"No {noun} named '{name}' exists on Runsite. Check the name, and that the API key is of "
        "the account that owns it."
    )


def test_a_project_is_found_by_its_id_and_by_its_name(world: World) -> None:
    id, _ = world.create(Project, name="shop", description="Sells")
    result = invoke(world, GetProject, id=id)
    assert result == invoke(world, GetProject, name="shop")
    assert (result["id"], result["name"], result["description"]) == (id, "shop", "Sells")
    assert invoke(world, GetProjects)["projects"] == [result]


def test_a_web_service_is_found_by_its_id_and_by_its_name(world: World) -> None:
    id = create_service(world)
    result = invoke(world, GetWebService, id=id)
    assert result == invoke(world, GetWebService, name="web")
    assert (result["id"], result["status"], result["image_ref"]) == (id, "stopped", "nginx:1.27")


def test_a_name_that_is_not_unique_is_an_error_that_lists_the_ids(world: World) -> None:
    ids = sorted(create_duplicate(world, "/projects", name="shop") for _ in range(2))
    message = error_of(world, GetProject, name="shop")
    assert message == (
        f"2 projects are named 'shop': {ids[0]!r} or {ids[1]!r}. Set `id` to one of these in place "
        "of `name`."
    )


def test_the_project_selects_among_web_services_of_one_name(world: World) -> None:
    shop, _ = world.create(Project, "shop", name="shop")
    blog, _ = world.create(Project, "blog", name="blog")
    one, other = create_service(world, project_id=shop), create_service(world, project_id=blog)
    assert "2 web services are named 'web'" in error_of(world, GetWebService, name="web")
    assert invoke(world, GetWebService, name="web", project_id=blog)["id"] == other
    inside = invoke(world, GetWebServices, project_id=shop)["web_services"]
    assert [each["id"] for each in inside] == [one]
    assert len(invoke(world, GetWebServices)["web_services"]) == 2


def test_what_does_not_exist_is_an_error(world: World) -> None:
    id = "00000000-0000-4000-8000-000000000000"
    assert error_of(world, GetProject, name="shop") == not_found("project", "shop")
    message = error_of(world, GetProject, id=id)
    assert message.startswith(f"No project with the id {id} exists on Runsite (GET /api/projects/")
    assert message.endswith(
        "failed with status 404: Project not found). "
        "Check the id, and that the API key is of the account that owns it."
    )
    for function in (GetDeployments, GetEnvVars, GetLogs, GetDeployment):
        message = error_of(world, function, web_service_id=id)
        assert message.startswith(f"No web service with the id {id} exists on Runsite (")


def test_a_name_is_found_although_the_cached_list_lacks_it(world: World) -> None:
    async def invoke_twice(ctx: Any) -> tuple[str, Props]:
        with pytest.raises(RunsiteError, match="No project named 'shop' exists"):
            await GetProject.invoke(ctx, {"name": "shop"})
        other_process = world.client()
        created = await other_process.request("POST", "/projects", {"name": "shop"})
        await other_process.close()
        return created["id"], await GetProject.invoke(ctx, {"name": "shop"})

    id, result = world.run(invoke_twice)
    assert result["id"] == id


def test_a_name_is_found_among_others_with_two_requests(world: World) -> None:
    ids = {name: world.create(Project, name, name=name)[0] for name in ("blog", "shop", "till")}
    mark = world.mark()
    assert invoke(world, GetProject, name="shop")["id"] == ids["shop"]
    assert world.requests(mark) == ["GET /projects", f"GET /projects/{ids['shop']}"]
    assert error_of(world, GetProject, name="shed") == not_found("project", "shed")


def test_a_web_service_of_another_project_is_not_returned(world: World) -> None:
    shop, _ = world.create(Project, "shop", name="shop")
    blog, _ = world.create(Project, "blog", name="blog")
    create_service(world, project_id=shop)
    message = error_of(world, GetWebService, name="web", project_id=blog)
    assert message == not_found("web service", "web")


def test_ten_thousand_projects_are_returned(world: World) -> None:
    """Their list has no pages, and is below the limit of 8 MiB for a response."""
    store = world.emulator.store.projects
    for n in range(10_000):
        store.put(records.Project(f"project-{n}", f"name {n}", "Sells", "workspace", 1.0, 1.0))
    result = invoke(world, GetProjects)["projects"]
    assert [result[0]["id"], result[-1]["id"], len(result)] == ["project-0", "project-9999", 10_000]
