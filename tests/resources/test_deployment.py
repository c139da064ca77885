"""Deployments: asked for once, watched to their end, found again, explained."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.deployments import status as rollout
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import Deployment, Restart, WebService
from tests.world import World


class Service:
    """One web service and its deployments."""

    def __init__(self, world: World, image_ref: str = "nginx:1.27") -> None:
        self.world = world
        self.id, _ = world.create(WebService, "service", name="web", image_ref=image_ref)
        self.path = f"/web-services/{self.id}/deployments"

    def deploy(self, urn: str = "it", **more: Any) -> tuple[str, Props]:
        return self.world.create(Deployment, urn, web_service_id=self.id, **more)

    def again(self, state: Props, id: str, **more: Any) -> Props:
        return self.world.update(Deployment, id, state, web_service_id=self.id, **more)

    def posts(self) -> int:
        return self.world.writes().count(f"POST {self.path}")

    def break_image(self) -> None:
        self.world.control("PATCH", f"dashboard/web-services/{self.id}", image_ref="x:fail-build")


@pytest.fixture
def service(world: World) -> Service:
    return Service(world)


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


def test_a_second_look_changes_nothing(service: Service) -> None:
    id, state = service.deploy(triggers=["a"])
    assert service.world.read(Deployment, id, state) == state
    inputs, _ = Deployment.check({"web_service_id": service.id, "triggers": ["a"]}, {}, "error")
    assert not Deployment.diff(state, inputs, "error")


def test_one_that_was_overtaken_is_no_change(service: Service) -> None:
    id, state = service.deploy()
    service.deploy("newer")
    after = service.world.read(Deployment, id, state)
    assert after == state | {"is_live": False}
    inputs, _ = Deployment.check({"web_service_id": service.id}, {}, "error")
    assert not Deployment.diff(after, inputs, "error")


def test_a_pruned_one_stays_and_deploys_nothing(service: Service) -> None:
    id, state = service.deploy()
    service.world.control("DELETE", f"dashboard/deployments/{id}")
    after = service.world.read(Deployment, id, state)
    assert after == state | {"status": "pruned", "is_live": False}
    inputs, _ = Deployment.check({"web_service_id": service.id}, {}, "error")
    assert not Deployment.diff(after, inputs, "error")
    assert service.again(after, id)["status"] == "pruned"
    assert service.posts() == 1


def test_one_whose_web_service_is_gone_is_gone(service: Service) -> None:
    id, state = service.deploy()
    service.world.control("DELETE", f"dashboard/web-services/{service.id}")
    assert service.world.read(Deployment, id, state) is None


def test_a_failure_explains_itself_and_keeps_the_id(service: Service) -> None:
    service.break_image()
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy()
    (row,) = service.world.emulator.store.deployments.all()
    text = str(raised.value)
    assert raised.value.id == row.id
    assert raised.value.state["status"] == "failed"
    assert f"deployment {row.id} failed: {row.error_message}" in text
    assert text.endswith("\n".join(row.log[-40:]))
    assert "No deployment is live." in text
    assert "Run `pulumi up` again to deploy once more." in text


def test_a_failure_says_what_still_serves(service: Service) -> None:
    live, _ = service.deploy("first")
    service.break_image()
    with pytest.raises(ResourceInitFailed, match=f"Deployment {live} is still live"):
        service.deploy()
    assert service.posts() == 2


def test_a_recorded_failure_asks_for_a_new_one(service: Service) -> None:
    service.break_image()
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy()
    inputs, _ = Deployment.check({"web_service_id": service.id}, {}, "error")
    assert Deployment.diff(raised.value.state, inputs, "error").replaces == {"status"}


def test_a_cancelled_one_is_a_failure(service: Service) -> None:
    id, state = service.deploy(wait=False)
    service.world.control("POST", f"dashboard/deployments/{id}/cancel")
    with pytest.raises(ResourceInitFailed, match=f"deployment {id} was cancelled"):
        service.again(state, id)


def test_the_end_of_the_time_keeps_the_id_and_the_next_run_goes_on(service: Service) -> None:
    service.world.control("PATCH", "switches", build_seconds=120)
    with pytest.raises(
        ResourceInitFailed, match=r"goes on without us \([Tt]imed out after 30 s"
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

    with pytest.raises(ResourceInitFailed, match=r"[Tt]imed out after 10 s"):
        service.world.run(hurried)


def test_an_interruption_keeps_the_id_and_the_next_run_goes_on(service: Service) -> None:
    service.world.clock.interrupted = True
    with pytest.raises(ResourceInitFailed, match=r"goes on without us \(interrupted\)") as raised:
        service.deploy()
    service.world.clock.interrupted = False
    assert raised.value.state["status"] == "pending"
    assert service.again(raised.value.state, raised.value.id)["status"] == "running"
    assert service.posts() == 1


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


def test_a_few_failed_looks_do_not_fail_the_run(service: Service) -> None:
    service.world.fault(kind="answer", status=503, path="/web-services/*/deployments/*", count=4)
    _, state = service.deploy()
    assert state["status"] == "running"


def test_the_limit_is_queued_for_and_said(service: Service) -> None:
    for n in range(5):
        service.deploy(f"it-{n}")
    mark = service.world.clock.now()
    _, state = service.deploy("one-too-many")
    assert state["status"] == "running"
    assert service.world.clock.now() - mark > 10
    assert any("rate limit was reached" in said for said in service.world.said.progresses)
    assert len(service.world.emulator.store.deployments.all()) == 6


def test_a_limit_that_says_how_long_is_believed(service: Service) -> None:
    service.world.control("PATCH", "switches", retry_after="seconds", rate_limit_count=1)
    service.deploy("first")
    service.deploy()
    limited = [e for e in service.world.emulator.journal.entries() if e["status"] == 429]
    assert len(limited) == 1


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


def test_rolling_back_waits_for_the_new_deployment(service: Service) -> None:
    first, _ = service.deploy("first")
    service.deploy("second")
    id, state = service.deploy("back", rollback_to=first)
    assert service.world.writes()[-1] == f"POST {service.path}/{first}/rollback"
    assert state["rollback_from_deployment_id"] == first
    assert (state["status"], state["is_live"]) == ("running", True)
    assert id != first


def test_a_failure_with_nothing_live_goes_back_where_asked(service: Service) -> None:
    good, _ = service.deploy("good")
    service.world.control("PATCH", f"dashboard/deployments/{good}", is_live=False)
    service.break_image()
    with pytest.raises(
        ResourceInitFailed, match=f"Went back to deployment {good} by deployment"
    ) as raised:
        service.deploy(rollback_on_failure=True)
    assert raised.value.state["status"] == "failed"
    assert service.world.writes()[-1] == f"POST {service.path}/{good}/rollback"


def test_a_failure_with_a_live_one_goes_nowhere(service: Service) -> None:
    service.deploy("good")
    service.break_image()
    with pytest.raises(ResourceInitFailed, match="is still live"):
        service.deploy(rollback_on_failure=True)
    assert service.posts() == 2


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
    with pytest.raises(RunsiteError, match=r"[Tt]imed out after 30 s"):
        service.deploy(timeout=30)
    assert len(service.world.emulator.store.deployments.all()) == 1


def test_adopting_a_deployment_waits_for_it(service: Service) -> None:
    id, _ = service.deploy(wait=False)
    adopted, state = service.deploy("another", adopt_id=id)
    assert adopted == id
    assert state["status"] == "running"
    assert service.posts() == 1


def test_the_first_triggers_of_one_taken_over_are_recorded(service: Service) -> None:
    id, _ = service.deploy(wait=False)
    _, adopted = service.deploy("another", adopt_id=id)
    found = service.world.run(lambda ctx: Deployment.import_state(ctx, f"{service.id}/{id}"))
    assert found
    for state in (adopted, found[1]):
        news = {"web_service_id": service.id, "triggers": ["a"]}
        inputs, _ = Deployment.check(news, {}, "error")
        seen = Deployment.diff(state, inputs, "error")
        assert (seen.updates, seen.replaces) == ({"triggers"}, frozenset())
        after = service.again(state, id, triggers=["a"])
        changed, _ = Deployment.check(news | {"triggers": ["b"]}, inputs, "error")
        assert Deployment.diff(after, changed, "error").replaces == {"triggers"}
    assert service.posts() == 1


def test_how_long_to_wait_does_not_change_whose_the_first_triggers_are(service: Service) -> None:
    id, _ = service.deploy(wait=False)
    _, adopted = service.deploy("another", adopt_id=id)
    triggered, _ = Deployment.check(
        {"web_service_id": service.id, "triggers": ["a"], "timeout": 60}, {}, "error"
    )
    later = service.again(adopted, id, timeout=60)
    assert Deployment.diff(later, triggered, "error").replaces == frozenset()

    # One that replaced it is ours, whatever the program goes on saying of the other.
    _, ours = service.deploy("ours")
    later = service.again(ours, id, timeout=60, adopt_id=id)
    assert Deployment.diff(later, triggered, "error").replaces == {"triggers"}


def test_changing_how_to_wait_sends_nothing(service: Service) -> None:
    id, state = service.deploy()
    mark = service.world.mark()
    assert service.again(state, id, timeout=60)["timeout"] == 60
    assert service.world.asked(mark) == []


def test_deleting_leaves_what_runs(service: Service) -> None:
    id, state = service.deploy()
    mark = service.world.mark()
    service.world.delete(Deployment, id, state)
    assert service.world.asked(mark) == []


def test_a_secret_in_a_build_log_is_not_shown(service: Service) -> None:
    service.break_image()

    async def knowing(ctx: Any) -> Any:
        ctx.client.redactor.add_secret("manifest unknown")
        inputs, _ = Deployment.check({"web_service_id": service.id}, {}, "error")
        return await Deployment.create(ctx, inputs)

    with pytest.raises(ResourceInitFailed) as raised:
        service.world.run(knowing)
    assert "manifest unknown" not in str(raised.value)
    assert "[secret]" in str(raised.value)


def test_a_log_is_shown_without_colours_and_not_without_end() -> None:
    log = "\n".join(f"\x1b[31mline {n}\x1b[0m\r" for n in range(5000))
    shown = rollout.tail(log).split("\n")
    assert shown == [f"line {n}" for n in range(4960, 5000)]
    assert len(rollout.tail("x" * 10**6)) == rollout.LOG_CHARACTERS
    assert rollout.tail(None) == rollout.tail(5) == ""


def test_a_restart_is_asked_for_once_and_waited_for(service: Service) -> None:
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


def test_what_is_stopped_is_not_restarted(service: Service) -> None:
    with pytest.raises(RunsiteError, match="it is stopped; a deployment or desired_state"):
        service.world.create(Restart, "restart", web_service_id=service.id)


def test_a_restart_whose_answer_is_lost_is_not_sent_again(service: Service) -> None:
    service.deploy()
    mark = service.world.mark()
    service.world.fault(kind="close_after_commit", method="POST")
    with pytest.raises(RunsiteError, match="It may have been restarted all the same"):
        service.world.create(Restart, "restart", web_service_id=service.id)
    assert len(service.world.writes(mark)) == 1


def test_a_restart_that_is_slow_keeps_its_id(service: Service) -> None:
    service.deploy()
    service.world.control("PATCH", "switches", transition_seconds=1000)
    with pytest.raises(ResourceInitFailed, match="does not run yet") as raised:
        service.world.create(Restart, "restart", web_service_id=service.id)
    service.world.emulator.clock.advance(1000)
    state = raised.value.state
    assert service.world.update(Restart, raised.value.id, state, web_service_id=service.id)
