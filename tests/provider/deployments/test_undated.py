"""A stop or start while deployments without times are in progress, or may have ended long ago."""

from __future__ import annotations

import re

import pytest

from pulumi_runsite.api import Interrupted, RunsiteError
from pulumi_runsite.emulator.api import deployments
from pulumi_runsite.provider.resources import WebService
from tests.provider.deployments.test_in_progress import SERVICE, STATE, destroy, statuses
from tests.provider.service_deployments import ServiceDeployments

ZERO_TIMES = ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z")


@pytest.fixture(params=["missing", "null", "objects", *ZERO_TIMES])
def undated(
    service: ServiceDeployments, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> ServiceDeployments:
    """Return a web service that runs, on a Runsite that reports no times of deployments."""
    service.deploy()
    if request.param in ZERO_TIMES:
        monkeypatch.setattr(deployments, "timestamp", lambda _: request.param)
    else:
        service.world.control("PATCH", "switches", informational=request.param)
    return service


def request(service: ServiceDeployments, desired_state: str) -> None:
    service.world.update(WebService, service.id, STATE, **SERVICE, desired_state=desired_state)


def relabel_endless(service: ServiceDeployments) -> None:
    """Have Runsite report all deployments as in progress, for ever."""
    change = {"is_live": False, "finished_at": None, "status": "building"}
    for row in service.world.emulator.store.deployments.all():
        service.world.control("PATCH", f"dashboard/deployments/{row.id}", **change)
    service.world.messages.progresses.clear()


def test_a_destroy_waits_for_a_deployment_without_a_time(undated: ServiceDeployments) -> None:
    undated.world.by_hand(undated.path)
    destroy(undated)
    assert statuses(undated) == ["stopped", "running", "running"]
    (warning,) = undated.world.messages.warnings
    assert "was stopped" in warning


def test_a_stop_waits_for_a_deployment_without_a_time(undated: ServiceDeployments) -> None:
    undated.world.by_hand(undated.path)
    request(undated, "stopped")
    assert statuses(undated) == ["stopped", "running", "running"]
    assert undated.world.messages.warnings == []


@pytest.mark.parametrize("count", [1, 3])
def test_one_without_a_time_that_does_not_end_is_a_warning_after_five_minutes(
    undated: ServiceDeployments, count: int
) -> None:
    for _ in range(count - 1):
        undated.world.by_hand(undated.path)
        statuses(undated)
    relabel_endless(undated)
    since = undated.world.clock.now()
    destroy(undated)
    assert 300 <= undated.world.clock.now() - since < 310, "for all of them together"
    first, last = undated.world.messages.warnings
    ids = [row.id for row in undated.world.emulator.store.deployments.all()]
    assert all(id in first for id in ids)
    assert re.search(r"reports no time of it, and timed out after 300 s .* stop it if it", first)
    assert "was stopped" in last
    assert statuses(undated)[0] == "stopped"


def test_a_stop_does_not_fail_because_one_without_a_time_cannot_be_read(
    undated: ServiceDeployments,
) -> None:
    relabel_endless(undated)
    denied = {"kind": "answer", "status": 403, "body": {"detail": "nope"}, "method": "GET"}
    undated.world.fault(**denied, path=f"{undated.path}/*")
    request(undated, "stopped")
    (warning,) = undated.world.messages.warnings
    assert "may still be in progress" in warning
    assert "nope" in warning
    assert statuses(undated)[0] == "stopped"


def test_a_destroy_that_is_interrupted_in_this_wait_stops_nothing(
    undated: ServiceDeployments,
) -> None:
    relabel_endless(undated)
    mark = undated.world.mark()
    undated.world.clock.interrupted = True
    with pytest.raises(Interrupted, match="The web service was not stopped"):
        destroy(undated)
    assert undated.world.writes(mark) == []


def test_a_start_does_not_wait_for_one_that_a_stop_has_relabelled(
    undated: ServiceDeployments,
) -> None:
    undated.world.control("PATCH", f"dashboard/web-services/{undated.id}", status="stopped")
    relabel_endless(undated)
    with pytest.raises(RunsiteError, match="web service is stopped"):
        request(undated, "running")
    assert undated.world.messages.progresses == []
    assert undated.world.messages.warnings == []
