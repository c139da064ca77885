"""Waiting for a deployment: progress, timeouts, interruption, resuming."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.deployments import status as rollout
from pulumi_runsite.provider.resources import Deployment
from tests.provider.service_deployments import Service
from tests.world import World


def test_without_waiting_it_is_left_to_itself(service: Service) -> None:
    _, state = service.deploy(wait=False)
    assert state["status"] == "pending"
    assert "url" not in state


def test_progress_tells_the_phase_and_the_time(service: Service) -> None:
    id, _ = service.deploy()
    said = service.world.said.progresses
    assert said[0] == f"deployment {id} is pending for 0 s"
    assert said[-1].startswith(f"deployment {id} is live after ")


def test_the_build_log_is_shown_where_asked_for(world: World) -> None:
    service = Service(world)
    service.deploy(stream_logs=True)
    (row,) = world.emulator.store.deployments.all()
    assert world.said.infos == row.log


def test_the_end_of_the_time_keeps_the_id_and_the_next_run_goes_on(service: Service) -> None:
    service.world.control("PATCH", "switches", build_seconds=120)
    with pytest.raises(
        ResourceInitFailed, match=r"goes on without us \(not done after 30 s\)"
    ) as raised:
        service.deploy(timeout=30)
    after = service.again(raised.value.state, raised.value.id)
    assert after["status"] == "running"
    assert after["url"]
    assert service.posts() == 1


def test_pulumis_own_timeout_counts_too(service: Service) -> None:
    service.world.control("PATCH", "switches", build_seconds=120)

    async def hurried(ctx: Any) -> Any:
        inputs, _ = Deployment.check({"web_service_id": service.id}, {}, "error")
        return await Deployment.create(
            type(ctx)(ctx.client, ctx.engine_log, timeout_s=10.0), inputs
        )

    with pytest.raises(ResourceInitFailed, match="not done after 10 s"):
        service.world.run(hurried)


def test_an_interruption_keeps_the_id_and_the_next_run_goes_on(service: Service) -> None:
    service.world.clock.interrupted = True
    with pytest.raises(ResourceInitFailed, match=r"goes on without us \(interrupted\)") as raised:
        service.deploy()
    service.world.clock.interrupted = False
    assert raised.value.state["status"] == "pending"
    assert service.again(raised.value.state, raised.value.id)["status"] == "running"
    assert service.posts() == 1


def test_a_few_failed_looks_do_not_fail_the_run(service: Service) -> None:
    service.world.fault(kind="answer", status=503, path="/web-services/*/deployments/*", count=4)
    _, state = service.deploy()
    assert state["status"] == "running"


def test_unknown_words_wait_and_are_said_once(service: Service) -> None:
    service.world.control("PATCH", "switches", deployment_words={"deploying": "polishing"})
    _, state = service.deploy()
    assert state["status"] == "running"
    (said,) = service.world.said.infos
    assert "'polishing'" in said


@pytest.mark.parametrize("word", sorted(rollout.SUCCEEDED))
def test_words_for_success_end_the_wait(service: Service, word: str) -> None:
    service.world.control("PATCH", "switches", deployment_words={"running": word.upper()})
    _, state = service.deploy()
    assert state["status"] == word.upper()


@pytest.mark.parametrize("word", sorted(rollout.FAILED | rollout.CANCELLED))
def test_words_for_failure_end_the_wait(service: Service, word: str) -> None:
    service.world.control("PATCH", "switches", deployment_words={"running": word})
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy()
    assert rollout.has_failed(raised.value.state)
