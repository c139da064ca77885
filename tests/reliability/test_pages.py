"""Lists in pages are read to their end, or are an error; what is on a later page is not deleted."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import InvalidResponse
from pulumi_runsite.provider.collection import PROJECTS
from pulumi_runsite.provider.resources import EnvVar, Project, ProjectSecret, WebService
from tests.world import World


@pytest.fixture
def paged(world: World) -> World:
    """Five projects, on pages of two."""
    for name in "abcde":
        world.create(Project, name, name=name)
    world.control("PATCH", "switches", list_limit=2, list_paging="offset")
    return world


def test_all_pages_are_read_each_from_the_last_item_of_the_one_before(paged: World) -> None:
    mark = paged.mark()
    items = paged.run(PROJECTS.fetch)
    assert [item["name"] for item in items] == list("abcde")
    queries = [entry["query"] for entry in paged.emulator.journal.entries(since=mark)]
    assert queries == ["", *(f"offset={n}" for n in (1, 2, 3))]


def test_a_variable_on_a_later_page_is_found(world: World) -> None:
    service, _ = world.create(WebService, "w", name="web", image_ref="nginx")
    created = [
        world.create(EnvVar, key, web_service_id=service, key=key, value="canary")
        for key in ("A", "B", "C")
    ]
    world.control("PATCH", "switches", list_limit=2, list_paging="offset")
    for id, state in created:
        assert world.read(EnvVar, id, state) == state


def test_pages_without_offset_are_an_error(paged: World) -> None:
    paged.control("PATCH", "switches", list_paging="none")
    with pytest.raises(InvalidResponse, match="expected all 5 items, as in its `total`, got 2"):
        paged.run(PROJECTS.fetch)


def test_an_offset_that_is_refused_or_counts_pages_is_an_error(paged: World) -> None:
    for answer in (
        {"status": 422, "body": {"detail": "Unknown query parameter"}},
        {"status": 200, "body": {"projects": [{"id": "x"}, {"id": "y"}], "total": 5}},
        {"status": 200, "body": {"projects": [], "total": 5}},
    ):
        fault: dict[str, Any] = {"kind": "answer", "path": "/projects", "method": "GET", "skip": 1}
        paged.fault(**fault, **answer)
        with pytest.raises(InvalidResponse, match="expected all 5 items"):
            paged.run(PROJECTS.fetch)


def test_secrets_in_pages_are_an_error_since_an_offset_may_count_groups(world: World) -> None:
    project, _ = world.create(Project, "p", name="shop")
    for key in "ABC":
        inputs = {"project_id": project, "key": key, "scope": "production", "value": "canary"}
        id, state = world.create(ProjectSecret, key, **inputs)
    world.control("PATCH", "switches", list_limit=2, list_paging="offset")
    with pytest.raises(InvalidResponse, match="expected all 3 items"):
        world.read(ProjectSecret, id, state)


@pytest.fixture
def without_total(world: World) -> World:
    """Pages of ten, in a list that shows nothing but its items."""
    world.control("PATCH", "switches", list_limit=10, list_paging="offset", list_envelope="bare")
    return world


def queries(world: World, read: Any) -> list[str]:
    """Return the queries of the requests that *read* sends."""
    mark = world.mark()
    read()
    return [entry["query"] for entry in world.emulator.journal.entries(since=mark)]


def add_projects(world: World, count: int) -> None:
    for n in range(count):
        world.by_hand("/projects", name=f"p{n}")


@pytest.mark.parametrize(("count", "offsets"), [(9, []), (10, [9]), (12, [9]), (19, [9, 18])])
def test_a_list_without_total_is_continued_where_it_may_be_a_page(
    without_total: World, count: int, offsets: list[int]
) -> None:
    add_projects(without_total, count)
    expected = ["", *(f"offset={n}" for n in offsets)]
    assert queries(without_total, lambda: without_total.run(PROJECTS.fetch)) == expected
    assert len(without_total.run(PROJECTS.fetch)) == count


def test_a_list_of_the_size_of_a_page_is_requested_once_where_it_has_a_total(world: World) -> None:
    add_projects(world, 10)
    assert queries(world, lambda: world.run(PROJECTS.fetch)) == [""]


@pytest.fixture
def variables(without_total: World) -> list[tuple[str, Any]]:
    """Twelve variables of a web service, of which the list shows ten at once."""
    service, _ = without_total.create(WebService, "w", name="web", image_ref="nginx")
    return [
        without_total.create(EnvVar, f"K{n}", web_service_id=service, key=f"K{n}", value="canary")
        for n in range(12)
    ]


def test_what_is_deleted_from_a_list_without_total_is_not_found(
    without_total: World, variables: list[tuple[str, Any]]
) -> None:
    id, state = variables[11]
    assert without_total.read(EnvVar, id, state) == state
    for n in (0, 11):
        without_total.delete(EnvVar, *variables[n])
    assert without_total.read(EnvVar, id, state) is None


def test_what_a_list_may_have_cut_off_is_not_taken_for_deleted(
    without_total: World, variables: list[tuple[str, Any]]
) -> None:
    without_total.control("PATCH", "switches", list_paging="none")
    assert without_total.read(EnvVar, *variables[9]) == variables[9][1]
    with pytest.raises(InvalidResponse, match=r"`K11` is not in .*may be cut off: it has 10 items"):
        without_total.read(EnvVar, *variables[11])


def test_a_map_does_not_write_again_what_a_list_may_have_cut_off(without_total: World) -> None:
    without_total.control("PATCH", "switches", list_limit=0)
    inputs = {"name": "web", "image_ref": "nginx", "env_vars": {f"K{n}": "v" for n in range(12)}}
    id, state = without_total.create(WebService, **inputs)
    without_total.control("PATCH", "switches", list_limit=10, list_paging="none")
    with pytest.raises(InvalidResponse, match=r"is not in .*may be cut off: it has 10 items"):
        without_total.read(WebService, id, state)


def test_groups_of_secrets_that_go_on_are_an_error(without_total: World) -> None:
    without_total.control("PATCH", "switches", list_envelope="documented", secrets_shape="by_key")
    project, _ = without_total.create(Project, "p", name="shop")
    for n in range(11):
        body = {"key": f"K{n:02}", "scope": "production", "value": "x"}
        without_total.by_hand(f"/projects/{project}/secrets", **body)
        if n == 9:
            assert len(without_total.run(ProjectSecret.siblings(project).fetch)) == 10
    with pytest.raises(InvalidResponse, match="got 10 items, of which there are more"):
        without_total.run(ProjectSecret.siblings(project).fetch)
