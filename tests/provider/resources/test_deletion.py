"""Drift and deletion outside Pulumi: only a confirmed deletion leaves the state."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.resources import Project
from tests.world import World


def test_a_change_in_the_dashboard_is_drift(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.control("PATCH", f"dashboard/projects/{id}", name="store")
    assert world.read(Project, id, state) == state | {"name": "store"}


def test_a_confirmed_deletion_is_read_as_deleted(world: World) -> None:
    id, state = world.create(Project, name="shop")
    world.control("DELETE", f"dashboard/projects/{id}")
    assert world.read(Project, id, state) is None


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "answer", "status": 401},
        {"kind": "answer", "status": 403},
        {"kind": "answer", "status": 404, "text": "<html>", "content_type": "text/html"},
        {"kind": "answer", "status": 418},
        {"kind": "answer", "status": 500, "count": 4},
        {"kind": "close", "count": 4},
        {"kind": "redirect"},
        {"kind": "html"},
        {"kind": "nan"},
        {"kind": "bad_utf8"},
        {"kind": "deep_json"},
    ],
)
def test_an_error_is_never_read_as_deleted(world: World, fault: dict[str, object]) -> None:
    id, state = world.create(Project, name="shop")
    world.fault(**fault, path="/projects/*")
    with pytest.raises(RunsiteError):
        world.read(Project, id, state)


def test_a_404_contradicted_by_the_list_is_not_a_deletion(world: World) -> None:
    id, state = world.create(Project, name="shop")
    missing = {"detail": "Project not found"}
    world.fault(kind="answer", status=404, body=missing, path="/projects/*", count=2)
    with pytest.raises(RunsiteError, match="The list still contains it, so it stays in the state"):
        world.read(Project, id, state)
