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
