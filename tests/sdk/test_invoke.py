"""Functions called by a program: a result, or a single-line error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from unittest.mock import Mock

import pulumi
import pytest
from pulumi.runtime import set_all_config

import pulumi_runsite as runsite
from pulumi_runsite.provider.resources import Project
from tests.world import World


@pytest.fixture(autouse=True)
def environment(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The API key and URL are in the environment; the stack has no configuration."""
    monkeypatch.setenv("RUNSITE_API_KEY", world.emulator.api_key)
    monkeypatch.setenv("RUNSITE_API_URL", world.url)
    set_all_config({})
    yield
    set_all_config({})


def error_message(call: Callable[[], Any]) -> str:
    with pytest.raises(pulumi.RunError) as raised:
        call()
    return str(raised.value)


def test_a_result_has_attributes_down_to_the_items_of_lists(world: World) -> None:
    created, _ = world.create(Project, name="shop", description="Sells")
    assert runsite.get_project(name="shop").id == created
    (result,) = runsite.get_projects().projects
    assert (result.id, result.name, result.description) == (created, "shop", "Sells")


def test_a_changed_api_key_is_used_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert runsite.get_projects().projects == []
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_wrong")
    message = error_message(runsite.get_projects)
    assert message.startswith(
        "get_projects: GET /api/projects failed with status 401: Invalid API key. The API key was "
        "rejected; create another one"
    )


def test_stack_configuration_takes_precedence_over_the_environment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_wrong")
    set_all_config({"runsite:apiKey": world.emulator.api_key})
    assert runsite.get_projects().projects == []


def test_an_error_has_the_reason_and_redacts_the_api_key(world: World) -> None:
    body = {"detail": f"no more for {world.emulator.api_key}"}
    world.fault(kind="answer", status=422, path="/projects", body=body)
    message = error_message(runsite.get_projects)
    assert message == (
        "get_projects: GET /api/projects failed with status 422: no more for [secret]. Correct the "
        "input, and run the command again."
    )
    message = error_message(lambda: runsite.get_project(name=world.emulator.api_key))
    assert message == (
        "get_project: No project named '[secret]' exists on Runsite. Check the name, and that the "
        "API key is of the account that owns it."
    )


def test_each_request_is_printed_if_the_environment_demands_it(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runsite.get_projects()
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("RUNSITE_LOG", "debug")
    runsite.get_projects()
    line = capsys.readouterr().err
    assert re.fullmatch(r"GET /api/projects: status 200 \(attempt 1, \d+ ms\)\n", line)


def test_a_provider_in_the_options_is_an_error_instead_of_another_account(world: World) -> None:
    provider = pulumi.InvokeOutputOptions(provider=Mock(pulumi.ProviderResource))
    parent = Mock(pulumi.Resource)
    parent.get_provider.return_value = provider.provider
    for opts in (provider, pulumi.InvokeOutputOptions(parent=parent)):
        message = error_message(partial(runsite.get_projects_output, opts=opts))
        assert message.startswith("get_projects: a provider in the options has no effect")
    assert world.requests() == []


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"id": "a", "name": "b"}, "get_project: name: cannot be combined with `id`"),
        (
            {"name": pulumi.Output.from_input("a")},
            "get_project: the value of `name` is not known while the program runs. Call",
        ),
    ],
)
def test_invalid_arguments_fail_before_a_request_is_sent(
    world: World, inputs: dict[str, Any], message: str
) -> None:
    assert error_message(lambda: runsite.get_project(**inputs)).startswith(message)
    assert world.requests() == []
