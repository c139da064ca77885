"""The calls that are known from Runsite's own CLI only, modelled or not."""

from __future__ import annotations

import pytest

from tests.emulator.harness import ADMIN, READ, UNKNOWN_ID, WRITE, Runsite


@pytest.fixture(params=["/api", "/api/v1"])
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_account_of_a_key_is_returned(runsite: Runsite, prefix: str) -> None:
    user = runsite.client(READ, prefix).get("users/me").json()
    assert set(user) == {"id", "email", "name", "active_workspace_name", "created_at"}
    assert user["active_workspace_name"] is None
    assert user == runsite.client(WRITE, prefix).get("users/me").json()


@pytest.mark.parametrize(("key", "scope"), [(READ, "read"), (WRITE, "write"), (ADMIN, "admin")])
def test_the_scope_of_a_key_is_returned(
    runsite: Runsite, prefix: str, key: str, scope: str
) -> None:
    response = runsite.client(key, prefix).get("users/me/api-key")
    metadata = response.json()
    assert set(metadata) == {"id", "name", "key_prefix", "scope", "expires_at", "last_used_at"}
    assert (metadata["scope"], metadata["expires_at"]) == (scope, None)
    assert metadata["last_used_at"] == "2026-01-01T00:00:00Z"
    assert key not in response.text


def test_metrics_are_zero_until_the_service_runs(runsite: Runsite) -> None:
    service = runsite.create_service(min_instances=2, max_instances=2)
    zero = runsite.get(f"{service}/metrics")
    assert [v for k, v in zero.items() if k != "timestamp"] == [0] * 7
    runsite.complete_deployment(service)
    metrics = runsite.get(f"{service}/metrics")
    assert metrics["instance_count"] == 2
    assert 0 < metrics["cpu_usage_millicores"] < metrics["cpu_limit_millicores"]
    assert 0 < metrics["memory_usage_bytes"] < metrics["memory_limit_bytes"] == 256 * 2**20


def test_the_history_has_one_point_per_minute_of_run_time(runsite: Runsite) -> None:
    service = runsite.create_service()
    assert runsite.get(f"{service}/metrics/history") == {"data_points": [], "period_seconds": 3600}
    runsite.complete_deployment(service)
    runsite.advance(600)
    history = runsite.get(f"{service}/metrics/history", period=300)
    assert history["period_seconds"] == 300
    times = [point["timestamp"] for point in history["data_points"]]
    assert len(times) == 6
    assert times == sorted(times)
    assert history["data_points"][-1] == runsite.get(f"{service}/metrics")
    for period in (59, 86401, "x"):
        response = runsite.api.get(f"{service}/metrics/history", params={"period": period})
        assert response.status_code == 422


def test_there_is_a_plan_per_service_type(runsite: Runsite) -> None:
    assert [plan["slug"] for plan in runsite.get("plans")["plans"]] == ["free"] * 3
    (plan,) = runsite.get("plans", service_type="web_service")["plans"]
    assert (plan["monthly_price_cents"], plan["memory_limit_mb"]) == (0, 256)
    assert runsite.api.get("plans", params={"service_type": "tape"}).status_code == 422


def test_there_are_no_databases(runsite: Runsite) -> None:
    assert runsite.get("databases", limit=100) == {"databases": [], "total": 0}
    for method in ("GET", "DELETE"):
        response = runsite.api.request(method, f"databases/{UNKNOWN_ID}")
        assert (response.status_code, response.json()) == (404, {"detail": "Database not found"})


@pytest.mark.parametrize("path", ["databases", "redis", "SERVICE/connections"])
def test_an_unmodelled_operation_is_501(runsite: Runsite, path: str) -> None:
    path = path.replace("SERVICE", runsite.create_service())
    response = runsite.api.post(path, json={"name": "db", "plan_id": UNKNOWN_ID})
    assert response.status_code == 501
    assert response.json()["detail"].startswith("This emulator does not model ")


def test_a_connection_of_an_unknown_service_is_404(runsite: Runsite) -> None:
    response = runsite.api.post(f"web-services/{UNKNOWN_ID}/connections", json={})
    assert response.status_code == 404
