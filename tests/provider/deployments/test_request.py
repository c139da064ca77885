"""Deployments are requested exactly once: lost responses, rate limits, refusals, rollbacks."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from tests.provider.service_deployments import ServiceDeployments


def test_a_deployment_is_requested_once_and_waited_for(service: ServiceDeployments) -> None:
    id, state = service.deploy(triggers=["a"])
    assert service.post_count() == 1
    assert (state["status"], state["is_live"]) == ("running", True)
    assert state["url"] == "https://web.runsite.app"
    assert state["triggers"] == ["a"]
    assert "build_logs" not in state
    assert service.world.emulator.store.deployments.all()[0].id == id


def test_only_the_branch_is_sent(service: ServiceDeployments) -> None:
    service.deploy(branch="main", triggers=["a"], timeout=60)
    entries = service.world.emulator.journal.entries(method="POST", operation="create_deployment")
    assert [entry["request_body"] for entry in entries] == [{"branch": "main"}]


def test_the_next_run_finds_what_a_killed_run_created(service: ServiceDeployments) -> None:
    earlier, _ = service.deploy("earlier", wait=False, triggers=["other"])
    service.world.emulator.clock.advance(60)
    created, _ = service.deploy(wait=False, triggers=["a"])
    found, _ = service.deploy(wait=False, triggers=["a"])
    assert found == created != earlier
    assert service.post_count() == 2


def test_what_a_killed_run_created_for_other_triggers_is_named(service: ServiceDeployments) -> None:
    created, _ = service.deploy(wait=False, triggers=["a"])
    service.world.emulator.clock.advance(3600)
    assert service.deploy(triggers=["b"])[0] != created
    assert f"exists and is in no state: '{created}'" in service.world.messages.infos[0]


def test_a_deployment_in_the_state_is_not_returned_for_the_next_request(
    service: ServiceDeployments,
) -> None:
    created, _ = service.deploy(triggers=["a"])
    service.world.store(created)
    again, _ = service.deploy(triggers=["a"])
    assert again != created
    assert service.post_count() == 2


@pytest.mark.parametrize("fault", ["close_after_commit", "partial_head", "html"])
def test_a_lost_response_is_recovered_from_the_list(
    service: ServiceDeployments, fault: str
) -> None:
    service.deploy("earlier")
    service.world.fault(kind=fault, method="POST", path="/web-services/*/deployments")
    id, state = service.deploy()
    assert state["status"] == "running"
    assert service.post_count() == 2
    assert [d.id for d in service.world.emulator.store.deployments.all()][-1] == id


def test_a_rate_limit_is_waited_for_and_logged(service: ServiceDeployments) -> None:
    for n in range(5):
        service.deploy(f"it-{n}")
    mark = service.world.clock.now()
    _, state = service.deploy("one-too-many")
    assert state["status"] == "running"
    assert service.world.clock.now() - mark > 10
    assert any("rate limit was reached" in message for message in service.world.messages.progresses)
    assert len(service.world.emulator.store.deployments.all()) == 6


def test_retry_after_is_honoured(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", retry_after="seconds", rate_limit_count=1)
    service.deploy("first")
    service.deploy()
    limited = [e for e in service.world.emulator.journal.entries() if e["status"] == 429]
    assert len(limited) == 1


def test_rolling_back_waits_for_the_new_deployment(service: ServiceDeployments) -> None:
    first, _ = service.deploy("first")
    service.deploy("second")
    id, state = service.deploy("back", rollback_to=first)
    assert service.world.writes()[-1] == f"POST {service.path}/{first}/rollback"
    assert state["rollback_from_deployment_id"] == first
    assert (state["status"], state["is_live"]) == ("running", True)
    assert id != first


@pytest.mark.parametrize(
    ("status", "text"),
    [("blocked", "Runsite has blocked it by policy"), ("stopping", "the web service is stopping")],
)
def test_a_rejected_deployment_has_the_status_of_the_web_service(
    service: ServiceDeployments, status: str, text: str
) -> None:
    service.world.control("PATCH", f"dashboard/web-services/{service.id}", status=status)
    with pytest.raises(RunsiteError, match=text):
        service.deploy()


def test_another_running_deployment_is_waited_for_first(service: ServiceDeployments) -> None:
    other, _ = service.deploy("other", wait=False)
    id, state = service.deploy()
    assert id != other
    assert state["status"] == "running"
    messages = service.world.messages.progresses
    assert messages[0].startswith(f"waiting for deployment {other} (status `")
    assert [d.status for d in service.world.emulator.store.deployments.all()] == ["running"] * 2


def test_another_deployment_that_takes_too_long_is_an_error(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", build_seconds=600)
    other, _ = service.deploy("other", wait=False)
    text = f"failed: timed out after 30 s waiting for the end of deployment {other}"
    with pytest.raises(RunsiteError, match=text):
        service.deploy(timeout=30)
    assert len(service.world.emulator.store.deployments.all()) == 1
