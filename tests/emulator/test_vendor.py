"""The calls that only the vendor's own client knows, and what is known but not modelled."""

from __future__ import annotations

import pytest

from tests.emulator.inside import ADMIN, NOBODY, READ, WRITE, Runsite


@pytest.fixture(params=["/api", "/api/v1"])
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_key_tells_whose_it_is(runsite: Runsite, prefix: str) -> None:
    user = runsite.door(READ, prefix).get("users/me").json()
    assert set(user) == {"id", "email", "name", "active_workspace_name", "created_at"}
    assert user["active_workspace_name"] is None
    assert user == runsite.door(WRITE, prefix).get("users/me").json()


@pytest.mark.parametrize(("key", "scope"), [(READ, "read"), (WRITE, "write"), (ADMIN, "admin")])
def test_a_key_tells_what_it_may(runsite: Runsite, prefix: str, key: str, scope: str) -> None:
    answer = runsite.door(key, prefix).get("users/me/api-key")
    told = answer.json()
    assert set(told) == {"id", "name", "key_prefix", "scope", "expires_at", "last_used_at"}
    assert (told["scope"], told["expires_at"]) == (scope, None)
    assert told["last_used_at"] == "2026-01-01T00:00:00Z"
    assert key not in answer.text


def test_metrics_are_zero_until_the_service_runs(runsite: Runsite) -> None:
    service = runsite.service(min_instances=2, max_instances=2)
    zero = runsite.get(f"{service}/metrics")
    assert [v for k, v in zero.items() if k != "timestamp"] == [0] * 7
    runsite.deployed(service)
    metrics = runsite.get(f"{service}/metrics")
    assert metrics["instance_count"] == 2
    assert 0 < metrics["cpu_usage_millicores"] < metrics["cpu_limit_millicores"]
    assert 0 < metrics["memory_usage_bytes"] < metrics["memory_limit_bytes"] == 256 * 2**20


def test_the_history_has_a_point_for_each_minute_that_it_ran(runsite: Runsite) -> None:
    service = runsite.service()
    assert runsite.get(f"{service}/metrics/history") == {"data_points": [], "period_seconds": 3600}
    runsite.deployed(service)
    runsite.passes(600)
    history = runsite.get(f"{service}/metrics/history", period=300)
    assert history["period_seconds"] == 300
    times = [point["timestamp"] for point in history["data_points"]]
    assert len(times) == 6
    assert times == sorted(times)
    assert history["data_points"][-1] == runsite.get(f"{service}/metrics")
    for period in (59, 86401, "x"):
        answer = runsite.api.get(f"{service}/metrics/history", params={"period": period})
        assert answer.status_code == 422


def test_there_is_a_plan_for_each_kind_of_service(runsite: Runsite) -> None:
    assert [plan["slug"] for plan in runsite.get("plans")["plans"]] == ["free"] * 3
    (plan,) = runsite.get("plans", service_type="web_service")["plans"]
    assert (plan["monthly_price_cents"], plan["memory_limit_mb"]) == (0, 256)
    assert runsite.api.get("plans", params={"service_type": "tape"}).status_code == 422


def test_there_are_no_databases(runsite: Runsite) -> None:
    assert runsite.get("databases", limit=100) == {"databases": [], "total": 0}
    for method in ("GET", "DELETE"):
        answer = runsite.api.request(method, f"databases/{NOBODY}")
        assert (answer.status_code, answer.json()) == (404, {"detail": "Database not found"})


@pytest.mark.parametrize("path", ["databases", "redis", "SERVICE/connections"])
def test_what_is_known_and_not_modelled_says_so(runsite: Runsite, path: str) -> None:
    path = path.replace("SERVICE", runsite.service())
    answer = runsite.api.post(path, json={"name": "db", "plan_id": NOBODY})
    assert answer.status_code == 501
    assert answer.json()["detail"].startswith("This emulator does not model ")


def test_a_connection_of_no_service_is_not_found(runsite: Runsite) -> None:
    answer = runsite.api.post(f"web-services/{NOBODY}/connections", json={})
    assert answer.status_code == 404
