"""What a program can ask Runsite: by id, by name, and what is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.emulator import Emulator, Running, running
from pulumi_runsite.fields import UNKNOWN, Props
from pulumi_runsite.functions import (
    FUNCTIONS,
    Function,
    GetDeployment,
    GetDeployments,
    GetEnvVars,
    GetLogs,
    GetProject,
    GetProjects,
    GetWebService,
    GetWebServices,
)
from pulumi_runsite.resources import Deployment, EnvVar, Project, WebService
from tests.world import World

NEEDED: dict[type[Function], Props] = {
    GetProject: {"id": "p-1"},
    GetProjects: {},
    GetWebService: {"id": "s-1"},
    GetWebServices: {},
    GetDeployment: {"web_service_id": "s-1"},
    GetDeployments: {"web_service_id": "s-1"},
    GetEnvVars: {"web_service_id": "s-1"},
    GetLogs: {"web_service_id": "s-1"},
}


@pytest.fixture(scope="module")
def runsite() -> Iterator[Running]:
    with running(Emulator(scale=0, seed=7)) as serving:
        yield serving


@pytest.fixture
def world(runsite: Running, tmp_path: Path) -> World:
    runsite.emulator.reset()
    return World(runsite, tmp_path)


def ask(world: World, function: type[Function], **inputs: Any) -> Props:
    return world.run(lambda ctx: function.call(ctx, inputs))


def refusal(world: World, function: type[Function], **inputs: Any) -> str:
    with pytest.raises(RunsiteError) as caught:
        ask(world, function, **inputs)
    return str(caught.value)


def service(world: World, name: str = "web", **inputs: Any) -> str:
    made, _ = world.create(WebService, name, name=name, image_ref="nginx:1.27", **inputs)
    return made


def twin(world: World, where: str, **body: Any) -> str:
    """Make what this provider would refuse to make a second time."""

    async def post(ctx: Any) -> str:
        return str((await ctx.client.request("POST", where, body))["id"])

    return world.run(post)


def test_every_function_is_tried_here() -> None:
    assert set(NEEDED) == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_its_names_are_the_ones_that_pulumi_and_python_use(function: type[Function]) -> None:
    assert function.token == f"runsite:index:{function.__name__[0].lower()}{function.__name__[1:]}"
    assert function.name.replace("_", "") == function.__name__.lower()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_needed_is_enough_and_unknown_passes(function: type[Function]) -> None:
    assert function.check(NEEDED[function])[1] == []
    assert function.check(dict.fromkeys(NEEDED[function], UNKNOWN))[1] == []


@pytest.mark.parametrize(
    ("function", "given", "said"),
    [
        (GetProject, {}, "id: required, or else name"),
        (
            GetProject,
            {"id": "a", "name": "b"},
            "name: cannot be combined with id; give one of them",
        ),
        (GetProject, {"id": "../x"}, "id: is not an id as Runsite gives them; pass another"),
        (GetProjects, {"limit": 3}, "limit: unknown property"),
        (
            GetWebService,
            {"id": "a", "project_id": "b"},
            "project_id: has no meaning with id; leave it",
        ),
        (GetDeployments, {"web_service_id": "a", "limit": 0}, "limit: must be at least 1"),
        (GetDeployments, {"web_service_id": "a", "limit": 101}, "limit: must be at most 100"),
        (GetDeployments, {"web_service_id": "a", "offset": -1}, "offset: must be at least 0"),
        (GetLogs, {"web_service_id": "a", "tail": 0}, "tail: must be at least 1"),
        (GetLogs, {"web_service_id": "a", "tail": 10001}, "tail: must be at most 10000"),
        (GetLogs, {"web_service_id": "a", "tail": 1.5}, "tail: must be a whole number"),
        (GetLogs, {"web_service_id": "a", "since": -1}, "since: must be at least 0"),
        (GetLogs, {}, "web_service_id: required"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_sent(
    world: World, function: type[Function], given: Props, said: str
) -> None:
    assert refusal(world, function, **given).startswith(said)
    assert world.asked() == []


def test_the_engines_numbers_are_whole_ones(world: World) -> None:
    assert ask(world, GetLogs, web_service_id=service(world), tail=5.0)["logs"] == ""


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
            await GetProject.call(ctx, {"name": "shop"})
        other_process = world.client()
        made = await other_process.request("POST", "/projects", {"name": "shop"})
        await other_process.close()
        return made["id"], await GetProject.call(ctx, {"name": "shop"})

    made, told = world.run(ask_twice)
    assert told["id"] == made


def test_the_live_deployment_is_the_one_told_without_an_id(world: World) -> None:
    web = service(world)
    assert "no deployment of web service" in refusal(world, GetDeployment, web_service_id=web)
    first, _ = world.create(Deployment, "one", web_service_id=web)
    second, _ = world.create(Deployment, "two", web_service_id=web)
    told = ask(world, GetDeployment, web_service_id=web)
    assert (told["id"], told["is_live"]) == (second, True)
    earlier = ask(world, GetDeployment, web_service_id=web, id=first)
    assert (earlier["id"], earlier["is_live"]) == (first, False)
    page = ask(world, GetDeployments, web_service_id=web, limit=1, offset=1)
    assert [each["id"] for each in page["deployments"]] == [first]
    assert page["total"] == 2


def test_the_live_deployment_is_found_behind_a_hundred_newer_ones(world: World) -> None:
    world.emulator.switches.rate_limit = "off"
    web = service(world)
    live, _ = world.create(Deployment, "one", web_service_id=web)

    async def fail_many(ctx: Any) -> None:
        for _ in range(101):
            await ctx.client.request(
                "POST", f"/web-services/{web}/deployments", {"branch": "fail-build"}
            )
            world.emulator.clock.advance(60)

    world.run(fail_many)
    assert ask(world, GetDeployment, web_service_id=web)["id"] == live


def test_variables_are_told_without_any_value(world: World) -> None:
    web = service(world)
    for key, is_secret in (("PLAIN", False), ("HIDDEN", True)):
        world.create(
            EnvVar, key, web_service_id=web, key=key, value="canary-value", is_secret=is_secret
        )
    told = ask(world, GetEnvVars, web_service_id=web)["environment_variables"]
    assert {each["key"]: each["is_secret"] for each in told} == {"PLAIN": False, "HIDDEN": True}
    assert "canary-value" not in repr(told)
    assert all("value" not in each for each in told)


def test_logs_are_cut_as_asked_and_never_show_the_key(world: World) -> None:
    web = service(world)
    world.create(Deployment, web_service_id=web)
    world.emulator.clock.advance(3600)
    told = ask(world, GetLogs, web_service_id=web, tail=3)
    assert len(told["logs"].splitlines()) == 3
    since = int(world.emulator.clock.now())
    recent = ask(world, GetLogs, web_service_id=web, tail=10000, since=since - 15)
    assert 1 <= len(recent["logs"].splitlines()) <= 2
    body = {"logs": f"key={world.emulator.api_key}\n", "timestamp": "2026-01-01T00:00:00Z"}
    world.fault(kind="answer", status=200, path="*/logs", body=body)
    assert ask(world, GetLogs, web_service_id=web)["logs"] == "key=[secret]\n"


def test_an_answer_that_is_not_as_documented_is_one_sentence(world: World) -> None:
    made, _ = world.create(Project, name="shop")
    world.fault(kind="answer", status=200, path="/projects/*", body={"id": made, "name": 3})
    said = refusal(world, GetProject, id=made)
    assert said == (
        "Runsite's answer for a project is not as documented: name: must be a string, got number"
    )
    world.fault(kind="answer", status=200, path="/projects", body={"things": []})
    assert refusal(world, GetProjects).endswith("it holds no projects")


def test_asking_is_reading(world: World) -> None:
    shop, _ = world.create(Project, name="shop")
    web = service(world)
    world.create(Deployment, web_service_id=web)
    mark = world.mark()
    mine = {"p-1": shop, "s-1": web}
    for function, needed in NEEDED.items():
        ask(world, function, **{name: mine[value] for name, value in needed.items()})
    assert world.writes(mark) == []
    assert len(world.asked(mark)) == len(FUNCTIONS)
