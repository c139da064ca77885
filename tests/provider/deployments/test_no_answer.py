"""A wait without answers says so, and its end says what is known and what to do."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.resources import Restart, WebService
from tests.provider.service_deployments import ServiceDeployments
from tests.world import World

HTML = {"kind": "html", "status": 200, "method": "GET"}
GATEWAY = {"kind": "answer", "status": 502, "method": "GET", "text": "<h1>Bad gateway</h1>"}
CLOSED = {"kind": "close", "method": "GET"}
RESUMES = "the next `pulumi up` resumes the wait"


def no_more_answers(world: World, fault: dict[str, Any], path: str, **more: Any) -> None:
    world.fault(**fault, path=path, count=500, **more)


@pytest.fixture
def silent(service: ServiceDeployments) -> Any:
    """A service whose deployments are not answered any more after the first read."""
    service.world.control("PATCH", "switches", build_seconds=300)
    yield service
    service.world.control("DELETE", "faults")


@pytest.mark.parametrize(
    ("fault", "answer", "remedy"),
    [
        (HTML, "the body is not JSON (text/html", "any proxy between this machine and Runsite"),
        (GATEWAY, "failed with status 502: not a response of the Runsite API", "unavailable"),
        (CLOSED, "was sent, but the response was lost", "Check the network connection"),
    ],
    ids=["HTML with 200", "HTML with 502", "connection closed"],
)
def test_a_wait_without_answers_names_the_answer_the_deployment_and_the_next_run(
    silent: ServiceDeployments, fault: dict[str, Any], answer: str, remedy: str
) -> None:
    no_more_answers(silent.world, fault, "/web-services/*/deployments/*", skip=2)
    with pytest.raises(ResourceInitFailed) as raised:
        silent.deploy()
    text = str(raised.value)
    assert f"deployment {raised.value.id} (status `pending`): GET /api{silent.path}/" in text
    assert answer in text
    assert remedy in text
    assert text.endswith(f"; {RESUMES} and requests no second one.")
    silent.world.control("DELETE", "faults")
    assert silent.update(raised.value.state, raised.value.id)["status"] == "running"
    assert silent.post_count() == 1


def test_a_result_that_cannot_be_read_names_the_status_and_what_to_do(
    silent: ServiceDeployments,
) -> None:
    no_more_answers(silent.world, HTML, f"/web-services/{silent.id}")
    with pytest.raises(ResourceInitFailed, match=r"was requested \(status `") as raised:
        silent.deploy()
    assert "any proxy between" in str(raised.value)
    assert str(raised.value).endswith("reads it and requests no second one.")


def test_silence_is_reported_within_five_seconds_and_once(silent: ServiceDeployments) -> None:
    no_more_answers(silent.world, CLOSED, "/web-services/*/deployments/*", skip=2)
    with pytest.raises(ResourceInitFailed):
        silent.deploy()
    (info,) = silent.world.messages.infos
    assert info.startswith(f"No usable answer from {silent.world.account().here.address} for 5 s.")
    assert "the wait ends if there is none for 90 s" in info


def test_a_short_silence_is_not_reported(service: ServiceDeployments) -> None:
    service.world.fault(**HTML, path="/web-services/*/deployments/*", count=2)
    service.deploy()
    assert service.world.messages.infos == []


def test_each_silence_of_a_wait_is_reported(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", build_seconds=300)
    for skip in (2, 4):
        service.world.fault(**HTML, path="/web-services/*/deployments/*", count=5, skip=skip)
    service.deploy()
    assert len(service.world.messages.infos) == 2


def test_a_wait_for_another_deployment_says_that_none_was_requested(
    silent: ServiceDeployments,
) -> None:
    other, _ = silent.deploy("other", wait=False)
    no_more_answers(silent.world, HTML, f"/web-services/*/deployments/{other}")
    with pytest.raises(RunsiteError) as raised:
        silent.deploy()
    assert f"No deployment was requested, since deployment {other} is in progress" in str(
        raised.value
    )
    assert "not JSON" in str(raised.value)
    assert "any proxy between" in str(raised.value)
    assert str(raised.value).endswith("The next `pulumi up` requests one.")


def test_a_wait_for_a_restart_says_that_it_was_restarted(silent: ServiceDeployments) -> None:
    silent.deploy()
    no_more_answers(silent.world, HTML, f"/web-services/{silent.id}", skip=1)
    with pytest.raises(ResourceInitFailed) as raised:
        silent.world.create(Restart, web_service_id=silent.id)
    assert re.search(r"was restarted, but .*not JSON.*any proxy between", str(raised.value))


def test_a_wait_for_a_stop_says_that_it_was_requested(silent: ServiceDeployments) -> None:
    silent.deploy()
    state = silent.world.read(WebService, silent.id, {"desired_state": "running"})
    assert state
    no_more_answers(silent.world, HTML, f"/web-services/{silent.id}", skip=2)
    with pytest.raises(RunsiteError, match="was requested to be stopped") as raised:
        silent.world.update(
            WebService,
            silent.id,
            state,
            name="web",
            image_ref="nginx:1.27",
            desired_state="stopped",
        )
    assert re.search(r"not JSON.*any proxy between", str(raised.value))


MISSING = {"kind": "answer", "status": 404, "method": "GET", "body": {"detail": "Not found"}}
REMEDY = r"API key is of the account that owns it\.$"


def test_a_wait_for_a_deployment_of_a_deleted_web_service_resumes_nothing(
    silent: ServiceDeployments,
) -> None:
    no_more_answers(silent.world, MISSING, "/web-services/*", skip=1)
    with pytest.raises(ResourceInitFailed, match=REMEDY) as raised:
        silent.deploy()
    assert "stopped waiting for deployment" in str(raised.value).lower()
    assert RESUMES not in str(raised.value)


def test_a_wait_for_a_restart_of_a_deleted_web_service_resumes_nothing(
    silent: ServiceDeployments,
) -> None:
    silent.deploy()
    no_more_answers(silent.world, MISSING, f"/web-services/{silent.id}", skip=1)
    with pytest.raises(ResourceInitFailed, match=f"was not found afterwards: .*{REMEDY}"):
        silent.world.create(Restart, web_service_id=silent.id)


def test_a_wait_for_a_stop_of_a_deleted_web_service_resumes_nothing(
    silent: ServiceDeployments,
) -> None:
    silent.deploy()
    no_more_answers(silent.world, MISSING, f"/web-services/{silent.id}", skip=1)
    inputs = {"name": "web", "image_ref": "nginx:1.27"}
    with pytest.raises(RunsiteError, match=f"requested to be stopped, but .*{REMEDY}"):
        silent.world.update(WebService, silent.id, inputs, **inputs, desired_state="stopped")
