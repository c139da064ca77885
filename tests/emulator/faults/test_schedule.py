"""Faults apply to matching requests, in order, up to their count."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.harness import Runsite


def test_a_fault_applies_to_count_requests_after_skip(runsite: Runsite) -> None:
    runsite.schedule_fault("answer", status=500, count=2, skip=1)
    statuses = [runsite.api.get("projects").status_code for _ in range(5)]
    assert statuses == [200, 500, 500, 200, 200]


def test_faults_apply_in_the_order_of_their_schedule(runsite: Runsite) -> None:
    for status in (500, 502, 503):
        runsite.schedule_fault("answer", status=status)
    assert [runsite.api.get("projects").status_code for _ in range(4)] == [500, 502, 503, 200]


@pytest.mark.parametrize(
    "match",
    [
        {"method": "post"},
        {"path": "/projects"},
        {"path": "/proj*"},
        {"operation": "create_project"},
        {"method": "POST", "path": "/projects", "operation": "create_project"},
    ],
)
@pytest.mark.parametrize("prefix", ["/api", "/api/v1"])
def test_a_fault_applies_to_matching_requests_only(
    runsite: Runsite, match: Any, prefix: str
) -> None:
    runsite.schedule_fault("answer", status=500, **match)
    client = runsite.client("ak_live_writer", prefix)
    assert client.get("web-services").status_code == 200
    assert client.post("projects", json={"name": "x"}).status_code == 500
    assert client.post("projects", json={"name": "x"}).status_code == 201


def test_an_unused_fault_has_remaining_hits(runsite: Runsite) -> None:
    runsite.schedule_fault("answer", status=500, count=3, path="/projects")
    runsite.api.get("projects")
    (fault,) = runsite.control.get("faults").json()["faults"]
    assert (fault["hits"], fault["remaining"]) == (1, 2)
    assert runsite.control.delete("faults").status_code == 204
    assert runsite.control.get("faults").json() == {"faults": []}


def test_the_control_api_is_exempt_from_faults(runsite: Runsite) -> None:
    runsite.schedule_fault("answer", status=500, count=100)
    assert runsite.control.get("state").status_code == 200
    assert runsite.bare.get("/openapi.json").status_code == 200


@pytest.mark.parametrize(
    "invalid",
    [
        {"kind": "surprise"},
        {},
        {"kind": "stall", "second": 1},
        {"kind": "nan", "count": 0},
        {"kind": "answer", "headers": {"A": "b\r\nC: d"}},
        {"kind": "answer", "headers": {"A B": "c"}},
        {"kind": "redirect", "location": "/\n"},
        {"kind": "answer", "status": 199},
    ],
)
def test_an_invalid_fault_is_rejected(runsite: Runsite, invalid: Any) -> None:
    response = runsite.control.post("faults", json=invalid)
    assert response.status_code == 422
    assert runsite.control.get("faults").json() == {"faults": []}
