"""No single request to the control API can stop the emulator."""

from __future__ import annotations

import json
import random
from typing import Any, get_args

import pytest

from pulumi_runsite.emulator.faults.schedule import FaultKind
from pulumi_runsite.emulator.world.switches import VARIANTS
from tests.emulator.harness import WRITE, Runsite

NUMBERS = (-1, 0, 1, 1e12, 2.6e11, 1e300, -1e300, 1e-300, 2**63, 2**200, float("nan"), float("inf"))
VALUES: tuple[Any, ...] = (
    *NUMBERS, None, True, "", "x", "\x00", "\ud800", "\u202e", "x" * 100_000, [], {}, [[1]],
    [["running", 1e300]], [["x", -1]], {"a": {"b": []}}, {"running": "\ud800"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", {"advance": 1e12}),
        ("clock", {"advance": 2.6e11}),
        ("clock", {"advance": float("nan")}),
        ("keys/{key}", {"expires_at": 1e300}),
        ("keys/{key}", {"expires_at": -1e300}),
        ("dashboard/projects/{project}", {"created_at": 1e300}),
        ("dashboard/deployments/{deployment}", {"ahead": [["running", 1e300]]}),
        ("switches", {"rate_limit_seconds": 1e300}),
        ("switches", {"list_lag_seconds": 1e300}),
        ("faults", {"kind": "deep_json", "size": 1_000_000_000}),
    ],
)
def test_a_value_out_of_range_is_rejected(runsite: Runsite, path: str, body: Any) -> None:
    response = runsite.control.request(
        "POST" if path in ("clock", "faults") else "PATCH",
        path.format(**resources(runsite)),
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert response.status_code == 422, response.text
    (name,) = body.keys() - {"kind"}
    assert name in response.text


def test_the_clock_stops_at_its_end(runsite: Runsite) -> None:
    runsite.control.post("clock", json={"scale": 1e6}).raise_for_status()
    runsite.emulator.clock.advance(1e15)
    assert runsite.create_project()
    assert runsite.get("projects")["projects"][0]["created_at"].startswith("9998-")


@pytest.mark.parametrize("seed", range(6))
def test_the_emulator_answers_after_any_control_request(runsite: Runsite, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(25):
        ids = resources(runsite)
        method, path, body = chosen.choice(requests(chosen, ids))
        response = runsite.control.request(
            method, path, content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        described = (method, path, str(body)[:200], response.text[:200])
        assert response.status_code < 500, described
        runsite.control.delete("faults").raise_for_status()
        for read in (*ids["read"], "/", "/_emulator/state", "/_emulator/journal"):
            answer = runsite.control.get(
                f"http://localhost{read}", headers={"Authorization": f"Bearer {WRITE}"}
            )
            assert answer.status_code < 500, (described, read, answer.text[:200])
        assert runsite.control.post("reset").status_code == 204


def requests(chosen: random.Random, ids: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Return one request to each operation of the control API, with an odd value."""
    value = chosen.choice(VALUES)
    dashboard = [
        ("PATCH", f"dashboard/{kind}/{ids[record]}", {chosen.choice(FIELDS[record]): value})
        for kind, record in RECORDS.items()
    ]
    fault = {"kind": chosen.choice(get_args(FaultKind)), chosen.choice(FAULT_FIELDS): value}
    return [
        *dashboard * 3,
        ("POST", "clock", {chosen.choice(("advance", "scale")): value}),
        ("PATCH", f"keys/{ids['key']}", {"expires_at": value}),
        ("POST", "keys", {"key": value}),
        ("PATCH", "switches", {chosen.choice(list(VARIANTS)): value}),
        ("POST", "faults", fault),
    ]


FAULT_FIELDS = ("count", "skip", "status", "seconds", "size", "text", "body", "path", "location")
RECORDS = {
    "projects": "project", "web-services": "service", "variables": "variable",
    "secrets": "secret", "deployments": "deployment",
}  # fmt: skip
FIELDS = {
    "project": ("name", "description", "created_at", "updated_at", "owner", "workspace_id"),
    "service": (
        "name", "status", "subdomain", "project_id", "port", "created_at", "next_status",
        "next_status_at", "max_instances", "image_ref", "git_repository_url", "source_type",
    ),
    "variable": ("key", "value", "is_secret", "created_at", "updated_at", "web_service_id"),
    "secret": ("key", "value", "scope", "created_at", "project_id"),
    "deployment": (
        "status", "branch", "commit_sha", "created_at", "started_at", "finished_at", "log",
        "ahead", "flaw", "is_live", "error_message", "rollback_from_deployment_id",
    ),
}  # fmt: skip


def resources(runsite: Runsite) -> dict[str, Any]:
    """Create one resource of each type, and return their ids, and the paths that read them."""
    project = runsite.create_project()
    service = runsite.create_service(project_id=project)
    variable = runsite.create_variable(service)["id"]
    secrets = f"projects/{project}/secrets"
    secret = runsite.post(secrets, {"key": "A", "value": "v", "scope": "staging"})["id"]
    deployment = runsite.start_deployment(service)
    paths = (
        "projects", f"projects/{project}", secrets, "web-services", service, f"{service}/env",
        f"{service}/deployments", deployment, f"{service}/logs", "users/me/api-key",
    )  # fmt: skip
    return {
        "project": project,
        "service": service.rpartition("/")[2],
        "variable": variable,
        "secret": secret,
        "deployment": deployment.rpartition("/")[2],
        "key": runsite.emulator.keys.all()[0].id,
        "read": [f"/api/{path}" for path in paths],
    }
