"""The actions that are allowed in each status, and the rate limit."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest

from tests.emulator.harness import Runsite

STATUSES = (
    "running", "stopped", "sleeping", "failed", "deploying", "starting", "stopping", "restarting",
    "blocked",
)  # fmt: skip
ALLOWED = {
    "deploy": {"running", "stopped", "sleeping", "failed"},
    "deployments": {"running", "stopped", "sleeping", "failed"},
    "restart": {"running"},
    "stop": {"running"},
    "start": {"stopped", "sleeping", "failed"},
}


def set_status(runsite: Runsite, service: str, status: str) -> None:
    runsite.control.patch(f"dashboard/{service}", json={"status": status}).raise_for_status()


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("action", ALLOWED)
def test_an_action_is_rejected_in_other_statuses(
    runsite: Runsite, action: str, status: str
) -> None:
    service = runsite.create_running_service()
    set_status(runsite, service, status)
    response = runsite.api.post(f"{service}/{action}")
    assert response.is_success == (status in ALLOWED[action])
    if not response.is_success:
        assert response.status_code == 409
        assert isinstance(response.json()["detail"], str)


@pytest.mark.parametrize("action", ["deploy", "deployments", "restart"])
def test_only_one_deployment_is_in_progress(runsite: Runsite, action: str) -> None:
    service = runsite.create_running_service()
    runsite.start_deployment(service)
    response = runsite.api.post(f"{service}/{action}")
    error = {"detail": "A deployment is already in progress"}
    assert (response.status_code, response.json()) == (409, error)
    assert runsite.get(f"{service}/deployments")["total"] == 2


def test_a_rejected_deployment_does_not_count_against_the_rate_limit(runsite: Runsite) -> None:
    service = runsite.create_service()
    runsite.start_deployment(service)
    for _ in range(10):
        assert runsite.api.post(f"{service}/deployments").status_code == 409
    runsite.advance(10)
    assert runsite.api.post(f"{service}/deployments").status_code == 201


@pytest.mark.parametrize("branch", ["fail-build", "main"])
def test_a_rollback_requires_a_successful_deployment_that_is_not_live(
    runsite: Runsite, branch: str
) -> None:
    service = runsite.create_service()
    runsite.complete_deployment(service)
    target = runsite.complete_deployment(service, branch)
    response = runsite.api.post(f"{target}/rollback")
    assert response.status_code == 409
    assert response.json()["detail"].startswith("Only a deployment that ran before")


def test_a_stopped_service_can_be_rolled_back(runsite: Runsite) -> None:
    service = runsite.create_service()
    first = runsite.complete_deployment(service)
    runsite.complete_deployment(service)
    runsite.api.post(f"{service}/stop")
    runsite.advance(10)
    assert runsite.api.post(f"{first}/rollback").status_code == 200
    runsite.advance(10)
    assert runsite.status(service) == "running"


def test_a_service_without_deployment_cannot_be_started(runsite: Runsite) -> None:
    response = runsite.api.post(f"{runsite.create_service()}/start")
    error = {"detail": "Web service has never been deployed"}
    assert (response.status_code, response.json()) == (409, error)


def test_the_rate_limit_applies_per_service(runsite: Runsite) -> None:
    one, other = runsite.create_service(), runsite.create_service()
    for _ in range(5):
        runsite.complete_deployment(one)
    assert runsite.api.post(f"{one}/deployments").status_code == 429
    assert runsite.api.post(f"{other}/deployments").status_code == 201


@pytest.mark.parametrize("switch", ["none", "seconds", "http-date"])
def test_retry_after_has_three_formats(runsite: Runsite, switch: str) -> None:
    service = runsite.create_service()
    runsite.set_switches(retry_after=switch)
    for _ in range(5):
        runsite.complete_deployment(service)
    now = runsite.emulator.clock.now()
    retry_after = runsite.api.post(f"{service}/deployments").headers.get("retry-after")
    if switch == "http-date":
        assert retry_after is not None
        assert parsedate_to_datetime(retry_after).timestamp() == now + 10
    else:
        assert retry_after == {"none": None, "seconds": "10"}[switch]
