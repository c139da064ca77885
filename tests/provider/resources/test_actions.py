"""Start, stop and restart with a response that is not one of the API."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import InvalidResponse, RunsiteError
from pulumi_runsite.provider.resources import Restart, WebService
from tests.provider.service_deployments import ServiceDeployments

HTML: dict[str, Any] = {
    "kind": "answer", "status": 200, "text": "<html>", "content_type": "text/html",
    "method": "POST",
}  # fmt: skip


def state_of(service: ServiceDeployments, **more: Any) -> dict[str, Any]:
    return {"name": "web", "image_ref": "nginx:1.27", "on_destroy": "stop", "port": 8080} | more


def status_of(service: ServiceDeployments) -> str:
    return str(service.world.emulator.store.web_services.all()[0].status)


def test_a_stop_that_was_done_is_done(service: ServiceDeployments) -> None:
    service.deploy()
    service.world.fault(**HTML, path="*/stop", apply="before")
    service.world.delete(WebService, service.id, state_of(service))
    assert status_of(service) in ("stopping", "stopped")
    (warning,) = service.world.messages.warnings
    assert "was stopped" in warning


def test_a_stop_that_was_not_done_is_an_error(service: ServiceDeployments) -> None:
    service.deploy()
    mark = service.world.mark()
    service.world.fault(**HTML, path="*/stop")
    with pytest.raises(InvalidResponse, match="unknown whether the request was carried out"):
        service.world.delete(WebService, service.id, state_of(service))
    assert len(service.world.writes(mark)) == 1
    assert status_of(service) == "running"


@pytest.mark.parametrize("apply", ["before", "never"])
def test_a_desired_state_is_reached_or_an_error(service: ServiceDeployments, apply: str) -> None:
    service.deploy()
    service.world.fault(**HTML, path="*/stop", apply=apply)
    inputs = state_of(service, desired_state="stopped")
    if apply == "before":
        service.world.update(WebService, service.id, state_of(service), **inputs)
        assert status_of(service) == "stopped"
    else:
        with pytest.raises(InvalidResponse, match=r"POST .*/stop returned status 200"):
            service.world.update(WebService, service.id, state_of(service), **inputs)


@pytest.mark.parametrize("apply", ["before", "never"])
def test_a_restart_with_a_foreign_response(service: ServiceDeployments, apply: str) -> None:
    service.deploy()
    mark = service.world.mark()
    service.world.fault(**HTML, path="*/restart", apply=apply)
    if apply == "before":
        service.world.create(Restart, "restart", web_service_id=service.id)
    else:
        with pytest.raises(RunsiteError, match="unknown whether it was restarted"):
            service.world.create(Restart, "restart", web_service_id=service.id)
    assert len(service.world.writes(mark)) == 1


def test_a_web_service_without_a_status_is_an_error_at_once(service: ServiceDeployments) -> None:
    service.deploy()
    body = {"id": service.id, "name": "web"}
    path = f"/web-services/{service.id}"
    service.world.fault(kind="answer", status=200, body=body, path=path, method="GET")
    inputs = state_of(service, desired_state="stopped")
    with pytest.raises(InvalidResponse, match="expected a `status`, got an object with the keys"):
        service.world.update(WebService, service.id, state_of(service), **inputs)
