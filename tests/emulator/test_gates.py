"""What may be done in which status, as the vendor's own client offers it."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest

from tests.emulator.inside import Runsite

STATUSES = (
    "running", "stopped", "sleeping", "failed", "deploying", "starting", "stopping", "restarting",
    "blocked",
)  # fmt: skip
OFFERED = {
    "deploy": {"running", "stopped", "sleeping", "failed"},
    "deployments": {"running", "stopped", "sleeping", "failed"},
    "restart": {"running"},
    "stop": {"running"},
    "start": {"stopped", "sleeping", "failed"},
}


def put(runsite: Runsite, service: str, status: str) -> None:
    runsite.room.patch(f"dashboard/{service}", json={"status": status}).raise_for_status()


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("action", OFFERED)
def test_an_action_is_refused_where_it_is_not_offered(
    runsite: Runsite, action: str, status: str
) -> None:
    service = runsite.running()
    put(runsite, service, status)
    answer = runsite.api.post(f"{service}/{action}")
    assert answer.is_success == (status in OFFERED[action])
    if not answer.is_success:
        assert answer.status_code == 409
        assert isinstance(answer.json()["detail"], str)


@pytest.mark.parametrize("action", ["deploy", "deployments", "restart"])
def test_during_a_deployment_no_other_begins(runsite: Runsite, action: str) -> None:
    service = runsite.running()
    runsite.deploy(service)
    answer = runsite.api.post(f"{service}/{action}")
    said = {"detail": "A deployment is already in progress"}
    assert (answer.status_code, answer.json()) == (409, said)
    assert runsite.get(f"{service}/deployments")["total"] == 2


def test_a_refused_deployment_is_not_counted_against_the_rate(runsite: Runsite) -> None:
    service = runsite.service()
    runsite.deploy(service)
    for _ in range(10):
        assert runsite.api.post(f"{service}/deployments").status_code == 409
    runsite.passes(10)
    assert runsite.api.post(f"{service}/deployments").status_code == 201


@pytest.mark.parametrize("branch", ["fail-build", "main"])
def test_only_what_ran_and_is_not_live_can_be_gone_back_to(runsite: Runsite, branch: str) -> None:
    service = runsite.service()
    runsite.deployed(service)
    target = runsite.deployed(service, branch)
    answer = runsite.api.post(f"{target}/rollback")
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("Only a deployment that ran before")


def test_a_stopped_service_can_go_back(runsite: Runsite) -> None:
    service = runsite.service()
    first = runsite.deployed(service)
    runsite.deployed(service)
    runsite.api.post(f"{service}/stop")
    runsite.passes(10)
    assert runsite.api.post(f"{first}/rollback").status_code == 200
    runsite.passes(10)
    assert runsite.status(service) == "running"


def test_what_was_never_deployed_cannot_be_started(runsite: Runsite) -> None:
    answer = runsite.api.post(f"{runsite.service()}/start")
    said = {"detail": "Web service has never been deployed"}
    assert (answer.status_code, answer.json()) == (409, said)


def test_five_deployments_a_minute_are_for_each_service(runsite: Runsite) -> None:
    one, other = runsite.service(), runsite.service()
    for _ in range(5):
        runsite.deployed(one)
    assert runsite.api.post(f"{one}/deployments").status_code == 429
    assert runsite.api.post(f"{other}/deployments").status_code == 201


@pytest.mark.parametrize("switch", ["none", "seconds", "http-date"])
def test_a_429_says_when_to_come_back_in_three_ways(runsite: Runsite, switch: str) -> None:
    service = runsite.service()
    runsite.turn(retry_after=switch)
    for _ in range(5):
        runsite.deployed(service)
    now = runsite.emulator.clock.now()
    said = runsite.api.post(f"{service}/deployments").headers.get("retry-after")
    if switch == "http-date":
        assert said is not None
        assert parsedate_to_datetime(said).timestamp() == now + 10
    else:
        assert said == {"none": None, "seconds": "10"}[switch]
