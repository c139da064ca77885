"""Faults hit what they match, in order, as often as asked; one that was not hit is visible."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.inside import Runsite


def test_a_fault_hits_as_often_as_it_is_counted(runsite: Runsite) -> None:
    runsite.fault("answer", status=500, count=2, skip=1)
    asked = [runsite.api.get("projects").status_code for _ in range(5)]
    assert asked == [200, 500, 500, 200, 200]


def test_faults_come_in_the_order_they_were_scheduled(runsite: Runsite) -> None:
    for status in (500, 502, 503):
        runsite.fault("answer", status=status)
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
def test_a_fault_hits_what_it_matches(runsite: Runsite, match: Any, prefix: str) -> None:
    runsite.fault("answer", status=500, **match)
    door = runsite.door("ak_live_writer", prefix)
    assert door.get("web-services").status_code == 200
    assert door.post("projects", json={"name": "x"}).status_code == 500
    assert door.post("projects", json={"name": "x"}).status_code == 201


def test_a_fault_that_was_not_hit_is_visible(runsite: Runsite) -> None:
    runsite.fault("answer", status=500, count=3, path="/projects")
    runsite.api.get("projects")
    (fault,) = runsite.room.get("faults").json()["faults"]
    assert (fault["hits"], fault["remaining"]) == (1, 2)
    assert runsite.room.delete("faults").status_code == 204
    assert runsite.room.get("faults").json() == {"faults": []}


def test_the_control_room_is_never_hit(runsite: Runsite) -> None:
    runsite.fault("answer", status=500, count=100)
    assert runsite.room.get("state").status_code == 200
    assert runsite.bare.get("/openapi.json").status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"kind": "surprise"}, {}, {"kind": "stall", "second": 1}, {"kind": "nan", "count": 0},
     {"kind": "answer", "headers": {"A": "b\r\nC: d"}}, {"kind": "answer", "headers": {"A B": "c"}},
     {"kind": "redirect", "location": "/\n"}, {"kind": "answer", "status": 199}],
)  # fmt: skip
def test_a_fault_that_nobody_knows_is_refused(runsite: Runsite, wrong: Any) -> None:
    answer = runsite.room.post("faults", json=wrong)
    assert answer.status_code == 422
    assert runsite.room.get("faults").json() == {"faults": []}
