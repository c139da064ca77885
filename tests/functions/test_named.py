"""What is asked for by a name: found among others, told apart, and looked for twice."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
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

from .conftest import ask, refusal, service, twin


def test_a_project_is_found_by_its_id_and_by_its_name(world: World) -> None:
    made, _ = world.create(Project, name="shop", description="Sells")
    told = ask(world, GetProject, id=made)
    assert told == ask(world, GetProject, name="shop")
    assert (told["id"], told["name"], told["description"]) == (made, "shop", "Sells")
    assert ask(world, GetProjects)["projects"] == [told]


def test_a_web_service_is_found_by_its_id_and_by_its_name(world: World) -> None:
    made = service(world)
    told = ask(world, GetWebService, id=made)
    assert told == ask(world, GetWebService, name="web")
    assert (told["id"], told["status"], told["image_ref"]) == (made, "stopped", "nginx:1.27")


def test_of_several_of_one_name_the_ids_are_listed(world: World) -> None:
    ids = sorted(twin(world, "/projects", name="shop") for _ in range(2))
    said = refusal(world, GetProject, name="shop")
    assert said == f"2 projects are named 'shop': pass id instead, {ids[0]!r} or {ids[1]!r}"


def test_the_project_tells_web_services_of_one_name_apart(world: World) -> None:
    shop, _ = world.create(Project, "shop", name="shop")
    blog, _ = world.create(Project, "blog", name="blog")
    one, other = service(world, project_id=shop), service(world, project_id=blog)
    assert "2 web services are named 'web'" in refusal(world, GetWebService, name="web")
    assert ask(world, GetWebService, name="web", project_id=blog)["id"] == other
    inside = ask(world, GetWebServices, project_id=shop)["web_services"]
    assert [each["id"] for each in inside] == [one]
    assert len(ask(world, GetWebServices)["web_services"]) == 2


def test_what_is_not_there_is_one_sentence(world: World) -> None:
    id = "00000000-0000-4000-8000-000000000000"
    assert refusal(world, GetProject, name="shop") == "there is no project named 'shop' on Runsite"
    assert refusal(world, GetProject, id=id).startswith(f"there is no project {id} on Runsite (")
    for function in (GetDeployments, GetEnvVars, GetLogs, GetDeployment):
        said = refusal(world, function, web_service_id=id)
        assert said.startswith(f"there is no web service {id} on Runsite (")


def test_a_name_is_found_though_the_list_read_just_before_lacks_it(world: World) -> None:
    async def ask_twice(ctx: Any) -> tuple[str, Props]:
        with pytest.raises(RunsiteError, match="there is no project named 'shop'"):
            await GetProject.invoke(ctx, {"name": "shop"})
        other_process = world.client()
        made = await other_process.request("POST", "/projects", {"name": "shop"})
        await other_process.close()
        return made["id"], await GetProject.invoke(ctx, {"name": "shop"})

    made, told = world.run(ask_twice)
    assert told["id"] == made


def test_a_name_is_found_among_others_with_two_requests(world: World) -> None:
    made = {name: world.create(Project, name, name=name)[0] for name in ("blog", "shop", "till")}
    mark = world.mark()
    assert ask(world, GetProject, name="shop")["id"] == made["shop"]
    assert world.asked(mark) == ["GET /projects", f"GET /projects/{made['shop']}"]
    assert refusal(world, GetProject, name="shed") == "there is no project named 'shed' on Runsite"


def test_a_web_service_of_another_project_is_not_taken_for_it(world: World) -> None:
    shop, _ = world.create(Project, "shop", name="shop")
    blog, _ = world.create(Project, "blog", name="blog")
    service(world, project_id=shop)
    said = refusal(world, GetWebService, name="web", project_id=blog)
    assert said == "there is no web service named 'web' on Runsite"
