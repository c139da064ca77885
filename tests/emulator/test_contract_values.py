"""The page "Public API" on variables, secrets and errors; see test_contract.py."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.inside import NOBODY, READ, Runsite


def scopes(runsite: Runsite, project: str) -> dict[str, set[str]]:
    found = runsite.get(f"projects/{project}/secrets")["secrets"]
    return {group["key"]: {s["scope"] for s in group["values"]} for group in found}


def test_variables_are_listed(runsite: Runsite) -> None:
    """GET /api/web-services/{web_service_id}/env"""
    service = runsite.service()
    made = runsite.variable(service, "NODE_ENV", "production")
    assert runsite.get(f"{service}/env") == {"environment_variables": [made], "total": 1}
    assert made["value"] == "production"


def test_values_of_secret_variables_are_masked(runsite: Runsite) -> None:
    """Values of secret variables are masked in the response."""
    service = runsite.service()
    made = runsite.variable(service, "DATABASE_URL", "postgres://pw@db", is_secret=True)
    bulk = {"variables": [{"key": "OTHER", "value": "s3cret", "is_secret": True}]}
    put = runsite.api.put(f"{service}/env/bulk", json=bulk)
    listed = runsite.api.get(f"{service}/env")
    assert (
        {v["value"] for v in listed.json()["environment_variables"]} == {"***"} == {made["value"]}
    )
    for answer in (put, listed):
        assert "postgres" not in answer.text
        assert "s3cret" not in answer.text


def test_a_variable_is_made(runsite: Runsite) -> None:
    """POST .../env {"key": "DATABASE_URL", "value": "postgres://...", "is_secret": true}"""
    service = runsite.service()
    body = {"key": "DATABASE_URL", "value": "postgres://...", "is_secret": True}
    answer = runsite.api.post(f"{service}/env", json=body)
    assert answer.status_code == 201
    assert answer.json().items() >= {"key": "DATABASE_URL", "is_secret": True}.items()


def test_variables_are_put_in_bulk(runsite: Runsite) -> None:
    """PUT .../env/bulk {"variables": [{"key": "NODE_ENV", ...}, {"key": "PORT", ...}]}"""
    service = runsite.service()
    variables = [
        {"key": "NODE_ENV", "value": "production"},
        {"key": "PORT", "value": "3000", "is_secret": False},
    ]
    answer = runsite.api.put(f"{service}/env/bulk", json={"variables": variables})
    assert answer.status_code == 200
    assert {k: v["value"] for k, v in runsite.variables(service).items()} == {
        "NODE_ENV": "production",
        "PORT": "3000",
    }


def test_a_variable_is_deleted(runsite: Runsite) -> None:
    """DELETE /api/web-services/{web_service_id}/env/{var_id}"""
    service, other = runsite.service(), runsite.service()
    variable = runsite.variable(service)["id"]
    assert runsite.api.delete(f"{other}/env/{variable}").status_code == 404
    assert runsite.api.delete(f"{service}/env/{variable}").status_code == 204
    assert runsite.variables(service) == {}
    assert runsite.api.delete(f"{service}/env/{variable}").status_code == 404


@pytest.mark.parametrize("scope", ["production", "staging", "development"])
def test_a_secret_is_for_one_environment(runsite: Runsite, scope: str) -> None:
    """Project secrets are scoped per environment (production, staging, development)."""
    project = runsite.project()
    secret = {"key": "KEY", "value": "v", "scope": scope}
    assert runsite.make(f"projects/{project}/secrets", secret)["scope"] == scope
    assert scopes(runsite, project) == {"KEY": {scope}}


@pytest.mark.parametrize("scope", ["Production", "test", "", None, 1])
def test_there_are_three_scopes(runsite: Runsite, scope: Any) -> None:
    """The table of scopes: production, staging, development."""
    secrets = f"projects/{runsite.project()}/secrets"
    answer = runsite.api.post(secrets, json={"key": "K", "value": "v", "scope": scope})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "scope"]


def test_secrets_belong_to_the_project_not_to_a_service(runsite: Runsite) -> None:
    """They can be reused across services in the project."""
    project = runsite.project()
    service = runsite.service(project_id=project)
    runsite.make(f"projects/{project}/secrets", {"key": "K", "value": "v", "scope": "production"})
    assert scopes(runsite, project) == {"K": {"production"}}
    assert runsite.variables(service) == {}


def test_secrets_are_grouped_by_key(runsite: Runsite) -> None:
    """Returns secrets grouped by key."""
    project = runsite.project()
    for key, scope in (("A", "production"), ("B", "production"), ("A", "staging")):
        runsite.make(f"projects/{project}/secrets", {"key": key, "value": "v", "scope": scope})
    assert runsite.get(f"projects/{project}/secrets")["total"] == 2
    assert scopes(runsite, project) == {"A": {"production", "staging"}, "B": {"production"}}


def test_a_secret_is_made(runsite: Runsite) -> None:
    """POST .../secrets {"key", "value", "scope": "production", "is_secret": true}"""
    project = runsite.project()
    shown = {"key": "STRIPE_SECRET_KEY", "scope": "production", "is_secret": True}
    body = shown | {"value": "sk_live_..."}
    answer = runsite.api.post(f"projects/{project}/secrets", json=body)
    assert answer.status_code == 201
    assert answer.json().items() >= (shown | {"value": "***", "project_id": project}).items()


def test_secrets_are_put_in_bulk(runsite: Runsite) -> None:
    """PUT .../secrets/bulk: one key in two scopes."""
    project = runsite.project()
    secrets = [
        {"key": "API_SECRET", "value": "value1", "scope": "production"},
        {"key": "API_SECRET", "value": "value2", "scope": "staging"},
    ]
    answer = runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": secrets})
    assert answer.status_code == 200
    assert scopes(runsite, project) == {"API_SECRET": {"production", "staging"}}
    assert "value1" not in answer.text


def test_a_secret_is_deleted(runsite: Runsite) -> None:
    """DELETE /api/projects/{project_id}/secrets/{secret_id}"""
    project, other = runsite.project(), runsite.project()
    body = {"key": "K", "value": "v", "scope": "staging"}
    secret = runsite.make(f"projects/{project}/secrets", body)["id"]
    assert runsite.api.delete(f"projects/{other}/secrets/{secret}").status_code == 404
    assert runsite.api.delete(f"projects/{project}/secrets/{secret}").status_code == 204
    assert scopes(runsite, project) == {}


def test_every_error_is_an_object_with_detail(runsite: Runsite) -> None:
    """All errors follow a consistent format: {"detail": "..."}."""
    service = runsite.service()
    runsite.variable(service)
    refused = [
        runsite.api.post("web-services", json={"name": "no source"}),
        runsite.bare.get("/api/projects"),
        runsite.door(READ).post("projects", json={"name": "x"}),
        runsite.api.get(f"projects/{NOBODY}"),
        runsite.api.delete("projects"),
        runsite.api.post(f"{service}/env", json={"key": "KEY", "value": "again"}),
        runsite.api.post("projects", json={}),
        runsite.api.post(f"{service}/restart", json=[]),
    ]
    assert [a.status_code for a in refused] == [400, 401, 403, 404, 405, 409, 422, 422]
    for answer in refused:
        assert answer.headers["content-type"] == "application/json"
        assert list(answer.json()) == ["detail"]


def test_400_is_invalid_input(runsite: Runsite) -> None:
    """400 Bad request - invalid input."""
    answer = runsite.api.post("web-services", json={"name": "web"})
    assert answer.status_code == 400
    assert answer.json() == {"detail": "git_repository_url is required for source_type git"}


def test_401_is_a_missing_or_invalid_credential(runsite: Runsite) -> None:
    """401 Unauthorized - invalid or missing credentials."""
    assert runsite.bare.get("/api/projects").json() == {"detail": "Not authenticated"}
    answer = runsite.door("ak_live_wrong").get("projects")
    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid API key"})


def test_403_is_a_scope_that_does_not_reach(runsite: Runsite) -> None:
    """403 Forbidden - insufficient scope."""
    answer = runsite.door(READ).post("projects", json={"name": "x"})
    assert answer.status_code == 403
    detail = {"code": "insufficient_scope", "required": "write", "actual": "read"}
    assert answer.json() == {"detail": detail}


def test_404_is_a_resource_that_is_not_there(runsite: Runsite) -> None:
    """404 Resource not found."""
    answer = runsite.api.get(f"web-services/{NOBODY}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Web service not found"})


def test_429_is_a_rate_that_is_exceeded(runsite: Runsite) -> None:
    """429 Rate limit exceeded."""
    service = runsite.service()
    for _ in range(5):
        runsite.deployed(service)
    answer = runsite.api.post(f"{service}/deployments")
    detail = {"detail": "Too many requests. Please try again later."}
    assert (answer.status_code, answer.json()) == (429, detail)
    runsite.passes(60)
    assert runsite.api.post(f"{service}/deployments").status_code == 201
