"""Failed deployments: the error message, the build log, the automatic rollback."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import InvalidResponse, Redactor
from pulumi_runsite.provider.collection import deployments_of
from pulumi_runsite.provider.context import ResourceInitFailed
from pulumi_runsite.provider.deployments.build_log import MAX_LOG_CHARACTERS, log_tail
from pulumi_runsite.provider.deployments.history import newest_deployments
from pulumi_runsite.provider.resources import Deployment
from tests.provider.service_deployments import ServiceDeployments


def test_a_failure_has_the_reason_the_log_and_the_id(service: ServiceDeployments) -> None:
    service.break_image()
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy()
    (row,) = service.world.emulator.store.deployments.all()
    text = str(raised.value)
    assert raised.value.id == row.id
    assert raised.value.state["status"] == "failed"
    assert f"Deployment {row.id} failed: {row.error_message}. " in text
    assert text.endswith("\n".join(row.log[-40:]))
    assert "No deployment is live." in text
    assert "Run `pulumi up` to deploy again." in text


def test_a_failure_names_the_live_deployment(service: ServiceDeployments) -> None:
    live, _ = service.deploy("first")
    service.break_image()
    with pytest.raises(ResourceInitFailed, match=f"Deployment {live} is still live"):
        service.deploy()
    assert service.post_count() == 2


def test_a_recorded_failure_is_replaced(service: ServiceDeployments) -> None:
    service.break_image()
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy()
    inputs, _ = Deployment.check({"web_service_id": service.id})
    assert Deployment.diff(raised.value.state, inputs, "error").replaces == {"status"}


def test_a_cancelled_deployment_is_a_failure(service: ServiceDeployments) -> None:
    id, state = service.deploy(wait=False)
    service.world.control("POST", f"dashboard/deployments/{id}/cancel")
    with pytest.raises(ResourceInitFailed, match=f"Deployment {id} was cancelled"):
        service.update(state, id)


def test_a_failure_without_a_live_deployment_is_rolled_back(service: ServiceDeployments) -> None:
    good, _ = service.deploy("good")
    service.world.control("PATCH", f"dashboard/deployments/{good}", is_live=False)
    service.break_image()
    with pytest.raises(
        ResourceInitFailed, match=f"Rolled back to deployment {good} by deployment"
    ) as raised:
        service.deploy(rollback_on_failure=True)
    assert raised.value.state["status"] == "failed"
    assert service.world.writes()[-1] == f"POST {service.path}/{good}/rollback"


def answered(id: int) -> dict[str, Any]:
    return {"id": str(id), "status": "running", "created_at": f"2026-01-01T00:00:{id:02}Z"}


@pytest.mark.parametrize("order", [range(22, 0, -1), range(1, 23)], ids=["newest", "oldest"])
def test_the_newest_deployment_is_found_in_a_list_of_any_order(
    service: ServiceDeployments, order: range
) -> None:
    listed = [answered(n) for n in order]
    for page in (listed[:20], listed[20:]) if order[0] == 1 else (listed[:20],):
        service.world.fault(kind="answer", status=200, body={"deployments": page}, method="GET")
    found = service.world.run(lambda ctx: newest_deployments(ctx, service.id))
    assert [item["id"] for item in found][:3] == ["22", "21", "20"]


def test_the_last_of_an_old_list_is_the_newest_of_its_second(service: ServiceDeployments) -> None:
    listed = [answered(n) for n in (1, 2, 3)]
    listed[2]["created_at"] = listed[1]["created_at"]
    service.world.fault(kind="answer", status=200, body={"deployments": listed}, method="GET")
    found = service.world.run(lambda ctx: newest_deployments(ctx, service.id))
    assert [item["id"] for item in found] == ["3", "2", "1"]


def test_the_rollback_is_to_the_newest_success_in_a_list_of_any_order(
    service: ServiceDeployments,
) -> None:
    service.world.control("PATCH", "switches", list_order="reversed")
    for n in range(3):
        good, _ = service.deploy(f"good-{n}")
        service.world.control("PATCH", f"dashboard/deployments/{good}", is_live=False)
        service.world.emulator.clock.advance(60)
    service.break_image()
    with pytest.raises(ResourceInitFailed, match=f"Rolled back to deployment {good} by deployment"):
        service.deploy(rollback_on_failure=True)


def test_a_list_with_large_build_logs_is_read_in_several_responses(
    service: ServiceDeployments, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [service.deploy(f"it-{n}")[0] for n in range(3)]
    for row in service.world.emulator.store.deployments.all():
        row.log = ["x" * 9000]
        service.world.emulator.store.deployments.put(row)
    monkeypatch.setattr("pulumi_runsite.api.transport.MAX_RESPONSE_BYTES", 20_000)
    found = service.world.run(lambda ctx: deployments_of(service.id).fetch(ctx))
    assert [item["id"] for item in found] == ids[::-1]
    monkeypatch.setattr("pulumi_runsite.api.transport.MAX_RESPONSE_BYTES", 5_000)
    with pytest.raises(InvalidResponse, match="its build log is longer than 8 MiB"):
        service.world.run(lambda ctx: deployments_of(service.id).fetch(ctx))


def test_a_failed_rollback_is_part_of_the_message(service: ServiceDeployments) -> None:
    good, _ = service.deploy("good")
    service.world.control("PATCH", f"dashboard/deployments/{good}", is_live=False)
    service.break_image()
    body = {"detail": "busy"}
    service.world.fault(kind="answer", status=409, body=body, path="*/rollback", method="POST")
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy(rollback_on_failure=True)
    assert (
        f". The rollback to deployment {good} was not completed: "
        f"POST /api{service.path}/{good}/rollback failed with status 409: busy. "
        "Run `pulumi up` to deploy again.\n"
    ) in str(raised.value)


def test_an_unfinished_rollback_is_part_of_the_message(service: ServiceDeployments) -> None:
    good, _ = service.deploy("good")
    service.world.control("PATCH", f"dashboard/deployments/{good}", is_live=False)
    service.break_image()
    # An image that cannot be pulled fails after 800 s of these, a rollback takes all.
    service.world.control("PATCH", "switches", build_seconds=1000)
    with pytest.raises(ResourceInitFailed) as raised:
        service.deploy(rollback_on_failure=True, timeout=900)
    rollback = service.world.emulator.store.deployments.all()[-1]
    assert (
        f". The rollback to deployment {good} was not completed: "
        f"stopped waiting for deployment {rollback.id} (status `rolling_back`): timed out "
        "after 900 s waiting for its end. Run `pulumi up` to deploy again.\n"
    ) in str(raised.value)


def test_a_failure_with_a_live_deployment_is_not_rolled_back(service: ServiceDeployments) -> None:
    service.deploy("good")
    service.break_image()
    with pytest.raises(ResourceInitFailed, match="is still live"):
        service.deploy(rollback_on_failure=True)
    assert service.post_count() == 2


def test_a_secret_in_a_build_log_is_redacted(service: ServiceDeployments) -> None:
    service.break_image()

    async def create_with_secret(ctx: Any) -> Any:
        ctx.client.redactor.add_secret("manifest unknown")
        inputs, _ = Deployment.check({"web_service_id": service.id})
        return await Deployment.create(ctx, inputs)

    with pytest.raises(ResourceInitFailed) as raised:
        service.world.run(create_with_secret)
    assert "manifest unknown" not in str(raised.value)
    assert "[secret]" in str(raised.value)


def test_a_build_log_is_displayed_without_colours_and_truncated() -> None:
    log = "\n".join(f"\x1b[31mline {n}\x1b[0m\r" for n in range(5000))
    redactor = Redactor()
    displayed = log_tail(log, redactor).split("\n")
    assert displayed == [f"line {n}" for n in range(4960, 5000)]
    assert log_tail(log.split("\n"), redactor).split("\n") == displayed
    assert len(log_tail("x" * 10**6, redactor)) == MAX_LOG_CHARACTERS
    assert log_tail(None, redactor) == log_tail(5, redactor) == ""
