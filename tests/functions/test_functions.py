"""What a program can ask Runsite: by id, by name, and what is refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.fields import UNKNOWN, Props
from pulumi_runsite.provider.functions import (
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
from pulumi_runsite.provider.resources import Deployment, EnvVar, Project
from tests.world import World

from .conftest import ask, refusal, service

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


@pytest.mark.parametrize("function", [GetProject, GetWebService])
def test_an_id_that_is_not_known_yet_may_turn_out_to_be_none(function: type[Function]) -> None:
    assert function.check({"id": UNKNOWN, "name": "shop"})[1] == []


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


def test_what_is_none_is_left_out() -> None:
    inputs, found = GetDeployments.check({"web_service_id": "s-1", "limit": None, "offset": None})
    assert (inputs["limit"], inputs["offset"], found) == (10, 0, [])


def test_the_engines_numbers_are_whole_ones(world: World) -> None:
    assert ask(world, GetLogs, web_service_id=service(world), tail=5.0)["logs"] == ""


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


def test_pages_that_do_not_move_are_not_read_for_ever(world: World) -> None:
    web = service(world)
    page = {"deployments": [{"id": f"d-{number}", "is_live": False} for number in range(20)]}
    world.fault(kind="answer", status=200, path="*/deployments", body=page, count=2)
    mark = world.mark()
    assert "no deployment of web service" in refusal(world, GetDeployment, web_service_id=web)
    assert len(world.asked(mark)) == 2


def test_a_deployment_that_is_not_there_is_one_sentence(world: World) -> None:
    web, id = service(world), "00000000-0000-4000-8000-000000000000"
    said = refusal(world, GetDeployment, web_service_id=web, id=id)
    assert said.startswith(f"there is no deployment {id} of web service {web} on Runsite (GET ")


def test_no_more_deployments_are_told_than_asked_for(world: World) -> None:
    web = service(world)
    made = [world.create(Deployment, each, web_service_id=web)[0] for each in ("one", "two")]
    page = ask(world, GetDeployments, web_service_id=web, limit=1)
    assert [each["id"] for each in page["deployments"]] == [made[1]]
    assert page["total"] == 2


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
    world.fault(kind="answer", status=200, path="/projects", body={"projects": [3]})
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
