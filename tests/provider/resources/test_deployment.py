"""The Deployment resource: read, diff, update, adopt, delete."""

from __future__ import annotations

from pulumi_runsite.provider.resources import Deployment
from tests.provider.service_deployments import Service


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
