"""The statuses of web services and deployments over time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.emulator.harness import Runsite

IMAGE: dict[str, Any] = {"source_type": "image", "image_ref": "nginx:1.27"}


def statuses(runsite: Runsite, deployment: str, service: str) -> list[tuple[str, str]]:
    """Return the successive pairs of statuses of both within ten seconds."""
    pairs: list[tuple[str, str]] = []
    for _ in range(100):
        pair = (runsite.status(deployment), runsite.status(service))
        pairs += [pair] if pair not in pairs[-1:] else []
        runsite.advance(0.1)
    return pairs


def latest_deployment(runsite: Runsite, service: str) -> dict[str, Any]:
    return dict(runsite.get(f"{service}/deployments", limit=1)["deployments"][0])


def test_a_new_service_is_stopped_and_has_no_url(runsite: Runsite) -> None:
    service = runsite.get(runsite.create_service())
    assert (service["status"], service["url"]) == ("stopped", None)


def test_a_first_deployment_passes_every_phase(runsite: Runsite) -> None:
    service = runsite.create_service()
    assert statuses(runsite, runsite.start_deployment(service), service) == [
        ("pending", "deploying"),
        ("cloning", "deploying"),
        ("building", "deploying"),
        ("deploying", "deploying"),
        ("running", "running"),
    ]
    assert runsite.get(service)["url"] == "https://web.runsite.app"


def test_an_image_is_neither_cloned_nor_built(runsite: Runsite) -> None:
    service = runsite.create_service(**IMAGE)
    assert statuses(runsite, runsite.start_deployment(service), service) == [
        ("pending", "deploying"),
        ("deploying", "deploying"),
        ("running", "running"),
    ]
    created = latest_deployment(runsite, service)
    assert (created["image_ref"], created["branch"], created["commit_sha"]) == (
        "nginx:1.27",
        None,
        None,
    )


def test_a_running_service_keeps_running_during_a_deployment(runsite: Runsite) -> None:
    service = runsite.create_running_service()
    pairs = statuses(runsite, runsite.start_deployment(service), service)
    assert {status for _, status in pairs} == {"running"}


def test_a_stopped_clock_changes_no_status(runsite: Runsite) -> None:
    service = runsite.create_service()
    deployment = runsite.start_deployment(service)
    assert {runsite.status(deployment) for _ in range(20)} == {"pending"}


def test_a_jump_of_the_clock_skips_no_status(runsite: Runsite) -> None:
    service = runsite.create_service()
    deployment = runsite.start_deployment(service)
    runsite.advance(3600)
    created = runsite.get(deployment)
    started, finished = (
        datetime.fromisoformat(created[name].replace("Z", "+00:00")).timestamp()
        for name in ("started_at", "finished_at")
    )
    assert finished - started == pytest.approx(2, abs=1)
    assert "Cloning" in created["build_logs"]
    assert created["build_logs"].endswith("Traffic switched to the new instance")


def test_only_the_latest_successful_deployment_is_live(runsite: Runsite) -> None:
    service = runsite.create_service()
    first = runsite.complete_deployment(service)
    assert runsite.get(first)["is_live"] is True
    second = runsite.start_deployment(service)
    assert runsite.get(first)["is_live"] is True
    runsite.advance(10)
    previous, latest = runsite.get(first), runsite.get(second)
    assert (previous["status"], previous["is_live"]) == ("running", False)
    assert (latest["status"], latest["is_live"]) == ("running", True)


@pytest.mark.parametrize(
    "fields",
    [
        {"github_branch": "fail-build"},
        {"build_command": "make fail-build"},
        {"start_command": "fail-build"},
        IMAGE | {"image_ref": "nginx:fail-build"},
    ],
)
def test_fail_build_fails_the_build(runsite: Runsite, fields: dict[str, Any]) -> None:
    service = runsite.create_service(**fields)
    deployment = runsite.complete_deployment(service)
    created = runsite.get(deployment)
    assert (created["status"], created["is_live"]) == ("failed", False)
    assert created["error_message"].startswith(("Build failed", "Image pull failed"))
    assert created["finished_at"] is not None
    assert len(created["build_logs"].splitlines()) > 1
    assert runsite.status(service) == "failed"


@pytest.mark.parametrize(
    "fields",
    [{"github_branch": "fail-health"}, {"health_check_path": "/fail-health"}],
)
def test_fail_health_fails_the_health_check(runsite: Runsite, fields: dict[str, Any]) -> None:
    service = runsite.create_service(**fields)
    pairs = statuses(runsite, runsite.start_deployment(service), service)
    assert pairs[-2:] == [("deploying", "deploying"), ("failed", "failed")]
    created = latest_deployment(runsite, service)
    path = fields.get("health_check_path", "/")
    assert created["error_message"] == f"Health check failed: GET {path} did not return 200"
    assert created["build_logs"].endswith(f"Health check GET {path}: connection refused (3/3)")


def test_after_a_failure_the_previous_deployment_is_live(runsite: Runsite) -> None:
    service = runsite.create_service()
    good = runsite.complete_deployment(service)
    bad = runsite.complete_deployment(service, "fail-build")
    assert runsite.status(bad) == "failed"
    assert runsite.get(good)["is_live"] is True
    assert runsite.get(service)["url"] is not None
    assert runsite.status(service) == "running"


def test_a_rollback_has_the_commit_of_its_target(runsite: Runsite) -> None:
    service = runsite.create_service()
    first = runsite.complete_deployment(service, "one")
    runsite.complete_deployment(service, "two")
    created = runsite.post(f"{first}/rollback")
    assert created["status"] == "rolling_back"
    assert created["trigger_type"] == "rollback"
    assert created["commit_sha"] == runsite.get(first)["commit_sha"]
    runsite.advance(10)
    assert runsite.get(f"{service}/deployments/{created['id']}")["is_live"] is True


def test_a_stopped_service_starts_its_live_deployment(runsite: Runsite) -> None:
    service = runsite.create_running_service()
    runsite.api.post(f"{service}/stop", json={})
    assert runsite.status(service) == "stopping"
    runsite.advance(1)
    assert (runsite.status(service), runsite.get(service)["url"]) == ("stopped", None)
    runsite.api.post(f"{service}/start", json={})
    assert runsite.status(service) == "starting"
    runsite.advance(1)
    assert runsite.status(service) == "running"
    assert runsite.get(f"{service}/deployments")["total"] == 1


def test_stop_cancels_the_deployment_in_progress(runsite: Runsite) -> None:
    service = runsite.create_running_service()
    deployment = runsite.start_deployment(service)
    runsite.api.post(f"{service}/stop").raise_for_status()
    created = runsite.get(deployment)
    assert (created["status"], created["error_message"]) == ("cancelled", "Web service was stopped")
    runsite.advance(10)
    assert runsite.status(deployment) == "cancelled"
    assert runsite.status(service) == "stopped"


def test_old_deployments_are_pruned_but_not_the_live_one(runsite: Runsite) -> None:
    runsite.set_switches(keep_deployments=2, rate_limit="off")
    service = runsite.create_service()
    created = [runsite.complete_deployment(service)]
    created += [runsite.complete_deployment(service, "fail-build") for _ in range(4)]
    kept = [created[0], *created[-2:]]
    ids = [d["id"] for d in runsite.get(f"{service}/deployments")["deployments"]]
    assert ids == [path.rsplit("/", 1)[1] for path in reversed(kept)]
    assert runsite.api.get(created[1]).status_code == 404


def test_a_deployment_can_be_ended_in_the_dashboard(runsite: Runsite) -> None:
    service = runsite.create_running_service()
    for end, status, error in (("fail", "failed", "Build failed"), ("cancel", "cancelled", None)):
        deployment = runsite.start_deployment(service)
        id = deployment.rsplit("/", 1)[1]
        runsite.control.post(f"dashboard/deployments/{id}/{end}").raise_for_status()
        assert runsite.status(deployment) == status
        assert runsite.get(deployment)["error_message"] == error
        assert runsite.control.post(f"dashboard/deployments/{id}/{end}").status_code == 409
    assert runsite.status(service) == "running"


def test_a_deployment_in_progress_can_be_pruned(runsite: Runsite) -> None:
    service = runsite.create_running_service()
    deployment = runsite.start_deployment(service)
    id = deployment.rsplit("/", 1)[1]
    assert runsite.control.post(f"dashboard/deployments/{id}/prune").status_code == 204
    assert runsite.api.get(deployment).status_code == 404
    runsite.advance(10)
    assert runsite.status(service) == "running"


def test_a_service_pending_deletion_is_visible_in_its_project_only(runsite: Runsite) -> None:
    project = runsite.create_project()
    service = runsite.create_running_service(project_id=project)
    id = service.rsplit("/", 1)[1]
    runsite.control.patch(f"dashboard/web-services/{id}", json={"status": "pending_deletion"})
    for path in (service, f"{service}/env", f"{service}/deployments", f"{service}/logs"):
        assert runsite.api.get(path).status_code == 404
    (listed,) = runsite.get(f"projects/{project}")["web_services_list"]
    assert listed["status"] == "pending_deletion"


@pytest.mark.parametrize("status", ["blocked", "pending_deletion"])
def test_a_frozen_service_keeps_its_status_when_a_deployment_ends(
    runsite: Runsite, status: str
) -> None:
    project = runsite.create_project()
    service = runsite.create_service(project_id=project)
    runsite.start_deployment(service)
    id = service.rsplit("/", 1)[1]
    runsite.control.patch(f"dashboard/web-services/{id}", json={"status": status})
    runsite.advance(10)
    (listed,) = runsite.get(f"projects/{project}")["web_services_list"]
    assert listed["status"] == status


def test_a_service_is_deleted_with_its_resources(runsite: Runsite) -> None:
    service = runsite.create_running_service()
    runsite.create_variable(service)
    runsite.start_deployment(service)
    assert runsite.control.delete(f"dashboard/{service}").status_code == 204
    state = runsite.control.get("state").json()
    assert state["web_services"] == state["deployments"] == state["variables"] == []
    runsite.advance(10)
    assert runsite.api.get(service).status_code == 404
