"""What people do in the dashboard shows as drift to clients of the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.inside import NOBODY, Runsite


def test_a_project_is_renamed(runsite: Runsite) -> None:
    project = runsite.project("before")
    runsite.passes(60)
    assert runsite.room.patch(f"dashboard/projects/{project}", json={"name": "after"}).is_success
    shown = runsite.get(f"projects/{project}")
    assert shown["name"] == "after"
    assert shown["created_at"] < shown["updated_at"] == "2026-01-01T00:01:00Z"


def test_a_service_moves_to_another_project(runsite: Runsite) -> None:
    one, other = runsite.project("one"), runsite.project("other")
    service = runsite.service(project_id=one)
    runsite.room.patch(f"dashboard/{service}", json={"project_id": other}).raise_for_status()
    assert runsite.get(f"projects/{one}")["web_services_list"] == []
    assert len(runsite.get(f"projects/{other}")["web_services_list"]) == 1


def test_a_variable_changes_and_its_value_is_not_told(runsite: Runsite) -> None:
    service = runsite.service()
    id = runsite.variable(service)["id"]
    answer = runsite.room.patch(f"dashboard/variables/{id}", json={"value": "canary"})
    assert "canary" not in answer.text
    assert runsite.variables(service)["KEY"]["value"] == "canary"


def test_a_secret_is_deleted(runsite: Runsite) -> None:
    secrets = f"projects/{runsite.project()}/secrets"
    id = runsite.make(secrets, {"key": "A", "value": "v", "scope": "staging"})["id"]
    assert runsite.room.delete(f"dashboard/secrets/{id}").status_code == 204
    assert runsite.get(secrets)["secrets"] == []


def test_a_project_is_deleted_with_all_that_is_in_it(runsite: Runsite) -> None:
    project = runsite.project()
    service = runsite.running(project_id=project)
    runsite.variable(service)
    secret = {"key": "A", "value": "v", "scope": "staging"}
    runsite.make(f"projects/{project}/secrets", secret)
    assert runsite.room.delete(f"dashboard/projects/{project}").status_code == 204
    state = runsite.room.get("state").json()
    assert [state[kind] for kind in ("projects", "web_services", "secrets", "variables")] == [
        []
    ] * 4


def test_a_deployment_goes_back(runsite: Runsite) -> None:
    service = runsite.service()
    deployment = runsite.deployed(service)
    id = deployment.rsplit("/", 1)[1]
    runsite.room.patch(f"dashboard/deployments/{id}", json={"status": "flying"})
    assert runsite.status(deployment) == "flying"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"id": NOBODY}, "id"),
        ({"name": None}, "name"),
        ({"created_at": "yesterday"}, "created_at"),
    ],
)
def test_what_cannot_be_is_refused(runsite: Runsite, changes: Any, field: str) -> None:
    project = runsite.project("shop")
    before = runsite.get(f"projects/{project}")
    answer = runsite.room.patch(f"dashboard/projects/{project}", json=changes)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", field]
    assert runsite.get(f"projects/{project}") == before


@pytest.mark.parametrize("kind", ["projects", "web-services", "variables", "secrets"])
def test_what_is_not_there_cannot_be_changed(runsite: Runsite, kind: str) -> None:
    assert runsite.room.patch(f"dashboard/{kind}/{NOBODY}", json={}).status_code == 404
    assert runsite.room.delete(f"dashboard/{kind}/{NOBODY}").status_code == 404
