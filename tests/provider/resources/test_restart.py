"""The Restart resource: sent once, waited for."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.resources import Restart
from tests.provider.service_deployments import ServiceDeployments


def test_a_restart_is_requested_once_and_waited_for(service: ServiceDeployments) -> None:
    service.deploy()
    mark = service.world.mark()
    id, state = service.world.create(Restart, "restart", web_service_id=service.id, triggers=["a"])
    assert service.world.writes(mark) == [f"POST /web-services/{service.id}/restart"]
    assert service.world.read(Restart, id, state) == state
    assert service.world.update(Restart, id, state, web_service_id=service.id) == {
        "web_service_id": service.id,
        "wait": True,
    }
    service.world.delete(Restart, id, state)
    service.world.control("DELETE", f"dashboard/web-services/{service.id}")
    assert service.world.read(Restart, id, state) is None


def test_a_stopped_web_service_is_not_restarted(service: ServiceDeployments) -> None:
    with pytest.raises(
        RunsiteError, match="the web service is stopped: a deployment or `desired_state"
    ):
        service.world.create(Restart, "restart", web_service_id=service.id)


def test_a_restart_with_a_lost_response_is_recognised_by_the_status(
    service: ServiceDeployments,
) -> None:
    service.deploy()
    mark = service.world.mark()
    service.world.fault(kind="close_after_commit", method="POST")
    service.world.create(Restart, "restart", web_service_id=service.id)
    assert len(service.world.writes(mark)) == 1


def test_a_restart_with_a_lost_response_is_not_sent_again(service: ServiceDeployments) -> None:
    service.deploy()
    mark = service.world.mark()
    service.world.fault(kind="close", method="POST")
    with pytest.raises(RunsiteError, match="It is unknown whether it was restarted"):
        service.world.create(Restart, "restart", web_service_id=service.id)
    assert len(service.world.writes(mark)) == 1


def test_a_slow_restart_keeps_its_id(service: ServiceDeployments) -> None:
    service.deploy()
    service.world.control("PATCH", "switches", transition_seconds=1000)
    with pytest.raises(ResourceInitFailed, match="was not seen running yet") as raised:
        service.world.create(Restart, "restart", web_service_id=service.id)
    service.world.emulator.clock.advance(1000)
    state = raised.value.state
    assert service.world.update(Restart, raised.value.id, state, web_service_id=service.id)


@pytest.mark.parametrize("status", ["failed", "stopped", "blocked"])
def test_a_restart_after_which_the_web_service_does_not_run_is_an_error(
    service: ServiceDeployments, status: str
) -> None:
    service.deploy()
    switches = {"service_words": {"restarting": status}, "transition_seconds": 200}
    service.world.control("PATCH", "switches", **switches)
    text = rf"was restarted, but is not running \(the web service is {status}: .*logs"
    with pytest.raises(ResourceInitFailed, match=text) as raised:
        service.world.create(Restart, "restart", web_service_id=service.id)
    mark, state = service.world.mark(), raised.value.state
    with pytest.raises(ResourceInitFailed, match=text):
        service.world.update(Restart, raised.value.id, state, web_service_id=service.id)
    service.world.emulator.clock.advance(200)
    assert service.world.update(Restart, raised.value.id, state, web_service_id=service.id)
    assert service.world.writes(mark) == []


def test_a_status_in_passing_is_not_the_end_of_a_restart(service: ServiceDeployments) -> None:
    service.deploy()
    switches = {"service_words": {"restarting": "stopped"}, "transition_seconds": 45}
    service.world.control("PATCH", "switches", **switches)
    service.world.create(Restart, "restart", web_service_id=service.id)
    assert service.world.messages.progresses[-1] == "web service running"
