"""An update whose outcome is unknown: the next `up` writes, whatever the program declares then."""

from __future__ import annotations

import pytest

from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.resources import Deployment, EnvVar, Project, ProjectSecret, WebService
from tests.world import World


def test_an_update_that_is_reverted_after_a_lost_response_is_written_back(world: World) -> None:
    service, _ = world.create(WebService, "w", name="web", image_ref="nginx")
    program = {"web_service_id": service, "key": "KEY", "value": "canary-1"}
    id, state = world.create(EnvVar, "v", **program)
    world.fault(kind="close_after_commit", method="PUT", path="*/env/bulk", count=9)
    with pytest.raises(ResourceInitFailed, match="response was lost") as failed:
        world.update(EnvVar, id, state, **program | {"value": "canary-2"})
    world.control("DELETE", "faults")
    kept = failed.value.state
    assert failed.value.id == id
    checked, _ = EnvVar.check(program)
    assert EnvVar.diff(kept, checked, "error").updates == {"value"}
    world.update(EnvVar, id, kept, **program)
    assert [row.value for row in world.emulator.store.variables.all()] == ["canary-1"]


def test_an_update_that_is_interrupted_between_two_attempts_may_have_written(world: World) -> None:
    service, _ = world.create(WebService, "w", name="web", image_ref="nginx")
    program = {"web_service_id": service, "key": "KEY", "value": "canary-1"}
    id, state = world.create(EnvVar, "v", **program)
    world.fault(kind="close_after_commit", method="PUT", path="*/env/bulk")
    world.clock.interrupted = True
    with pytest.raises(ResourceInitFailed) as failed:
        world.update(EnvVar, id, state, **program | {"value": "canary-2"})
    assert [row.value for row in world.emulator.store.variables.all()] == ["canary-2"]
    assert "value" not in failed.value.state


def test_a_secret_that_exists_twice_before_a_write_is_not_one_that_the_write_created(
    world: World,
) -> None:
    world.control("PATCH", "switches", duplicate_key="duplicate")
    project, _ = world.create(Project, "p", name="shop")
    program = {"project_id": project, "key": "KEY", "scope": "staging", "value": "canary-1"}
    id, state = world.create(ProjectSecret, "s", **program)
    body = {"key": "KEY", "scope": "staging", "value": "of a colleague"}
    world.run(lambda ctx: ctx.client.request("POST", f"/projects/{project}/secrets", body))
    world.fault(kind="answer", status=200, method="PUT", path="*/secrets/bulk", body={"updated": 1})
    updated = world.update(ProjectSecret, id, state, **program | {"value": "canary-2"})
    assert updated["value"] == "canary-2"


def test_a_secret_that_runsite_quotes_is_not_in_the_state_of_a_deployment(world: World) -> None:
    service, _ = world.create(WebService, "w", name="web", image_ref="nginx")
    world.create(EnvVar, "v", web_service_id=service, key="DB", value="canary-password")
    id, state = world.create(Deployment, "d", web_service_id=service)
    (row,) = world.emulator.store.deployments.all()
    row.commit_message = "use canary-password"
    read = world.read(Deployment, id, {k: v for k, v in state.items() if k != "commit_message"})
    assert read is not None
    assert read["commit_message"] == "use [secret]"
    world.secrets.clear()
    again = world.read(Deployment, id, read)
    assert again is not None
    assert again["commit_message"] == "use [secret]"
