"""Waiting for a deployment: progress, timeouts, interruption, resuming."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.deployments.status import CANCELLED, FAILED, SUCCEEDED, has_failed
from pulumi_runsite.provider.resources import Deployment
from tests.provider.service_deployments import ServiceDeployments
from tests.world import World


def test_a_deployment_is_not_waited_for_with_wait_false(service: ServiceDeployments) -> None:
    _, state = service.deploy(wait=False)
    assert state["status"] == "pending"
    assert "url" not in state


def test_progress_shows_the_status_and_the_elapsed_time(service: ServiceDeployments) -> None:
    id, _ = service.deploy()
    messages = service.world.messages.progresses
    assert messages[0] == f"deployment {id} pending (waited 0 s)"
    assert messages[-1].startswith(f"deployment {id} live (waited ")


def test_the_build_log_is_streamed_with_stream_logs(world: World) -> None:
    service = ServiceDeployments(world)
    service.deploy(stream_logs=True)
    (row,) = world.emulator.store.deployments.all()
    displayed = world.messages.infos
    assert "\n".join(displayed).splitlines() == row.log
    assert len(displayed) < len(row.log)


def test_a_timeout_keeps_the_id_and_the_next_run_resumes(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", build_seconds=120)
    with pytest.raises(
        ResourceInitFailed,
        match=r"timed out after 30 s waiting for its end\. The deployment continues",
    ) as raised:
        service.deploy(timeout=30)
    after = service.update(raised.value.state, raised.value.id)
    assert after["status"] == "running"
    assert after["url"]
    assert service.post_count() == 1


def test_a_custom_timeout_limits_the_wait(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", build_seconds=120)

    async def create_with_limit(ctx: Any) -> Any:
        inputs, _ = Deployment.check({"web_service_id": service.id})
        return await Deployment.create(replace(ctx, timeout_s=10.0), inputs)

    with pytest.raises(ResourceInitFailed, match="timed out after 10 s"):
        service.world.run(create_with_limit)


def test_an_interruption_keeps_the_id_and_the_next_run_resumes(service: ServiceDeployments) -> None:
    service.world.clock.interrupted = True
    with pytest.raises(
        ResourceInitFailed, match=r"interrupted\. The deployment continues on Runsite"
    ) as raised:
        service.deploy()
    service.world.clock.interrupted = False
    assert raised.value.state["status"] == "pending"
    assert service.update(raised.value.state, raised.value.id)["status"] == "running"
    assert service.post_count() == 1


def test_a_few_failed_reads_do_not_fail_the_wait(service: ServiceDeployments) -> None:
    service.world.fault(kind="answer", status=503, path="/web-services/*/deployments/*", count=4)
    _, state = service.deploy()
    assert state["status"] == "running"


def test_an_unknown_status_is_waited_for_and_logged_once(service: ServiceDeployments) -> None:
    service.world.control("PATCH", "switches", deployment_words={"deploying": "polishing"})
    _, state = service.deploy()
    assert state["status"] == "running"
    (message,) = service.world.messages.infos
    assert "`polishing`" in message


@pytest.mark.parametrize("status", sorted(SUCCEEDED))
def test_a_success_status_ends_the_wait(service: ServiceDeployments, status: str) -> None:
    service.world.control("PATCH", "switches", deployment_words={"running": status.upper()})
    _, state = service.deploy()
    assert state["status"] == status.upper()


@pytest.mark.parametrize("status", sorted(FAILED | CANCELLED))
def test_a_failure_status_ends_the_wait(service: ServiceDeployments, status: str) -> None:
    service.world.control("PATCH", "switches", deployment_words={"running": status})
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy()
    assert has_failed(raised.value.state)
