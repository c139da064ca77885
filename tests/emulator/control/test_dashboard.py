"""Changes in the dashboard are visible to clients of the API as drift."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.harness import UNKNOWN_ID, Runsite


def test_a_project_is_renamed(runsite: Runsite) -> None:
    project = runsite.create_project("before")
    runsite.advance(60)
    assert runsite.control.patch(f"dashboard/projects/{project}", json={"name": "after"}).is_success
    read = runsite.get(f"projects/{project}")
    assert read["name"] == "after"
    assert read["created_at"] < read["updated_at"] == "2026-01-01T00:01:00Z"


def test_a_service_is_moved_to_another_project(runsite: Runsite) -> None:
    one, other = runsite.create_project("one"), runsite.create_project("other")
    service = runsite.create_service(project_id=one)
    runsite.control.patch(f"dashboard/{service}", json={"project_id": other}).raise_for_status()
    assert runsite.get(f"projects/{one}")["web_services_list"] == []
    assert len(runsite.get(f"projects/{other}")["web_services_list"]) == 1


def test_the_new_value_of_a_variable_is_not_returned(runsite: Runsite) -> None:
    service = runsite.create_service()
    id = runsite.create_variable(service)["id"]
    response = runsite.control.patch(f"dashboard/variables/{id}", json={"value": "canary"})
    assert "canary" not in response.text
    assert runsite.variables_by_key(service)["KEY"]["value"] == "canary"


def test_a_secret_is_deleted(runsite: Runsite) -> None:
    secrets = f"projects/{runsite.create_project()}/secrets"
    id = runsite.post(secrets, {"key": "A", "value": "v", "scope": "staging"})["id"]
    assert runsite.control.delete(f"dashboard/secrets/{id}").status_code == 204
    assert runsite.get(secrets)["secrets"] == []


def test_a_project_is_deleted_with_its_resources(runsite: Runsite) -> None:
    project = runsite.create_project()
    service = runsite.create_running_service(project_id=project)
    runsite.create_variable(service)
    secret = {"key": "A", "value": "v", "scope": "staging"}
    runsite.post(f"projects/{project}/secrets", secret)
    assert runsite.control.delete(f"dashboard/projects/{project}").status_code == 204
    state = runsite.control.get("state").json()
    assert [state[kind] for kind in ("projects", "web_services", "secrets", "variables")] == [
        []
    ] * 4


def test_the_status_of_a_deployment_is_set(runsite: Runsite) -> None:
    service = runsite.create_service()
    deployment = runsite.complete_deployment(service)
    id = deployment.rsplit("/", 1)[1]
    runsite.control.patch(f"dashboard/deployments/{id}", json={"status": "flying"})
    assert runsite.status(deployment) == "flying"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"id": UNKNOWN_ID}, "id"),
        ({"name": None}, "name"),
        ({"created_at": "yesterday"}, "created_at"),
    ],
)
def test_an_invalid_change_is_rejected(runsite: Runsite, changes: Any, field: str) -> None:
    project = runsite.create_project("shop")
    before = runsite.get(f"projects/{project}")
    response = runsite.control.patch(f"dashboard/projects/{project}", json=changes)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["body", field]
    assert runsite.get(f"projects/{project}") == before


@pytest.mark.parametrize("kind", ["projects", "web-services", "variables", "secrets"])
def test_an_unknown_resource_cannot_be_changed(runsite: Runsite, kind: str) -> None:
    assert runsite.control.patch(f"dashboard/{kind}/{UNKNOWN_ID}", json={}).status_code == 404
    assert runsite.control.delete(f"dashboard/{kind}/{UNKNOWN_ID}").status_code == 404
