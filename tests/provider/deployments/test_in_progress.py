"""A stop, start or restart of a web service while a deployment of it is in progress."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.deployments.in_progress import unfinished
from pulumi_runsite.provider.resources import Restart, WebService
from tests.provider.service_deployments import ServiceDeployments
from tests.world import EmulatedClock

SERVICE: dict[str, Any] = {"name": "web", "image_ref": "nginx:1.27"}
STATE: dict[str, Any] = SERVICE | {"on_destroy": "stop", "port": 8080}


def statuses(service: ServiceDeployments) -> list[str]:
    """Return the status of the web service a day later, and those of its deployments."""
    service.world.emulator.clock.advance(24 * 3600)
    state = service.world.control("GET", "state")
    assert state
    store = service.world.emulator.store
    return [str(row.status) for row in [*store.web_services.all(), *store.deployments.all()]]


def destroy(service: ServiceDeployments) -> None:
    service.world.delete(WebService, service.id, STATE)


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_destroy_waits_for_a_deployment_that_would_start_it_again(
    service: ServiceDeployments, earlier: int
) -> None:
    for _ in range(earlier):
        service.deploy("earlier")
    id, _ = service.deploy("other", wait=False)
    destroy(service)
    assert statuses(service) == ["stopped", *["running"] * (earlier + 1)]
    assert f"waiting for deployment {id} (status `" in service.world.messages.progresses[-2]
    assert "was stopped" in service.world.messages.warnings[0]


def test_a_destroy_stops_nothing_before_the_end_of_a_deployment(
    service: ServiceDeployments,
) -> None:
    service.world.control("PATCH", "switches", build_seconds=3000)
    id, _ = service.deploy(wait=False)
    mark = service.world.mark()
    text = rf"was not stopped, since deployment {id} of it is in progress .* after 1800 s"
    with pytest.raises(RunsiteError, match=text) as raised:
        destroy(service)
    assert str(raised.value).endswith("cancel the deployment in the dashboard.")
    assert service.world.writes(mark) == []
    destroy(service)
    assert statuses(service) == ["stopped", "running"]


def test_a_destroy_without_a_deployment_in_progress_reads_twice(
    service: ServiceDeployments,
) -> None:
    service.deploy()
    mark = service.world.mark()
    destroy(service)
    path = f"/web-services/{service.id}"
    reads = [f"GET {path}/deployments", f"GET {path}"]
    assert service.world.requests(mark) == [*reads, f"POST {path}/stop"]


def test_a_destroy_does_not_wait_for_what_has_no_end(service: ServiceDeployments) -> None:
    id, _ = service.deploy()
    change = {"status": "removed", "is_live": False, "finished_at": None}
    service.world.control("PATCH", f"dashboard/deployments/{id}", **change)
    service.world.emulator.clock.advance(3700)
    service.world.messages.progresses.clear()
    destroy(service)
    assert service.world.messages.progresses == []
    assert statuses(service)[0] == "stopped"


def test_a_list_that_is_not_understood_does_not_prevent_a_stop(
    service: ServiceDeployments,
) -> None:
    service.deploy()
    body = {"deployments": "none"}
    service.world.fault(kind="answer", status=200, body=body, method="GET", path=service.path)
    destroy(service)
    assert statuses(service)[0] == "stopped"


def test_desired_state_waits_for_a_deployment(service: ServiceDeployments) -> None:
    service.deploy(wait=False)
    service.world.update(WebService, service.id, STATE, **SERVICE, desired_state="stopped")
    assert statuses(service) == ["stopped", "running"]


def test_a_start_waits_for_the_deployment_that_starts_it(service: ServiceDeployments) -> None:
    service.deploy(wait=False)
    mark = service.world.mark()
    service.world.update(WebService, service.id, STATE, **SERVICE, desired_state="running")
    assert service.world.writes(mark) == []
    assert statuses(service) == ["running", "running"]


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_restart_waits_for_a_deployment(service: ServiceDeployments, earlier: int) -> None:
    for _ in range(earlier):
        service.deploy("earlier")
    service.deploy("other", wait=False)
    mark = service.world.mark()
    service.world.create(Restart, "restart", web_service_id=service.id)
    restart = f"POST /web-services/{service.id}/restart"
    assert service.world.writes(mark) == [restart] * (earlier + 1), "the first one is refused"
    assert set(statuses(service)) == {"running"}


@pytest.mark.parametrize("status", [400, 409])
def test_a_refusal_names_the_status_of_the_web_service(
    service: ServiceDeployments, status: int
) -> None:
    service.deploy()
    refused = {"kind": "answer", "status": status, "body": {"detail": "busy"}, "method": "POST"}
    text = r"busy \(the web service is running\)\. Check the web service in the dashboard"
    service.world.fault(**refused, path="*/stop")
    with pytest.raises(RunsiteError, match=text):
        destroy(service)
    service.world.fault(**refused, path="*/restart")
    with pytest.raises(RunsiteError, match=text):
        service.world.create(Restart, "restart", web_service_id=service.id)


class DeployingClock(EmulatedClock):
    """A clock with whose first sleep Runsite deploys, as a start of a web service may."""

    def __init__(self, service: ServiceDeployments) -> None:
        super().__init__(service.world.emulator)
        self._deploys = [service.path]
        self._world = service.world

    async def sleep(self, seconds: float) -> None:
        """Advance the clock, and deploy once."""
        await super().sleep(seconds)
        while self._deploys:
            self._world.by_hand(self._deploys.pop())


def test_a_deployment_of_a_start_is_not_of_an_interrupted_run(
    service: ServiceDeployments,
) -> None:
    world = service.world
    id, _ = service.deploy()
    world.store(id)
    world.known_paths.add(f"{service.path}/{id}")
    stopped = world.update(WebService, service.id, STATE, **SERVICE, desired_state="stopped")
    world.clock = DeployingClock(service)
    world.control("PATCH", "switches", transition_seconds=3, gates="open")
    world.update(WebService, service.id, stopped, **SERVICE, desired_state="running")
    assert len(world.emulator.store.deployments.all()) == 2
    world.emulator.clock.advance(120)
    service.deploy(triggers=["b"])
    assert len(world.emulator.store.deployments.all()) == 3


def test_an_unknown_status_is_no_progress_once_a_newer_deployment_is_live() -> None:
    removed = {"id": "1", "status": "removed"}
    live = {"id": "2", "status": "running", "is_live": True}
    building = {"id": "3", "status": "building"}
    queued = {"id": "4", "status": "queued"}
    assert unfinished([live, removed]) == []
    assert unfinished([queued, live, removed]) == [queued]
    assert unfinished([queued, live, building]) == [building, queued]
