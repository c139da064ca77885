"""The end of a deployment: a known status, `finished_at` or `is_live`."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.deployments.status import (
    has_ended,
    has_failed,
    has_succeeded,
    with_known_end,
)
from pulumi_runsite.provider.resources import Deployment
from tests.provider.service_deployments import ServiceDeployments

TIME = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("deployment", "ended", "succeeded"),
    [
        ({"status": "pending"}, False, False),
        ({"status": "shipped"}, False, False),
        ({"status": "shipped", "is_live": True}, True, True),
        ({"status": "shipped", "finished_at": TIME}, True, False),
        ({"status": "shipped", "finished_at": TIME, "is_live": True}, True, True),
        ({"is_live": True}, True, True),
        ({"finished_at": TIME}, True, False),
        ({"status": "LIVE"}, True, True),
        ({"status": " Ready "}, True, True),
        ({"status": "healthy", "is_live": False}, True, True),
        ({"status": "failed", "is_live": False}, True, False),
        ({"status": "crashed", "is_live": True}, True, False),
        ({"status": "deploying", "is_live": True}, True, True),
        ({"status": "deploying", "finished_at": TIME}, False, False),
        ({"status": 5, "is_live": "true"}, False, False),
        ({"status": "queued", "finished_at": "0001-01-01T00:00:00Z"}, False, False),
        ({"status": "queued", "finished_at": "1970-01-01T00:00:00"}, False, False),
        ({"status": "queued", "finished_at": -62135596800}, False, False),
        ({"status": "queued", "finished_at": "yesterday"}, True, False),
        ({}, False, False),
    ],
)
def test_what_ends_a_deployment(deployment: dict[str, Any], ended: bool, succeeded: bool) -> None:  # noqa: FBT001
    assert has_ended(deployment) is ended
    assert has_succeeded(deployment) is succeeded
    assert not (succeeded and has_failed(deployment))


def answer(service: ServiceDeployments, count: int = 1, **fields: Any) -> None:
    """Return *fields* for the next reads of the only deployment."""
    (row,) = service.world.emulator.store.deployments.all()
    body = {"id": row.id, "web_service_id": service.id} | fields
    path = f"{service.path}/*"
    service.world.fault(kind="answer", status=200, body=body, path=path, method="GET", count=count)


def test_an_unknown_status_of_a_live_deployment_is_success(service: ServiceDeployments) -> None:
    id, state = service.deploy(wait=False)
    answer(service, status="shipped", is_live=True)
    after = service.update(state, id)
    assert (after["status"], after["is_live"]) == ("shipped", True)
    assert service.world.requests()[-1] == f"GET /web-services/{service.id}", "for the URL"


def test_an_unknown_status_of_an_ended_deployment_is_a_failure_that_deploys_nothing(
    service: ServiceDeployments,
) -> None:
    id, state = service.deploy(wait=False)
    answer(service, status="shipped", is_live=False, finished_at=TIME)
    with pytest.raises(ResourceInitFailed, match="ended with the status `shipped`") as raised:
        service.update(state, id)
    assert raised.value.id == id
    assert not diff(service, raised.value.state)
    assert service.update(raised.value.state, id)["status"] == "shipped"
    assert service.post_count() == 1


@pytest.mark.parametrize("fields", [{}, {"status": None}, {"status": 5, "state": "running"}])
def test_a_response_without_a_status_is_an_error_soon(
    service: ServiceDeployments, fields: dict[str, Any]
) -> None:
    id, state = service.deploy(wait=False)
    started_at = service.world.clock.now()
    answer(service, count=6, **fields)
    with pytest.raises(
        ResourceInitFailed, match=r"expected `status`, `is_live` or `finished_at`, got an object"
    ):
        service.update(state, id)
    assert service.world.clock.now() - started_at < 60


def test_is_live_is_enough_where_there_is_no_status(service: ServiceDeployments) -> None:
    id, state = service.deploy(wait=False)
    answer(service, is_live=False, finished_at=None)
    answer(service, is_live=True, finished_at=TIME)
    assert service.update(state, id)["is_live"] is True


def diff(service: ServiceDeployments, state: dict[str, Any]) -> Any:
    inputs = {k: v for k, v in state.items() if k in Deployment.Inputs.field_names()}
    return Deployment.diff(state, inputs | {"web_service_id": service.id}, "error")


def test_a_wait_that_was_cut_short_is_resumed_after_a_refresh(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", build_seconds=120)
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy(timeout=30)
    id = raised.value.id
    refreshed = service.world.read(Deployment, id, raised.value.state)
    assert refreshed is not None
    assert diff(service, refreshed).updates == {"status"}
    assert not diff(service, refreshed).replaces
    after = service.update(refreshed, id, timeout=1800)
    assert (after["status"], after["is_live"]) == ("running", True)
    assert not diff(service, after)
    assert service.post_count() == 1


def test_a_refresh_after_the_end_completes_what_the_wait_would_have_read(
    service: ServiceDeployments,
) -> None:
    service.world.control("PATCH", "switches", build_seconds=120)
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy(timeout=30)
    service.world.emulator.clock.advance(200)
    refreshed = service.world.read(Deployment, raised.value.id, raised.value.state)
    assert refreshed is not None
    assert refreshed["url"] == "https://web.runsite.app"
    assert not diff(service, refreshed)


def test_without_waiting_nothing_is_resumed(service: ServiceDeployments) -> None:
    _, state = service.deploy(wait=False)
    assert not diff(service, state)


def relabel(service: ServiceDeployments, id: str, **fields: Any) -> None:
    """Have Runsite show another status of a deployment, which is not live."""
    change = {"is_live": False, "finished_at": None, "ahead": []} | fields
    service.world.control("PATCH", f"dashboard/deployments/{id}", **change)


@pytest.mark.parametrize("status", ["removed", "inactive", "cancelled"])
@pytest.mark.parametrize("success", ["running", "shipped"])
def test_what_has_succeeded_is_not_waited_for_again(
    service: ServiceDeployments, status: str, success: str
) -> None:
    service.world.control("PATCH", "switches", deployment_words={"running": success})
    id, state = service.deploy()
    service.deploy("newer")
    relabel(service, id, status=status)
    after = service.world.read(Deployment, id, state)
    assert after == state | {"is_live": False}
    assert not diff(service, after)
    assert service.world.read(Deployment, id, after) == after
    assert service.post_count() == 2


@pytest.mark.parametrize(
    ("state", "read", "status"),
    [
        ({"status": "shipped", "is_live": True}, {"status": "removed"}, "superseded"),
        ({"status": "superseded"}, {"status": "removed"}, "superseded"),
        ({"is_live": True}, {"status": "cancelled"}, "superseded"),
        ({"status": "running"}, {"status": "rolling_back"}, "rolling_back"),
        ({"status": "running"}, {"status": "failed"}, "failed"),
        ({"status": "superseded"}, {"status": "removed", "is_live": True}, "removed"),
        ({"status": "building"}, {"status": "removed"}, "removed"),
    ],
)
def test_the_end_that_the_state_knows_is_kept(
    state: dict[str, Any], read: dict[str, Any], status: str
) -> None:
    known = with_known_end({"is_live": False} | read, state)
    assert known["status"] == status
    assert has_ended(known) is (status not in ("rolling_back", "removed") or "is_live" in read)


def test_a_wait_ends_once_a_newer_deployment_is_live(service: ServiceDeployments) -> None:
    service.deploy("earlier")
    id, state = service.deploy(wait=False)
    relabel(service, id, status="replaced")
    newer, _ = service.deploy("newer")
    started_at = service.world.clock.now()
    with pytest.raises(ResourceInitFailed, match=f"newer deployment {newer} is") as raised:
        service.update(state, id)
    assert service.world.clock.now() == started_at
    after = service.world.read(Deployment, id, raised.value.state)
    assert after
    for known in (raised.value.state, after):
        assert not diff(service, known)
        assert service.update(known, id)["status"] == "superseded"


def test_informational_outputs_of_another_type_are_text_or_absent(
    service: ServiceDeployments,
) -> None:
    id, state = service.deploy()
    odd = {
        "url": "https://other",
        "created_at": 1710000000,
        "commit_message": {"text": "x"},
        "trigger_type": ["a"],
    }
    answer(service, count=2, status="running", is_live=True, **odd)
    after = service.world.read(Deployment, id, state)
    assert after is not None
    assert after["created_at"] == "1710000000"
    assert after["url"] == "https://web.runsite.app", "the URL of the web service"
    assert not {"commit_message", "trigger_type"} & after.keys()
    assert service.world.read(Deployment, id, after) == after


HTML: dict[str, Any] = {
    "kind": "answer", "status": 200, "text": "<html>", "content_type": "text/html"
}  # fmt: skip


@pytest.mark.parametrize("apply", ["before", "never"])
def test_a_deployment_request_with_a_foreign_response_is_sent_once(
    service: ServiceDeployments, apply: str
) -> None:
    service.world.fault(**HTML, method="POST", apply=apply)
    if apply == "before":
        id, _ = service.deploy()
        assert [row.id for row in service.world.emulator.store.deployments.all()] == [id]
    else:
        with pytest.raises(RunsiteError, match="It is unknown whether a deployment"):
            service.deploy()
    assert service.post_count() == 1
