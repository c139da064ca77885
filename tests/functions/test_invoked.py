"""What a program is told by a function that it calls: an answer, or one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pulumi
import pytest
from pulumi.runtime import set_all_config

import pulumi_runsite as runsite
from pulumi_runsite.provider.resources import Project
from tests.world import World


@pytest.fixture(autouse=True)
def environment(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The key and the address stand in the environment, and the stack says nothing."""
    monkeypatch.setenv("RUNSITE_API_KEY", world.emulator.api_key)
    monkeypatch.setenv("RUNSITE_API_URL", world.url)
    set_all_config({})
    yield
    set_all_config({})


def refusal(ask: Callable[[], Any]) -> str:
    with pytest.raises(pulumi.RunError) as raised:
        ask()
    return str(raised.value)


def test_an_answer_is_told_by_names_down_to_what_lies_in_lists(world: World) -> None:
    made, _ = world.create(Project, name="shop", description="Sells")
    assert runsite.get_project(name="shop").id == made
    (told,) = runsite.get_projects().projects
    assert (told.id, told.name, told.description) == (made, "shop", "Sells")


def test_each_key_asks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert runsite.get_projects().projects == []
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_wrong")
    said = refusal(runsite.get_projects)
    assert said.startswith("get_projects: ")
    assert "The API key was rejected" in said


def test_the_stack_comes_before_the_environment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNSITE_API_KEY", "ak_live_wrong")
    set_all_config({"runsite:apiKey": world.emulator.api_key})
    assert runsite.get_projects().projects == []


def test_a_refusal_says_why_and_not_the_key(world: World) -> None:
    body = {"detail": f"no more for {world.emulator.api_key}"}
    world.fault(kind="answer", status=422, path="/projects", body=body)
    said = refusal(runsite.get_projects)
    assert said == (
        "get_projects: GET /api/projects failed with status 422: no more for [secret]. "
        "Correct the input, and run the command again."
    )
    said = refusal(lambda: runsite.get_project(name=world.emulator.api_key))
    assert said == (
        "get_project: No project named '[secret]' exists on Runsite. Check the name, and that the "
        "API key is of the account that owns it."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"id": "a", "name": "b"}, "get_project: name: cannot be combined with `id`"),
        ({"name": pulumi.Output.from_input("a")}, "get_project: name is not known before the"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_sent(
    world: World, given: dict[str, Any], said: str
) -> None:
    assert refusal(lambda: runsite.get_project(**given)).startswith(said)
    assert world.asked() == []
