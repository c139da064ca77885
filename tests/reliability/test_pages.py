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
