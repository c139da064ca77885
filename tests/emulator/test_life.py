"""Services and deployments change with time, each status at its hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.emulator.inside import Runsite

IMAGE: dict[str, Any] = {"source_type": "image", "image_ref": "nginx:1.27"}


def statuses(runsite: Runsite, deployment: str, service: str) -> list[tuple[str, str]]:
    """Return each pair of statuses that the two go through in ten seconds, once."""
    seen: list[tuple[str, str]] = []
    for _ in range(100):
        pair = (runsite.status(deployment), runsite.status(service))
        seen += [pair] if pair not in seen[-1:] else []
        runsite.passes(0.1)
    return seen


def newest(runsite: Runsite, service: str) -> dict[str, Any]:
    return dict(runsite.get(f"{service}/deployments", limit=1)["deployments"][0])


def test_a_new_service_is_stopped_and_has_no_address(runsite: Runsite) -> None:
    service = runsite.get(runsite.service())
    assert (service["status"], service["url"]) == ("stopped", None)


def test_a_first_deployment_goes_through_every_phase(runsite: Runsite) -> None:
    service = runsite.service()
    assert statuses(runsite, runsite.deploy(service), service) == [
        ("pending", "deploying"),
        ("cloning", "deploying"),
        ("building", "deploying"),
        ("deploying", "deploying"),
        ("running", "running"),
    ]
    assert runsite.get(service)["url"] == "https://web.runsite.app"


def test_an_image_is_neither_cloned_nor_built(runsite: Runsite) -> None:
    service = runsite.service(**IMAGE)
    assert statuses(runsite, runsite.deploy(service), service) == [
        ("pending", "deploying"),
        ("deploying", "deploying"),
        ("running", "running"),
    ]
    made = newest(runsite, service)
    assert (made["image_ref"], made["branch"], made["commit_sha"]) == ("nginx:1.27", None, None)


def test_a_service_that_runs_goes_on_running_while_it_is_deployed(runsite: Runsite) -> None:
    service = runsite.running()
    seen = statuses(runsite, runsite.deploy(service), service)
    assert {status for _, status in seen} == {"running"}


def test_a_clock_that_stands_still_changes_nothing(runsite: Runsite) -> None:
    service = runsite.service()
    deployment = runsite.deploy(service)
    assert {runsite.status(deployment) for _ in range(20)} == {"pending"}


def test_a_jump_of_the_clock_leaves_out_no_time(runsite: Runsite) -> None:
    service = runsite.service()
    deployment = runsite.deploy(service)
    runsite.passes(3600)
    made = runsite.get(deployment)
    started, finished = (
        datetime.fromisoformat(made[name].replace("Z", "+00:00")).timestamp()
        for name in ("started_at", "finished_at")
    )
    assert finished - started == pytest.approx(2, abs=1)
    assert "Cloning" in made["build_logs"]
    assert made["build_logs"].endswith("Traffic switched to the new instance")


def test_only_the_newest_deployment_that_ran_is_live(runsite: Runsite) -> None:
    service = runsite.service()
    first = runsite.deployed(service)
    assert runsite.get(first)["is_live"] is True
    second = runsite.deploy(service)
    assert runsite.get(first)["is_live"] is True
    runsite.passes(10)
    before, after = runsite.get(first), runsite.get(second)
    assert (before["status"], before["is_live"]) == ("running", False)
    assert (after["status"], after["is_live"]) == ("running", True)


@pytest.mark.parametrize(
    "fields",
    [
        {"github_branch": "fail-build"},
        {"build_command": "make fail-build"},
        {"start_command": "fail-build"},
        IMAGE | {"image_ref": "nginx:fail-build"},
    ],
)
def test_a_build_fails_by_a_marker(runsite: Runsite, fields: dict[str, Any]) -> None:
    service = runsite.service(**fields)
    deployment = runsite.deployed(service)
    made = runsite.get(deployment)
    assert (made["status"], made["is_live"]) == ("failed", False)
    assert made["error_message"].startswith(("Build failed", "Image pull failed"))
    assert made["finished_at"] is not None
    assert len(made["build_logs"].splitlines()) > 1
    assert runsite.status(service) == "failed"


@pytest.mark.parametrize(
    "fields",
    [{"github_branch": "fail-health"}, {"health_check_path": "/fail-health"}],
)
def test_an_instance_is_never_healthy_by_a_marker(runsite: Runsite, fields: dict[str, Any]) -> None:
    service = runsite.service(**fields)
    seen = statuses(runsite, runsite.deploy(service), service)
    assert seen[-2:] == [("deploying", "deploying"), ("failed", "failed")]
    made = newest(runsite, service)
    path = fields.get("health_check_path", "/")
    assert made["error_message"] == f"Health check failed: GET {path} did not return 200"
    assert made["build_logs"].endswith(f"Health check GET {path}: connection refused (3/3)")


def test_after_a_failure_what_ran_before_goes_on_serving(runsite: Runsite) -> None:
    service = runsite.service()
    good = runsite.deployed(service)
    bad = runsite.deployed(service, "fail-build")
    assert runsite.status(bad) == "failed"
    assert runsite.get(good)["is_live"] is True
    assert runsite.get(service)["url"] is not None
    assert runsite.status(service) == "running"


def test_going_back_takes_what_was_built(runsite: Runsite) -> None:
    service = runsite.service()
    first = runsite.deployed(service, "one")
    runsite.deployed(service, "two")
    made = runsite.make(f"{first}/rollback")
    assert made["status"] == "rolling_back"
    assert made["trigger_type"] == "rollback"
    assert made["commit_sha"] == runsite.get(first)["commit_sha"]
    runsite.passes(10)
    assert runsite.get(f"{service}/deployments/{made['id']}")["is_live"] is True


def test_a_stopped_service_starts_what_was_deployed_last(runsite: Runsite) -> None:
    service = runsite.running()
    runsite.api.post(f"{service}/stop", json={})
    assert runsite.status(service) == "stopping"
    runsite.passes(1)
    assert (runsite.status(service), runsite.get(service)["url"]) == ("stopped", None)
    runsite.api.post(f"{service}/start", json={})
    assert runsite.status(service) == "starting"
    runsite.passes(1)
    assert runsite.status(service) == "running"
    assert runsite.get(f"{service}/deployments")["total"] == 1


def test_stopping_cancels_the_deployment_that_is_under_way(runsite: Runsite) -> None:
    service = runsite.running()
    deployment = runsite.deploy(service)
    runsite.api.post(f"{service}/stop").raise_for_status()
    made = runsite.get(deployment)
    assert (made["status"], made["error_message"]) == ("cancelled", "Web service was stopped")
    runsite.passes(10)
    assert runsite.status(deployment) == "cancelled"
    assert runsite.status(service) == "stopped"


def test_old_deployments_are_pruned_and_the_live_one_is_not(runsite: Runsite) -> None:
    runsite.turn(keep_deployments=2, rate_limit="off")
    service = runsite.service()
    made = [runsite.deployed(service)]
    made += [runsite.deployed(service, "fail-build") for _ in range(4)]
    left = [made[0], *made[-2:]]
    ids = [d["id"] for d in runsite.get(f"{service}/deployments")["deployments"]]
    assert ids == [path.rsplit("/", 1)[1] for path in reversed(left)]
    assert runsite.api.get(made[1]).status_code == 404


def test_a_deployment_can_be_ended_from_the_dashboard(runsite: Runsite) -> None:
    service = runsite.running()
    for end, status, error in (("fail", "failed", "Build failed"), ("cancel", "cancelled", None)):
        deployment = runsite.deploy(service)
        id = deployment.rsplit("/", 1)[1]
        runsite.room.post(f"dashboard/deployments/{id}/{end}").raise_for_status()
        assert runsite.status(deployment) == status
        assert runsite.get(deployment)["error_message"] == error
        assert runsite.room.post(f"dashboard/deployments/{id}/{end}").status_code == 409
    assert runsite.status(service) == "running"


def test_a_deployment_is_forgotten_while_it_is_under_way(runsite: Runsite) -> None:
    service = runsite.running()
    deployment = runsite.deploy(service)
    id = deployment.rsplit("/", 1)[1]
    assert runsite.room.post(f"dashboard/deployments/{id}/prune").status_code == 204
    assert runsite.api.get(deployment).status_code == 404
    runsite.passes(10)
    assert runsite.status(service) == "running"


def test_a_service_that_is_being_deleted_is_in_its_project_only(runsite: Runsite) -> None:
    project = runsite.project()
    service = runsite.running(project_id=project)
    id = service.rsplit("/", 1)[1]
    runsite.room.patch(f"dashboard/web-services/{id}", json={"status": "pending_deletion"})
    for path in (service, f"{service}/env", f"{service}/deployments", f"{service}/logs"):
        assert runsite.api.get(path).status_code == 404
    (shown,) = runsite.get(f"projects/{project}")["web_services_list"]
    assert shown["status"] == "pending_deletion"


@pytest.mark.parametrize("status", ["blocked", "pending_deletion"])
def test_a_frozen_service_stays_so_when_a_deployment_ends(runsite: Runsite, status: str) -> None:
    project = runsite.project()
    service = runsite.service(project_id=project)
    runsite.deploy(service)
    id = service.rsplit("/", 1)[1]
    runsite.room.patch(f"dashboard/web-services/{id}", json={"status": status})
    runsite.passes(10)
    (shown,) = runsite.get(f"projects/{project}")["web_services_list"]
    assert shown["status"] == status


def test_a_service_is_deleted_with_all_that_is_its_own(runsite: Runsite) -> None:
    service = runsite.running()
    runsite.variable(service)
    runsite.deploy(service)
    assert runsite.room.delete(f"dashboard/{service}").status_code == 204
    state = runsite.room.get("state").json()
    assert state["web_services"] == state["deployments"] == state["variables"] == []
    runsite.passes(10)
    assert runsite.api.get(service).status_code == 404
