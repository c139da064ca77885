"""The Deployment resource: read, diff, update, adopt, delete."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import InvalidResponse
from pulumi_runsite.provider.resources import Deployment
from tests.provider.service_deployments import ServiceDeployments
from tests.world import World


def test_a_second_read_changes_nothing(service: ServiceDeployments) -> None:
    id, state = service.deploy(triggers=["a"])
    assert service.world.read(Deployment, id, state) == state
    inputs, _ = Deployment.check({"web_service_id": service.id, "triggers": ["a"]})
    assert not Deployment.diff(state, inputs, "error")


def test_a_superseded_deployment_is_no_change(service: ServiceDeployments) -> None:
    id, state = service.deploy()
    service.deploy("newer")
    after = service.world.read(Deployment, id, state)
    assert after == state | {"is_live": False}
    inputs, _ = Deployment.check({"web_service_id": service.id})
    assert not Deployment.diff(after, inputs, "error")


def test_a_pruned_deployment_stays_in_the_state_and_deploys_nothing(
    service: ServiceDeployments,
) -> None:
    id, state = service.deploy()
    service.world.control("DELETE", f"dashboard/deployments/{id}")
    after = service.world.read(Deployment, id, state)
    assert after == state | {"status": "pruned", "is_live": False}
    inputs, _ = Deployment.check({"web_service_id": service.id})
    assert not Deployment.diff(after, inputs, "error")
    assert service.update(after, id)["status"] == "pruned"
    assert service.post_count() == 1


def test_a_deployment_of_a_deleted_web_service_is_deleted(service: ServiceDeployments) -> None:
    id, state = service.deploy()
    service.world.control("DELETE", f"dashboard/web-services/{service.id}")
    assert service.world.read(Deployment, id, state) is None


def test_adopting_a_deployment_waits_for_it(service: ServiceDeployments) -> None:
    id, _ = service.deploy(wait=False)
    adopted, state = service.deploy("another", adopt_id=id)
    assert adopted == id
    assert state["status"] == "running"
    assert service.post_count() == 1


@pytest.mark.parametrize("response", [{}, [], {"id": ""}, {"id": None}, {"id": ["x"]}])
def test_adopting_a_deployment_that_the_response_does_not_name_is_an_error(
    service: ServiceDeployments, response: Any
) -> None:
    id, _ = service.deploy(wait=False)
    service.world.fault(
        kind="answer", status=200, body=response, path=f"/web-services/*/deployments/{id}"
    )
    with pytest.raises(
        InvalidResponse, match=f"GET (/api)?/web-services/{service.id}/deployments/{id}"
    ):
        service.deploy("another", adopt_id=id)
    assert service.post_count() == 1


def test_the_first_triggers_of_an_adopted_deployment_are_recorded(
    service: ServiceDeployments,
) -> None:
    id, _ = service.deploy(wait=False)
    _, adopted = service.deploy("another", adopt_id=id)
    imported = service.world.run(lambda ctx: Deployment.import_state(ctx, f"{service.id}/{id}"))
    assert imported
    for state in (adopted, imported[1]):
        news = {"web_service_id": service.id, "triggers": ["a"]}
        inputs, _ = Deployment.check(news)
        diff = Deployment.diff(state, inputs, "error")
        assert (diff.updates, diff.replaces) == ({"triggers"}, frozenset())
        after = service.update(state, id, triggers=["a"])
        changed, _ = Deployment.check(news | {"triggers": ["b"]})
        assert Deployment.diff(after, changed, "error").replaces == {"triggers"}
    assert service.post_count() == 1


def test_changing_the_timeout_does_not_affect_the_first_triggers(
    service: ServiceDeployments,
) -> None:
    id, _ = service.deploy(wait=False)
    _, adopted = service.deploy("another", adopt_id=id)
    triggered, _ = Deployment.check(
        {"web_service_id": service.id, "triggers": ["a"], "timeout": 60}
    )
    later = service.update(adopted, id, timeout=60)
    assert Deployment.diff(later, triggered, "error").replaces == frozenset()

    # The replacement was created here, although the program still declares adopt_id.
    _, replacement = service.deploy("replacement")
    later = service.update(replacement, id, timeout=60, adopt_id=id)
    assert Deployment.diff(later, triggered, "error").replaces == {"triggers"}


def test_changing_the_timeout_sends_nothing(service: ServiceDeployments) -> None:
    id, state = service.deploy()
    mark = service.world.mark()
    assert service.update(state, id, timeout=60)["timeout"] == 60
    assert service.world.requests(mark) == []


def test_deleting_a_deployment_sends_nothing(service: ServiceDeployments) -> None:
    id, state = service.deploy()
    mark = service.world.mark()
    service.world.delete(Deployment, id, state)
    assert service.world.requests(mark) == []


def test_a_secret_image_is_not_in_the_state_of_its_deployment(world: World) -> None:
    world.secrets.append("registry.example/canary:1")
    id, state = ServiceDeployments(world, "registry.example/canary:1").deploy()
    assert state["image_ref"] == "[secret]"
    world.secrets.clear()  # as a process that refreshes this resource only
    assert world.read(Deployment, id, state) == state


def test_a_secret_image_that_is_in_the_state_is_redacted_once_it_is_known(world: World) -> None:
    id, state = ServiceDeployments(world, "registry.example/canary:1").deploy()
    world.secrets.clear()
    clear = state | {"image_ref": "registry.example/canary:1", "commit_message": "for canary-words"}
    assert (world.read(Deployment, id, clear) or {})["image_ref"] == clear["image_ref"]
    world.secrets += ["registry.example/canary:1", "canary-words"]
    assert (world.read(Deployment, id, clear) or {})["image_ref"] == "[secret]"
    assert "canary" not in str(world.read(Deployment, id, clear))
