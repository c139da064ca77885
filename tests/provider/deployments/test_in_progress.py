"""A stop, start or restart of a web service while a deployment of it is in progress."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_runsite.api import Interrupted, RunsiteError
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


def test_a_stop_is_not_requested_before_the_end_of_a_deployment(
    service: ServiceDeployments,
) -> None:
    service.world.control("PATCH", "switches", build_seconds=3000)
    id, _ = service.deploy(wait=False)
    mark = service.world.mark()
    text = rf"Deployment {id} of web service .* is in progress .* 1800 s .* was not stopped\."
    with pytest.raises(RunsiteError, match=text) as raised:
        service.world.update(WebService, service.id, STATE, **SERVICE, desired_state="stopped")
    assert str(raised.value).endswith("cancel the deployment in the dashboard.")
    assert service.world.writes(mark) == []


def test_a_destroy_does_not_fail_because_a_deployment_does_not_end(
    service: ServiceDeployments,
) -> None:
    service.world.control("PATCH", "switches", build_seconds=3000, gates="open")
    id, _ = service.deploy(wait=False)
    mark = service.world.mark()
    destroy(service)
    assert service.world.writes(mark) == [f"POST /web-services/{service.id}/stop"]
    first, last = service.world.messages.warnings
    assert re.search(rf"is stopped all the same: deployment {id} of .* 1800 s", first)
    assert "was stopped" in last


def test_a_destroy_that_is_interrupted_stops_nothing(service: ServiceDeployments) -> None:
    service.deploy(wait=False)
    mark = service.world.mark()
    service.world.clock.interrupted = True
    with pytest.raises(Interrupted, match="The web service was not stopped"):
        destroy(service)
    assert service.world.writes(mark) == []


def test_a_destroy_without_a_deployment_in_progress_reads_twice(
    service: ServiceDeployments,
) -> None:
    service.deploy()
    mark = service.world.mark()
    destroy(service)
    path = f"/web-services/{service.id}"
    reads = [f"GET {path}", f"GET {path}/deployments"]
    assert service.world.requests(mark) == [*reads, f"POST {path}/stop"]


ENDLESS: dict[str, Any] = {"is_live": False, "finished_at": None}


def relabel(service: ServiceDeployments, id: str, **change: Any) -> None:
    """Change how Runsite reports a deployment, and forget the progress displayed before."""
    service.world.control("PATCH", f"dashboard/deployments/{id}", **ENDLESS, **change)
    service.world.messages.progresses.clear()


def test_a_destroy_does_not_wait_for_what_has_no_end(service: ServiceDeployments) -> None:
    id, _ = service.deploy()
    relabel(service, id, status="building")
    service.world.emulator.clock.advance(3700)
    destroy(service)
    assert service.world.messages.progresses == []
    assert statuses(service)[0] == "stopped"


def test_a_destroy_does_not_wait_for_a_deployment_that_is_relabelled(
    service: ServiceDeployments,
) -> None:
    id, _ = service.deploy()
    relabel(service, id, status="removed")
    destroy(service)
    assert service.world.messages.progresses == []


def start(service: ServiceDeployments) -> None:
    service.world.update(WebService, service.id, STATE, **SERVICE, desired_state="running")


def restart(service: ServiceDeployments) -> None:
    service.world.create(Restart, "restart", web_service_id=service.id)


@pytest.mark.parametrize("action", [start, restart])
def test_a_deployment_that_a_stop_has_relabelled_is_not_waited_for(
    service: ServiceDeployments, action: Callable[[ServiceDeployments], None]
) -> None:
    id, _ = service.deploy()
    service.world.control("PATCH", f"dashboard/web-services/{service.id}", status="stopped")
    relabel(service, id, status="removed")
    with pytest.raises(RunsiteError, match="web service is stopped"):
        action(service)
    assert service.world.messages.progresses == []


def test_a_refused_deployment_does_not_wait_for_one_that_is_relabelled(
    service: ServiceDeployments,
) -> None:
    id, _ = service.deploy("other")
    service.world.control("PATCH", f"dashboard/web-services/{service.id}", status="blocked")
    relabel(service, id, status="removed")
    with pytest.raises(RunsiteError, match="the web service is blocked"):
        service.deploy()
    assert service.world.messages.progresses == []


def test_nothing_is_looked_for_where_a_web_service_is_at_rest(service: ServiceDeployments) -> None:
    mark = service.world.mark()
    destroy(service)
    assert service.world.requests(mark) == [f"GET /web-services/{service.id}"]


@pytest.mark.parametrize("status", [200, 400, 403, 404])
def test_a_list_that_cannot_be_read_does_not_prevent_a_stop(
    service: ServiceDeployments, status: int
) -> None:
    service.deploy()
    body = {"deployments": "none", "detail": "nope"}
    service.world.fault(kind="answer", status=status, body=body, method="GET", path=service.path)
    destroy(service)
    first, last = service.world.messages.warnings
    assert first.startswith("It was not checked whether a deployment of web service")
    assert "was stopped" in last
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
