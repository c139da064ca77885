"""Lists of every form: what is understood is read, anything else is an error and no deletion."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import InvalidResponse, RunsiteError
from pulumi_runsite.provider.collection import PROJECTS, env_vars_of
from pulumi_runsite.provider.resources import Project, WebService
from tests.world import World

REQUEST = "GET /api/projects"
A, B = {"id": "1", "name": "a"}, {"id": "2", "name": "b"}


@pytest.mark.parametrize(
    "response",
    [
        [A, B],
        {"projects": [A, B], "total": 2},
        {"data": [A, B]},
        {"items": [A, B], "errors": []},
        {"results": [A, B], "count": 2, "next": None},
        {"projects": [A, B], "has_more": False, "next_cursor": ""},
        {"anything": [A, B]},
        {"data": {"projects": [A, B], "total": 2}},
        {"projects": {"items": [A, B]}},
        {"response": {"anything": [A, B]}},
        {"data": [A, B], "included": [{"id": "3"}]},
    ],
)
def test_a_list_is_read_in_every_envelope(response: Any) -> None:
    assert PROJECTS.items(REQUEST, response) == [A, B]


@pytest.mark.parametrize(
    "response", [[], {"projects": []}, {"data": []}, {"projects": None, "total": 0}]
)
def test_an_empty_list_is_understood(response: Any) -> None:
    assert PROJECTS.items(REQUEST, response) == []


@pytest.mark.parametrize(
    ("response", "actual"),
    [
        ({}, "got an empty object"),
        ({"message": "ok"}, "got an object with the keys `message`"),
        ({"errors": []}, "got an object with the keys `errors`"),
        ({"projects": None}, "got an object with the keys `projects`"),
        ({"a": [A], "b": [B]}, "got an object with the keys `a`, `b`"),
        ({"1": A, "2": B}, "got an object with the keys `1`, `2`"),
        ([1, 2], "got a number as an item"),
        ([A, None], "got null as an item"),
        ([A, {"name": "b"}], "got no `id` in an object with the keys `name`"),
        ([A, {"id": None}], "got null as `id` in an object"),
        ([{"id": ""}], "got an empty string as `id`"),
        ([{"id": "a/b"}], "got an `id` with other characters"),
        ([{"id": ".."}], "got an `id` with other characters"),
        ([{"id": 1.5}], "got a number as `id`"),
        ({"projects": [A], "total": 2}, "expected all 2 items, as in its `total`, got 1"),
        ({"data": {"projects": [A], "total": 2}}, "expected all 2 items"),
        ({"projects": [A], "next": "/projects?page=2"}, "got 1 items, of which there are more"),
        ({"projects": [A], "has_more": True}, "got 1 items, of which there are more"),
        ({"projects": [A], "meta": {"next_cursor": "x"}}, "got 1 items, of which there are more"),
    ],
)
def test_a_list_that_is_not_understood_names_request_expectation_and_shape(
    response: Any, actual: str
) -> None:
    with pytest.raises(InvalidResponse) as raised:
        PROJECTS.items(REQUEST, response)
    assert f"{REQUEST} is not understood: expected " in str(raised.value)
    assert actual in str(raised.value)


def test_a_list_of_another_parent_is_an_error() -> None:
    items = [{"id": "v", "key": "A", "web_service_id": "other"}]
    with pytest.raises(InvalidResponse, match="is about another object: expected 's-1'"):
        env_vars_of("s-1").items("GET /api/web-services/s-1/env", items)


def test_values_of_a_response_are_not_in_the_message() -> None:
    with pytest.raises(InvalidResponse) as raised:
        PROJECTS.items(REQUEST, {"canary": ["canary-value"], "b": ["canary-value"]})
    assert "canary-value" not in str(raised.value)


@pytest.mark.parametrize(
    "list_response", [{"projects": [{"name": "x"}]}, {"message": "ok"}, {}, [1], "text", 5, None]
)
def test_not_found_is_not_believed_beside_a_list_that_is_not_understood(
    world: World, list_response: Any
) -> None:
    id, state = world.create(Project, name="shop")
    missing = {"detail": "Project not found"}
    world.fault(kind="answer", status=404, body=missing, path="/projects/*", count=1)
    text = "null" if list_response is None else None
    world.fault(
        kind="answer", status=200, body=list_response, text=text, path="/projects", method="GET"
    )
    with pytest.raises(InvalidResponse):
        world.read(Project, id, state)


def test_nothing_is_created_beside_a_list_that_is_not_understood(world: World) -> None:
    world.fault(kind="answer", status=200, body={"message": "ok"}, path="/projects", method="GET")
    with pytest.raises(InvalidResponse):
        world.create(Project, name="shop")
    assert world.writes() == []


def test_a_numeric_id_is_text_in_paths_and_in_the_state(world: World) -> None:
    body = {"id": 7, "name": "shop", "workspace_id": 3}
    world.fault(kind="answer", status=201, body=body, path="/projects", method="POST")
    id, state = world.create(Project, name="shop")
    assert id == "7"
    world.fault(kind="answer", status=200, body=body, path="/projects/7")
    assert world.read(Project, id, state) == state


def test_a_list_without_the_names_of_its_items_shows_no_duplicate_and_none_is_created(
    world: World,
) -> None:
    body = {"data": [{"id": "1", "attributes": {"name": "shop"}}]}
    world.fault(kind="answer", status=200, body=body, path="/projects", method="GET")
    with pytest.raises(InvalidResponse, match="expected objects with `name`, got an object"):
        world.create(Project, name="shop")
    assert world.writes() == []


def test_a_field_that_the_list_lacks_is_read_from_the_object(world: World) -> None:
    shop, _ = world.create(Project, "p", name="shop")
    other, _ = world.create(Project, "o", name="other")
    id, _ = world.create(WebService, "w", name="web", image_ref="nginx", project_id=shop)
    body = {"web_services": [{"id": id, "name": "web"}]}
    for project, is_duplicate in ((shop, True), (other, False)):
        world.fault(kind="answer", status=200, body=body, path="/web-services", method="GET")
        inputs = {"name": "web", "image_ref": "nginx", "project_id": project}
        if is_duplicate:
            with pytest.raises(RunsiteError, match="already exists"):
                world.create(WebService, "second", **inputs)
        else:
            world.create(WebService, "third", **inputs)


def test_a_byte_order_mark_is_ignored(world: World) -> None:
    world.fault(kind="answer", status=200, text="\ufeff[]", path="/projects", method="GET")
    assert world.run(PROJECTS.fetch) == []


def test_a_success_that_the_body_denies_is_none(world: World) -> None:
    world.fault(kind="answer", status=200, body={"success": False}, method="DELETE")
    with pytest.raises(InvalidResponse, match="expected success, got `success` `false`"):
        world.run(lambda ctx: ctx.client.send("DELETE", "/projects/x"))
