"""
Every statement of Runsite's page "Public API", in its order, with one test each.

Each docstring is the statement, or the example, of the page (read 2026-11-24). Variables, secrets
and errors are in test_public_api_page_values.py.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.emulator.harness import READ, REPOSITORY, UNKNOWN_ID, WRITE, Runsite


def test_projects_services_and_deployments_can_be_managed(runsite: Runsite) -> None:
    """The Public API lets you manage projects, web services and deployments programmatically."""
    project = runsite.create_project()
    service = runsite.create_service(project_id=project)
    deployment = runsite.complete_deployment(service)
    assert runsite.status(deployment) == "running"
    assert runsite.get(f"projects/{project}")["web_services_list"][0]["status"] == "running"


@pytest.mark.parametrize("path", ["/", "/auth/login", "/api-keys", "/custom-domains", "/storage"])
def test_there_is_no_other_api(runsite: Runsite, path: str) -> None:
    """It is the only externally supported HTTP surface of the platform."""
    response = runsite.api.post(f"http://localhost/api{path}", json={})
    assert (response.status_code, response.json()) == (404, {"detail": "Not Found"})


def test_paths_begin_with_api(runsite: Runsite) -> None:
    """The base URL is https://api.runsite.app."""
    assert runsite.api.get("http://localhost/api/projects").status_code == 200
    assert runsite.api.get("http://localhost/projects").status_code == 404


def test_the_key_is_a_bearer_token_in_the_authorization_header(runsite: Runsite) -> None:
    """Every request must include an API key in the Authorization header: Bearer ak_live_..."""
    headers = {"Authorization": f"Bearer {WRITE}"}
    assert runsite.bare.get("/api/projects", headers=headers).status_code == 200
    assert runsite.bare.get("/api/projects", headers={"X-Api-Key": WRITE}).status_code == 401
    assert runsite.bare.get("/api/projects", params={"api_key": WRITE}).status_code == 401


def test_keys_cannot_be_created_through_the_api(runsite: Runsite) -> None:
    """Create and manage keys from the dashboard - see API Keys."""
    assert runsite.api.post("api-keys", json={"name": "mine", "scope": "admin"}).status_code == 404


def test_without_a_valid_active_key_the_status_is_401(runsite: Runsite) -> None:
    """Requests without a valid, active key get 401 Unauthorized."""
    assert runsite.bare.get("/api/projects").status_code == 401
    assert runsite.client("ak_live_unknown").get("projects").status_code == 401
    runsite.emulator.keys.all()[0].is_active = False
    assert runsite.api.get("projects").status_code == 401


def test_all_projects_of_the_caller_are_listed(runsite: Runsite) -> None:
    """GET /api/projects: Returns all projects owned by the authenticated user."""
    created = [runsite.create_project(f"p{n}") for n in range(12)]
    foreign = runsite.create_project("foreign")
    runsite.control.patch(f"dashboard/projects/{foreign}", json={"owner": "another-account"})
    listed = runsite.get("projects")
    assert [p["id"] for p in listed["projects"]] == created
    assert listed["total"] == 12


def test_a_project_is_created(runsite: Runsite) -> None:
    """POST /api/projects {"name": "my-app", "description": "My application"}"""
    body = {"name": "my-app", "description": "My application"}
    response = runsite.api.post("projects", json=body)
    assert response.status_code == 201
    assert response.json().items() >= body.items()


def test_a_project_is_read(runsite: Runsite) -> None:
    """GET /api/projects/{project_id}"""
    project = runsite.create_project("my-app")
    assert runsite.get(f"projects/{project}")["name"] == "my-app"
    assert runsite.api.get(f"projects/{UNKNOWN_ID}").status_code == 404


def test_web_services_are_listed(runsite: Runsite) -> None:
    """GET /api/web-services"""
    runsite.create_service(name="a")
    runsite.create_service(name="b", project_id=runsite.create_project())
    listed = runsite.get("web-services")
    assert [s["name"] for s in listed["web_services"]] == ["a", "b"]
    assert listed["total"] == 2


def test_a_web_service_is_created_and_read(runsite: Runsite) -> None:
    """POST /api/web-services {...}, GET /api/web-services/{web_service_id}"""
    body = {
        "name": "backend-api",
        "project_id": runsite.create_project(),
        "git_repository_url": "https://github.com/user/repo",
        "port": 3000,
        "build_command": "npm run build",
        "min_instances": 1,
        "max_instances": 3,
    }
    response = runsite.api.post("web-services", json=body)
    assert response.status_code == 201
    assert response.json() == runsite.get(f"web-services/{response.json()['id']}")
    runsite.set_switches(echo="all")
    assert runsite.get(f"web-services/{response.json()['id']}").items() >= body.items()


def test_deploy_starts_a_deployment_of_the_configured_branch(runsite: Runsite) -> None:
    """/deploy triggers a fresh deployment of the current configured branch."""
    service = runsite.create_running_service(github_branch="trunk")
    assert runsite.api.post(f"{service}/deploy").status_code == 200
    latest, previous = runsite.get(f"{service}/deployments")["deployments"]
    assert (latest["branch"], latest["status"], previous["status"]) == (
        "trunk",
        "pending",
        "running",
    )


def test_restart_builds_nothing(runsite: Runsite) -> None:
    """/restart re-rolls existing instances without rebuilding."""
    service = runsite.create_running_service()
    before = runsite.get(f"{service}/deployments")
    assert runsite.api.post(f"{service}/restart").status_code == 200
    assert runsite.status(service) == "restarting"
    runsite.advance(1)
    assert runsite.status(service) == "running"
    assert runsite.get(f"{service}/deployments") == before


def test_stop_keeps_the_variables(runsite: Runsite) -> None:
    """/stop releases compute (env vars and disks are preserved)."""
    service = runsite.create_running_service()
    runsite.create_variable(service)
    kept = runsite.variables_by_key(service)
    assert runsite.api.post(f"{service}/stop").status_code == 200
    runsite.advance(1)
    assert runsite.status(service) == "stopped"
    assert runsite.variables_by_key(service) == kept


def test_tail_limits_the_log_lines(runsite: Runsite) -> None:
    """tail int 100 Number of log lines (1-10000)."""
    service = runsite.create_running_service()
    runsite.advance(200_000)

    def lines(**query: int) -> list[str]:
        return str(runsite.get(f"{service}/logs", **query)["logs"]).splitlines()

    assert len(lines()) == 100
    assert len(lines(tail=1)) == 1
    assert len(lines(tail=10000)) == 10000
    assert lines(tail=2) == lines()[-2:]
    for tail in (0, 10001):
        assert runsite.api.get(f"{service}/logs", params={"tail": tail}).status_code == 422


def test_since_filters_the_log_lines_by_time(runsite: Runsite) -> None:
    """since int - Unix timestamp to filter logs from."""
    service = runsite.create_running_service()
    runsite.advance(100)
    since = int(runsite.emulator.clock.now()) - 30
    lines = runsite.get(f"{service}/logs", since=since)["logs"].splitlines()
    assert 2 <= len(lines) <= 4
    for line in lines:
        at = datetime.fromisoformat(line.split(" ")[0].replace("Z", "+00:00"))
        assert at.timestamp() >= since


def test_deployments_are_paginated(runsite: Runsite) -> None:
    """limit int 10 Results per page (1-100); offset int 0 Pagination offset."""
    service = runsite.create_service()
    runsite.set_switches(rate_limit="off")
    created = [runsite.complete_deployment(service).rsplit("/", 1)[1] for _ in range(12)][::-1]

    def page(**query: int) -> list[str]:
        found = runsite.get(f"{service}/deployments", **query)
        assert found["total"] == 12
        return [d["id"] for d in found["deployments"]]

    assert page() == created[:10]
    assert page(limit=3, offset=2) == created[2:5]
    assert page(limit=100, offset=10) == created[10:]
    for invalid in ({"limit": 0}, {"limit": 101}, {"offset": -1}):
        assert runsite.api.get(f"{service}/deployments", params=invalid).status_code == 422


def test_a_branch_is_deployed(runsite: Runsite) -> None:
    """POST /api/web-services/{web_service_id}/deployments {"branch": "main"}"""
    service = runsite.create_service(github_branch="trunk")
    response = runsite.api.post(f"{service}/deployments", json={"branch": "main"})
    assert (response.status_code, response.json()["branch"]) == (201, "main")


@pytest.mark.parametrize("body", [None, {}, {"branch": None}])
def test_the_branch_defaults_to_the_configured_branch(
    runsite: Runsite, body: dict[str, None] | None
) -> None:
    """The branch field is optional - defaults to the service's configured branch."""
    service = runsite.create_service(github_branch="trunk")
    assert runsite.post(f"{service}/deployments", body)["branch"] == "trunk"


def test_a_deployment_is_read(runsite: Runsite) -> None:
    """GET /api/web-services/{web_service_id}/deployments/{deployment_id}"""
    service, other = runsite.create_service(), runsite.create_service()
    deployment = runsite.start_deployment(service)
    assert runsite.status(deployment) == "pending"
    assert runsite.api.get(deployment.replace(service, other)).status_code == 404


def test_a_rollback_is_a_new_deployment(runsite: Runsite) -> None:
    """POST /api/web-services/{web_service_id}/deployments/{deployment_id}/rollback"""
    service = runsite.create_service(git_repository_url=REPOSITORY)
    first = runsite.complete_deployment(service, "one")
    runsite.complete_deployment(service, "two")
    response = runsite.api.post(f"{first}/rollback")
    assert response.status_code == 200
    assert response.json()["rollback_from_deployment_id"] == first.rsplit("/", 1)[1]
    runsite.advance(10)
    (live,) = [d for d in runsite.get(f"{service}/deployments")["deployments"] if d["is_live"]]
    assert (live["id"], live["branch"]) == (response.json()["id"], "one")


def test_a_read_key_can_read(runsite: Runsite) -> None:
    """403 Forbidden - insufficient scope: reading is not."""
    assert runsite.client(READ).get("projects").status_code == 200
