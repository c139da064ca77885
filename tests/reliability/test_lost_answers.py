"""A lost answer, and what the search for it may meet: the message always names what may exist."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pulumi_runsite.api import OutcomeUnknown, RunsiteError
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    Restart,
    WebService,
)
from tests.provider.service_deployments import ServiceDeployments
from tests.reliability.interrupted import inputs_of, interrupted, posts, rows
from tests.world import World

ALL = [Project, WebService, EnvVar, ProjectSecret, Deployment]
LONG_NAME = "a-name-that-runsite-may-shorten"


@pytest.mark.parametrize("resource", ALL)
@pytest.mark.parametrize(
    "look",
    [
        {"kind": "answer", "status": 403},
        {"kind": "answer", "status": 404},
        {"kind": "answer", "status": 500, "count": 16},
        {"kind": "html"},
        {"kind": "answer", "status": 200, "body": {"projects": 5}},
    ],
)
def test_a_failing_search_says_what_may_exist_and_the_next_run_finds_it(
    world: World, resource: type[Resource], look: dict[str, Any]
) -> None:
    inputs = inputs_of(world, resource)
    world.fault(kind="close_after_commit", method="POST")
    world.fault(**{"count": 4} | look, method="GET", skip=1)
    with pytest.raises(OutcomeUnknown) as raised:
        world.create(resource, **inputs)
    message = str(raised.value)
    assert resource.noun in message
    assert "It may exist now. Run `pulumi up` again: it is searched for" in message
    mark = world.mark()
    world.create(resource, **inputs)
    assert len(rows(world, resource)) == 1
    assert world.writes(mark) == []


@pytest.mark.parametrize("resource", ALL)
def test_a_run_that_cannot_search_for_an_earlier_one_says_so(
    world: World, resource: type[Resource]
) -> None:
    inputs = inputs_of(world, resource)
    interrupted(world, resource, fault="close_after_commit", **inputs)
    world.fault(kind="answer", status=403, method="GET")
    with pytest.raises(OutcomeUnknown, match=r"interrupted while it created .*, which may exist"):
        world.create(resource, **inputs)
    world.create(resource, **inputs)
    assert len(rows(world, resource)) == 1


def test_a_timeout_status_is_an_unknown_outcome(world: World) -> None:
    world.fault(kind="answer", status=408, method="POST", apply="before")
    id, _ = world.create(Project, name="shop")
    assert [row.id for row in rows(world, Project)] == [id]
    assert world.writes() == ["POST /projects"]


@pytest.mark.parametrize("stored", ["A-NAME THAT_RUNSITE MAY SHORTEN", LONG_NAME[:20]])
def test_a_lost_project_is_found_under_the_name_that_runsite_gave_it(
    world: World, stored: str
) -> None:
    interrupted(world, Project, fault="close_after_commit", name=LONG_NAME)
    (row,) = rows(world, Project)
    world.control("PATCH", f"dashboard/projects/{row.id}", name=stored)
    id, state = world.create(Project, name=LONG_NAME)
    assert id == row.id
    assert posts(world, 0) == 1
    declared, _ = Project.check({"name": LONG_NAME})
    assert not Project.diff(state, declared, "error")


def test_an_answer_under_another_name_is_the_created_one(world: World) -> None:
    """Runsite stores another name, and answers with it."""
    answered = {"id": "p-1", "name": "another-name"}
    world.fault(kind="answer", status=201, body=answered, method="POST")
    world.fault(kind="answer", status=200, body={"projects": [answered]}, method="GET", skip=1)
    id, state = world.create(Project, name="shop")
    assert id == "p-1"
    declared, _ = Project.check({"name": "shop"})
    assert not Project.diff(state, declared, "error")


def test_a_lost_object_that_differs_from_the_request_is_named(world: World) -> None:
    world.fault(kind="close_after_commit", method="POST")
    body = {"web_services": [{"id": "w-1", "name": "web", "image_ref": "clamped", "status": "x"}]}
    world.fault(kind="answer", status=200, body=body, method="GET", skip=1, count=4)
    with pytest.raises(OutcomeUnknown, match=r"'w-1'.* may be web service 'web', but differs"):
        world.create(WebService, name="web", image_ref="nginx:1.27")


DAMAGED = [b"", b"{", b"[]", b"\xff\xfe"]


@pytest.mark.parametrize("content", DAMAGED)
@pytest.mark.parametrize("resource", ALL)
def test_a_damaged_entry_creates_nothing_while_there_is_a_candidate(
    world: World, resource: type[Resource], content: bytes
) -> None:
    inputs = inputs_of(world, resource)
    world.policy = "replace"
    interrupted(world, resource, fault="close_after_commit", **inputs)
    file = Path(CreateLogFile(world.folder, world.url, "it").file)
    file.write_bytes(content)
    (row,) = rows(world, resource)
    mark = world.mark()
    with pytest.raises(OutcomeUnknown) as raised:
        world.create(resource, **inputs)
    assert str(file) in str(raised.value)
    assert row.id in str(raised.value)
    assert world.writes(mark) == []
    assert world.create(resource, **inputs, adopt_id=row.id)[0].endswith(row.id)


def test_a_damaged_entry_without_a_candidate_does_not_prevent_the_create(world: World) -> None:
    file = Path(CreateLogFile(world.folder, world.url, "it").file)
    file.write_bytes(b"{")
    id, _ = world.create(Project, name="shop")
    assert [row.id for row in rows(world, Project)] == [id]
    assert 50 < world.clock.now() < 70, "a list may lag"


@pytest.mark.parametrize("fault", ["close_after_commit", "partial_head"])
def test_a_stop_with_a_lost_response_is_recognised_by_the_status(
    service: ServiceDeployments, fault: str
) -> None:
    service.deploy()
    world = service.world
    _, state = world.create(
        WebService, "adopted", name="web", image_ref="nginx:1.27", adopt_id=service.id
    )
    world.fault(kind=fault, method="POST", path="/web-services/*/stop")
    mark = world.mark()
    world.delete(WebService, service.id, state)
    assert world.writes(mark) == [f"POST /web-services/{service.id}/stop"]
    assert "was stopped" in world.messages.warnings[-1]


def test_an_action_with_a_lost_response_and_no_status_may_be_done(
    service: ServiceDeployments,
) -> None:
    service.deploy()
    service.world.fault(kind="close", method="POST", path="/web-services/*/restart")
    service.world.fault(kind="answer", status=403, path="/web-services/*", method="GET", skip=1)
    with pytest.raises(RunsiteError, match="unknown whether it was restarted"):
        service.world.create(Restart, "restart", web_service_id=service.id)
