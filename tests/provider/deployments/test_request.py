"""Deployments are requested exactly once: lost responses, rate limits, refusals, rollbacks."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from tests.provider.service_deployments import Service


def test_it_is_asked_for_once_and_waited_for(service: Service) -> None:
    id, state = service.deploy(triggers=["a"])
    assert service.posts() == 1
    assert (state["status"], state["is_live"]) == ("running", True)
    assert state["url"] == "https://web.runsite.app"
    assert state["triggers"] == ["a"]
    assert "build_logs" not in state
    assert service.world.emulator.store.deployments.all()[0].id == id


def test_only_the_branch_is_sent(service: Service) -> None:
    service.deploy(branch="main", triggers=["a"], timeout=60)
    entries = service.world.emulator.journal.entries(method="POST", operation="create_deployment")
    assert [entry["request_body"] for entry in entries] == [{"branch": "main"}]


def test_a_killed_run_is_found_by_the_next_one(service: Service) -> None:
    earlier, _ = service.deploy("earlier", wait=False, triggers=["other"])
    service.world.emulator.clock.advance(60)
    made, _ = service.deploy(wait=False, triggers=["a"])
    found, _ = service.deploy(wait=False, triggers=["a"])
    assert found == made != earlier
    assert service.posts() == 2


def test_what_is_in_the_state_is_not_found_again(service: Service) -> None:
    made, _ = service.deploy(triggers=["a"])

    async def settled(ctx: Any) -> None:
        ctx.create_log.settle(made)

    service.world.run(settled)
    again, _ = service.deploy(triggers=["a"])
    assert again != made
    assert service.posts() == 2


@pytest.mark.parametrize("fault", ["close_after_commit", "partial_head", "html"])
def test_a_lost_answer_is_found_by_comparing_with_before(service: Service, fault: str) -> None:
    service.deploy("earlier")
    service.world.fault(kind=fault, method="POST", path="/web-services/*/deployments")
    id, state = service.deploy()
    assert state["status"] == "running"
    assert service.posts() == 2
    assert [d.id for d in service.world.emulator.store.deployments.all()][-1] == id


def test_the_limit_is_queued_for_and_said(service: Service) -> None:
    for n in range(5):
        service.deploy(f"it-{n}")
    mark = service.world.clock.now()
    _, state = service.deploy("one-too-many")
    assert state["status"] == "running"
    assert service.world.clock.now() - mark > 10
    assert any("rate limit is reached" in said for said in service.world.said.progresses)
    assert len(service.world.emulator.store.deployments.all()) == 6


def test_a_limit_that_says_how_long_is_believed(service: Service) -> None:
    service.world.control("PATCH", "switches", retry_after="seconds", rate_limit_count=1)
    service.deploy("first")
    service.deploy()
    limited = [e for e in service.world.emulator.journal.entries() if e["status"] == 429]
    assert len(limited) == 1


def test_rolling_back_waits_for_the_new_deployment(service: Service) -> None:
    first, _ = service.deploy("first")
    service.deploy("second")
    id, state = service.deploy("back", rollback_to=first)
    assert service.world.writes()[-1] == f"POST {service.path}/{first}/rollback"
    assert state["rollback_from_deployment_id"] == first
    assert (state["status"], state["is_live"]) == ("running", True)
    assert id != first


@pytest.mark.parametrize(
    ("status", "words"),
    [("blocked", "Runsite has blocked it by policy"), ("stopping", "the web service is stopping")],
)
def test_a_refused_deployment_explains_the_web_service(
    service: Service, status: str, words: str
) -> None:
    service.world.control("PATCH", f"dashboard/web-services/{service.id}", status=status)
    with pytest.raises(RunsiteError, match=words):
        service.deploy()


def test_one_that_is_under_way_is_waited_for_and_not_failed_on(service: Service) -> None:
    other, _ = service.deploy("other", wait=False)
    id, state = service.deploy()
    assert id != other
    assert state["status"] == "running"
    said = service.world.said.progresses
    assert said[0].startswith(f"waiting for deployment {other}, which is ")
    assert [d.status for d in service.world.emulator.store.deployments.all()] == ["running"] * 2


def test_one_that_is_under_way_for_too_long_is_told(service: Service) -> None:
    service.world.control("PATCH", "switches", build_seconds=600)
    service.deploy("other", wait=False)
    with pytest.raises(RunsiteError, match="not done after 30 s"):
        service.deploy(timeout=30)
    assert len(service.world.emulator.store.deployments.all()) == 1
