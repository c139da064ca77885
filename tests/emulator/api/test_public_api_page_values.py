"""Runsite's page "Public API" on variables, secrets and errors; see test_public_api_page.py."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.harness import READ, UNKNOWN_ID, Runsite


def scopes(runsite: Runsite, project: str) -> dict[str, set[str]]:
    found = runsite.get(f"projects/{project}/secrets")["secrets"]
    return {group["key"]: {s["scope"] for s in group["values"]} for group in found}


def test_variables_are_listed(runsite: Runsite) -> None:
    """GET /api/web-services/{web_service_id}/env"""
    service = runsite.create_service()
    created = runsite.create_variable(service, "NODE_ENV", "production")
    assert runsite.get(f"{service}/env") == {"environment_variables": [created], "total": 1}
    assert created["value"] == "production"


def test_values_of_secret_variables_are_masked(runsite: Runsite) -> None:
    """Values of secret variables are masked in the response."""
    service = runsite.create_service()
    created = runsite.create_variable(service, "DATABASE_URL", "postgres://pw@db", is_secret=True)
    bulk = {"variables": [{"key": "OTHER", "value": "s3cret", "is_secret": True}]}
    put = runsite.api.put(f"{service}/env/bulk", json=bulk)
    listed = runsite.api.get(f"{service}/env")
    assert (
        {v["value"] for v in listed.json()["environment_variables"]}
        == {"***"}
        == {created["value"]}
    )
    for response in (put, listed):
        assert "postgres" not in response.text
        assert "s3cret" not in response.text


def test_a_variable_is_created(runsite: Runsite) -> None:
    """POST .../env {"key": "DATABASE_URL", "value": "postgres://...", "is_secret": true}"""
    service = runsite.create_service()
    body = {"key": "DATABASE_URL", "value": "postgres://...", "is_secret": True}
    response = runsite.api.post(f"{service}/env", json=body)
    assert response.status_code == 201
    assert response.json().items() >= {"key": "DATABASE_URL", "is_secret": True}.items()


def test_variables_are_created_in_bulk(runsite: Runsite) -> None:
    """PUT .../env/bulk {"variables": [{"key": "NODE_ENV", ...}, {"key": "PORT", ...}]}"""
    service = runsite.create_service()
    variables = [
        {"key": "NODE_ENV", "value": "production"},
        {"key": "PORT", "value": "3000", "is_secret": False},
    ]
    response = runsite.api.put(f"{service}/env/bulk", json={"variables": variables})
    assert response.status_code == 200
    assert {k: v["value"] for k, v in runsite.variables_by_key(service).items()} == {
        "NODE_ENV": "production",
        "PORT": "3000",
    }


def test_a_variable_is_deleted(runsite: Runsite) -> None:
    """DELETE /api/web-services/{web_service_id}/env/{var_id}"""
    service, other = runsite.create_service(), runsite.create_service()
    variable = runsite.create_variable(service)["id"]
    assert runsite.api.delete(f"{other}/env/{variable}").status_code == 404
    assert runsite.api.delete(f"{service}/env/{variable}").status_code == 204
    assert runsite.variables_by_key(service) == {}
    assert runsite.api.delete(f"{service}/env/{variable}").status_code == 404


@pytest.mark.parametrize("scope", ["production", "staging", "development"])
def test_a_secret_has_one_scope(runsite: Runsite, scope: str) -> None:
    """Project secrets are scoped per environment (production, staging, development)."""
    project = runsite.create_project()
    secret = {"key": "KEY", "value": "v", "scope": scope}
    assert runsite.post(f"projects/{project}/secrets", secret)["scope"] == scope
    assert scopes(runsite, project) == {"KEY": {scope}}


@pytest.mark.parametrize("scope", ["Production", "test", "", None, 1])
def test_an_unknown_scope_is_rejected(runsite: Runsite, scope: Any) -> None:
    """The table of scopes: production, staging, development."""
    secrets = f"projects/{runsite.create_project()}/secrets"
    response = runsite.api.post(secrets, json={"key": "K", "value": "v", "scope": scope})
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["body", "scope"]


def test_secrets_belong_to_the_project_not_to_a_service(runsite: Runsite) -> None:
    """They can be reused across services in the project."""
    project = runsite.create_project()
    service = runsite.create_service(project_id=project)
    runsite.post(f"projects/{project}/secrets", {"key": "K", "value": "v", "scope": "production"})
    assert scopes(runsite, project) == {"K": {"production"}}
    assert runsite.variables_by_key(service) == {}


def test_secrets_are_grouped_by_key(runsite: Runsite) -> None:
    """Returns secrets grouped by key."""
    project = runsite.create_project()
    for key, scope in (("A", "production"), ("B", "production"), ("A", "staging")):
        runsite.post(f"projects/{project}/secrets", {"key": key, "value": "v", "scope": scope})
    assert runsite.get(f"projects/{project}/secrets")["total"] == 2
    assert scopes(runsite, project) == {"A": {"production", "staging"}, "B": {"production"}}


def test_a_secret_is_created(runsite: Runsite) -> None:
    """POST .../secrets {"key", "value", "scope": "production", "is_secret": true}"""
    project = runsite.create_project()
    fields = {"key": "STRIPE_SECRET_KEY", "scope": "production", "is_secret": True}
    body = fields | {"value": "sk_live_..."}
    response = runsite.api.post(f"projects/{project}/secrets", json=body)
    assert response.status_code == 201
    assert response.json().items() >= (fields | {"value": "***", "project_id": project}).items()


def test_secrets_are_created_in_bulk(runsite: Runsite) -> None:
    """PUT .../secrets/bulk: one key in two scopes."""
    project = runsite.create_project()
    secrets = [
        {"key": "API_SECRET", "value": "value1", "scope": "production"},
        {"key": "API_SECRET", "value": "value2", "scope": "staging"},
    ]
    response = runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": secrets})
    assert response.status_code == 200
    assert scopes(runsite, project) == {"API_SECRET": {"production", "staging"}}
    assert "value1" not in response.text


def test_a_secret_is_deleted(runsite: Runsite) -> None:
    """DELETE /api/projects/{project_id}/secrets/{secret_id}"""
    project, other = runsite.create_project(), runsite.create_project()
    body = {"key": "K", "value": "v", "scope": "staging"}
    secret = runsite.post(f"projects/{project}/secrets", body)["id"]
    assert runsite.api.delete(f"projects/{other}/secrets/{secret}").status_code == 404
    assert runsite.api.delete(f"projects/{project}/secrets/{secret}").status_code == 204
    assert scopes(runsite, project) == {}


def test_every_error_is_an_object_with_detail(runsite: Runsite) -> None:
    """All errors follow a consistent format: {"detail": "..."}."""
    service = runsite.create_service()
    runsite.create_variable(service)
    responses = [
        runsite.api.post("web-services", json={"name": "no source"}),
        runsite.bare.get("/api/projects"),
        runsite.client(READ).post("projects", json={"name": "x"}),
        runsite.api.get(f"projects/{UNKNOWN_ID}"),
        runsite.api.delete("projects"),
        runsite.api.post(f"{service}/env", json={"key": "KEY", "value": "again"}),
        runsite.api.post("projects", json={}),
        runsite.api.post(f"{service}/restart", json=[]),
    ]
    assert [a.status_code for a in responses] == [400, 401, 403, 404, 405, 409, 422, 422]
    for response in responses:
        assert response.headers["content-type"] == "application/json"
        assert list(response.json()) == ["detail"]


def test_invalid_input_is_400(runsite: Runsite) -> None:
    """400 Bad request - invalid input."""
    response = runsite.api.post("web-services", json={"name": "web"})
    assert response.status_code == 400
    assert response.json() == {"detail": "git_repository_url is required for source_type git"}


def test_a_missing_or_invalid_key_is_401(runsite: Runsite) -> None:
    """401 Unauthorized - invalid or missing credentials."""
    assert runsite.bare.get("/api/projects").json() == {"detail": "Not authenticated"}
    response = runsite.client("ak_live_wrong").get("projects")
    assert (response.status_code, response.json()) == (401, {"detail": "Invalid API key"})


def test_an_insufficient_scope_is_403(runsite: Runsite) -> None:
    """403 Forbidden - insufficient scope."""
    response = runsite.client(READ).post("projects", json={"name": "x"})
    assert response.status_code == 403
    detail = {"code": "insufficient_scope", "required": "write", "actual": "read"}
    assert response.json() == {"detail": detail}


def test_an_unknown_resource_is_404(runsite: Runsite) -> None:
    """404 Resource not found."""
    response = runsite.api.get(f"web-services/{UNKNOWN_ID}")
    assert (response.status_code, response.json()) == (404, {"detail": "Web service not found"})


def test_an_exceeded_rate_limit_is_429(runsite: Runsite) -> None:
    """429 Rate limit exceeded."""
    service = runsite.create_service()
    for _ in range(5):
        runsite.complete_deployment(service)
    response = runsite.api.post(f"{service}/deployments")
    detail = {"detail": "Too many requests. Please try again later."}
    assert (response.status_code, response.json()) == (429, detail)
    runsite.advance(60)
    assert runsite.api.post(f"{service}/deployments").status_code == 201
