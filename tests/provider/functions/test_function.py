"""What all functions share: names, checks of inputs, and results read from responses."""

from __future__ import annotations

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
from pulumi_runsite.provider.resources import Deployment, Project
from tests.world import World

from .conftest import create_service, error_of, invoke

CHECK_ADDRESS = (
    "Check `runsite:apiUrl` and `runsite:apiPrefix`; if both are right, upgrade `pulumi-runsite`."
)
REQUIRED_INPUTS: dict[type[Function], Props] = {
    GetProject: {"id": "p-1"},
    GetProjects: {},
    GetWebService: {"id": "s-1"},
    GetWebServices: {},
    GetDeployment: {"web_service_id": "s-1"},
    GetDeployments: {"web_service_id": "s-1"},
    GetEnvVars: {"web_service_id": "s-1"},
    GetLogs: {"web_service_id": "s-1"},
}


def test_every_function_is_tested_here() -> None:
    assert set(REQUIRED_INPUTS) == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_token_and_the_name_are_derived_from_the_class(function: type[Function]) -> None:
    assert function.token == f"runsite:index:{function.__name__[0].lower()}{function.__name__[1:]}"
    assert function.name.replace("_", "") == function.__name__.lower()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_required_inputs_are_sufficient_and_unknown_values_are_valid(
    function: type[Function],
) -> None:
    assert function.check(REQUIRED_INPUTS[function])[1] == []
    assert function.check(dict.fromkeys(REQUIRED_INPUTS[function], UNKNOWN))[1] == []


@pytest.mark.parametrize("function", [GetProject, GetWebService])
def test_an_unknown_id_can_be_combined_with_a_name(function: type[Function]) -> None:
    assert function.check({"id": UNKNOWN, "name": "shop"})[1] == []


@pytest.mark.parametrize(
    ("function", "inputs", "expected"),
    [
        (GetProject, {}, "id: required unless `name` is set"),
        (
            GetProject,
            {"id": "a", "name": "b"},
            "name: cannot be combined with `id`; remove one of them",
        ),
        (
            GetProject,
            {"id": "../x"},
            "id: is not a valid Runsite id; pass the `id` output of another",
        ),
        (GetProjects, {"limit": 3}, "limit: unknown property"),
        (
            GetWebService,
            {"id": "a", "project_id": "b"},
            "project_id: cannot be combined with `id`; remove one",
        ),
        (GetDeployments, {"web_service_id": "a", "limit": 0}, "limit: must be at least 1"),
        (GetDeployments, {"web_service_id": "a", "limit": 101}, "limit: must be at most 100"),
        (GetDeployments, {"web_service_id": "a", "offset": -1}, "offset: must be at least 0"),
        (GetLogs, {"web_service_id": "a", "tail": 0}, "tail: must be at least 1"),
        (GetLogs, {"web_service_id": "a", "tail": 10001}, "tail: must be at most 10000"),
        (GetLogs, {"web_service_id": "a", "tail": 1.5}, "tail: must be an integer"),
        (GetLogs, {"web_service_id": "a", "since": -1}, "since: must be at least 0"),
        (GetLogs, {}, "web_service_id: required"),
    ],
)
def test_an_invalid_input_is_an_error_before_anything_is_sent(
    world: World, function: type[Function], inputs: Props, expected: str
) -> None:
    assert error_of(world, function, **inputs).startswith(expected)
    assert world.requests() == []


def test_none_is_unset() -> None:
    inputs, found = GetDeployments.check({"web_service_id": "s-1", "limit": None, "offset": None})
    assert (inputs["limit"], inputs["offset"], found) == (10, 0, [])


def test_an_integral_float_of_the_engine_is_an_integer(world: World) -> None:
    assert invoke(world, GetLogs, web_service_id=create_service(world), tail=5.0)["logs"] == ""


def test_a_response_that_is_not_as_documented_is_an_error(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    world.fault(kind="answer", status=200, path="/projects/*", body={"id": id, "name": 3})
    message = error_of(world, GetProject, id=id)
    assert message == (
        "The response for a project is not as documented: name: must be a string, got number. "
        f"{CHECK_ADDRESS}"
    )
    world.fault(kind="answer", status=200, path="/projects", body={"total": 0})
    assert error_of(world, GetProjects) == (
        "The response to GET /api/projects is not understood: expected a list of objects in "
        f"`projects`, got an object with the keys `total`. {CHECK_ADDRESS}"
    )
    world.fault(kind="answer", status=200, path="/projects", body={"projects": [3]})
    assert error_of(world, GetProjects) == (
        "The response to GET /api/projects is not understood: expected a list of objects, got a "
        f"number as an item. {CHECK_ADDRESS}"
    )


def test_informational_fields_of_another_type_are_text_or_unset(world: World) -> None:
    id, _ = world.create(Project, name="shop")
    odd = {"workspace_id": 7, "created_at": 1710000000.5, "description": ["x"]}
    body = {"id": id, "name": "shop"} | odd
    world.fault(kind="answer", status=200, path="/projects/*", body=body)
    assert invoke(world, GetProject, id=id) == {
        "id": id,
        "name": "shop",
        "workspace_id": "7",
        "created_at": "1710000000.5",
    }


def test_lists_may_be_arrays(world: World) -> None:
    web = create_service(world)
    world.fault(kind="answer", status=200, path="*/env", body=[{"id": 1, "key": "A"}])
    found = invoke(world, GetEnvVars, web_service_id=web)
    assert found == {"environment_variables": [{"id": "1", "key": "A"}]}
    world.fault(kind="answer", status=200, path="*/deployments", body=[{"id": "d"}])
    found = invoke(world, GetDeployments, web_service_id=web)
    assert found == {"deployments": [{"id": "d"}]}
    world.fault(kind="answer", status=200, path="*/logs", body=["line"])
    message = error_of(world, GetLogs, web_service_id=web)
    assert "for logs is not as documented: expected an object, got a list of 1" in message


def test_functions_send_only_get_requests(world: World) -> None:
    shop, _ = world.create(Project, name="shop")
    web = create_service(world)
    world.create(Deployment, web_service_id=web)
    mark = world.mark()
    ids = {"p-1": shop, "s-1": web}
    for function, required in REQUIRED_INPUTS.items():
        invoke(world, function, **{name: ids[value] for name, value in required.items()})
    assert world.writes(mark) == []
    assert len(world.requests(mark)) == len(FUNCTIONS)
