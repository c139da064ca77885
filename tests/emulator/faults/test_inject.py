"""Each fault kind has its effect on the connection and is recorded in the journal."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

from pulumi_runsite.emulator.faults.schedule import FaultKind
from tests.emulator.faults.raw_connection import CREATE_PROJECT, send_and_shut_down, send_raw
from tests.emulator.harness import Runsite


def count_projects(runsite: Runsite) -> int:
    return int(runsite.get("projects")["total"])


def last_entry(runsite: Runsite) -> dict[str, Any]:
    """Return the last entry of the journal."""
    return dict(runsite.control.get("journal").json()["entries"][-1])


def test_answer_replaces_the_response_of_the_api(live: Runsite) -> None:
    live.schedule_fault("answer", status=503, headers={"Retry-After": "7"})
    response = live.api.post("projects", json={"name": "shop"})
    assert (response.status_code, response.headers["retry-after"]) == (503, "7")
    assert response.json() == {"detail": "Service Unavailable"}
    assert count_projects(live) == 0


@pytest.mark.parametrize("apply", ["before", "after"])
def test_answer_can_replace_the_response_of_an_applied_request(live: Runsite, apply: str) -> None:
    live.schedule_fault(
        "answer", status=502, apply=apply, text="<h1>bad gateway", content_type="text/html"
    )
    response = live.api.post("projects", json={"name": "shop"})
    assert (response.text, response.headers["content-type"]) == ("<h1>bad gateway", "text/html")
    entry = last_entry(live)
    assert (entry["status"], entry["applied_status"]) == (502, 201)
    assert count_projects(live) == 1


@pytest.mark.parametrize("status", [200, 204, 299, 304, 418, 499, 599])
def test_answer_can_have_any_status(live: Runsite, status: int) -> None:
    live.schedule_fault("answer", status=status, count=2)
    for _ in range(2):
        assert live.api.get("projects").status_code == status
    assert live.api.get("projects").status_code == 200


def test_answer_can_have_any_json_body(live: Runsite) -> None:
    live.schedule_fault("answer", status=200, body={"id": 5, "new": [None]})
    assert live.api.get("projects").json() == {"id": 5, "new": [None]}


@pytest.mark.parametrize(("how", "end"), [(None, "rst"), ("rst", "rst"), ("fin", "fin")])
@pytest.mark.parametrize(("kind", "created"), [("close", 0), ("close_after_commit", 1)])
def test_close_ends_the_connection_without_a_response(
    live: Runsite, kind: str, created: int, how: str | None, end: str
) -> None:
    live.schedule_fault(kind, how=how)
    received = send_raw(live)
    assert (received.raw, received.end) == (b"", end)
    entry = last_entry(live)
    assert (entry["fault"], entry["status"]) == (kind, None)
    assert entry["applied_status"] == (201 if created else None)
    assert (entry["response_body"] or {}).get("name") == ("shop" if created else None)
    assert count_projects(live) == created


def test_partial_head_ends_within_the_headers(live: Runsite) -> None:
    live.schedule_fault("partial_head")
    received = send_raw(live)
    assert received.end == "fin"
    assert received.raw.startswith(b"HTTP/1.1 201 Created\r\n")
    assert b"\r\n\r\n" not in received.raw
    assert count_projects(live) == 1


def test_short_body_ends_before_content_length(live: Runsite) -> None:
    live.schedule_fault("short_body", how="rst")
    received = send_raw(live)
    declared = int(received.head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert 0 < len(received.body) < declared
    assert count_projects(live) == 1


@pytest.mark.parametrize(("apply", "created"), [("before", 1), ("after", 1), ("never", 0)])
def test_stall_delays_or_drops_the_response(live: Runsite, apply: str, created: int) -> None:
    live.schedule_fault("stall", seconds=0.2, apply=apply)
    started = time.monotonic()
    received = send_raw(live, until=lambda raw: b"workspace_id" in raw)
    assert time.monotonic() - started >= 0.2
    assert received.end == ("stopped" if created else "fin")
    assert count_projects(live) == created


def test_dribble_headers_never_completes_the_headers(live: Runsite) -> None:
    live.schedule_fault("dribble_headers", seconds=30)
    received = send_raw(live, until=lambda raw: raw.count(b"x-dribble: 1\r\n") >= 3)
    assert b"\r\n\r\n" not in received.raw
    assert count_projects(live) == 1


def test_dribble_body_never_completes_the_body(live: Runsite) -> None:
    live.schedule_fault("dribble_body", seconds=30)
    received = send_raw(live, until=lambda raw: raw.endswith(b"\r\n\r\n   "))
    assert b"content-length: 1000000000" in received.head
    assert count_projects(live) == 1


def test_a_dribble_ends_after_its_seconds(live: Runsite) -> None:
    live.schedule_fault("dribble_body", seconds=0.2)
    received = send_raw(live)
    assert (received.end, received.body) == ("fin", b"  ")


def test_gzip_bomb_decompresses_to_its_size(live: Runsite) -> None:
    live.schedule_fault("gzip_bomb", size=3_000_000)
    received = send_raw(
        live, until=lambda raw: raw.endswith(gzip.compress(b"")[-4:]) or len(raw) > 3000
    )
    assert b"content-encoding: gzip" in received.head
    assert len(received.body) < 10_000
    live.schedule_fault("gzip_bomb", size=3_000_000)
    assert live.api.post("projects", json={"name": "x"}).content == b" " * 3_000_000


def test_big_body_has_its_size(live: Runsite) -> None:
    live.schedule_fault("big_body", size=5_000_000)
    response = live.api.post("projects", json={"name": "x"})
    assert (response.status_code, len(response.content)) == (201, 5_000_000)


def test_deep_json_has_its_depth(live: Runsite) -> None:
    live.schedule_fault("deep_json", size=20_000)
    response = live.api.get("projects")
    assert response.content == b"[" * 20_000 + b"]" * 20_000


@pytest.mark.parametrize(
    ("kind", "text"), [("nan", b"NaN"), ("bad_utf8", b"\xff\xfe"), ("html", b"<!doctype html>")]
)
def test_an_invalid_body_is_not_json(live: Runsite, kind: str, text: bytes) -> None:
    live.schedule_fault(kind)
    response = live.api.post("projects", json={"name": "x"})
    assert response.status_code == 201
    assert text in response.content
    assert response.headers["content-type"].startswith("text/html") == (kind == "html")
    assert count_projects(live) == 1


@pytest.mark.parametrize(("status", "sent"), [(302, 302), (308, 308), (500, 307)])
def test_redirect_sends_its_location(live: Runsite, status: int, sent: int) -> None:
    live.schedule_fault("redirect", status=status, location="http://elsewhere.invalid/")
    response = live.api.post("projects", json={"name": "x"})
    assert (response.status_code, response.headers["location"]) == (
        sent,
        "http://elsewhere.invalid/",
    )
    assert count_projects(live) == 0


def test_list_lag_applies_to_one_list(live: Runsite) -> None:
    live.create_project()
    live.schedule_fault("list_lag", seconds=5)
    assert count_projects(live) == 0
    assert count_projects(live) == 1
    live.advance(6)
    live.schedule_fault("list_lag", seconds=5)
    assert count_projects(live) == 1


def test_late_commit_applies_the_request_after_the_disconnect(live: Runsite) -> None:
    live.schedule_fault("late_commit", seconds=30)
    assert send_raw(live).raw == b""
    assert count_projects(live) == 0
    live.advance(29)
    assert count_projects(live) == 0
    live.advance(1)
    assert len(live.control.get("state").json()["projects"]) == 1
    assert count_projects(live) == 1
    (entry,) = [e for e in live.control.get("journal").json()["entries"] if e["fault"]]
    assert (entry["status"], entry["applied_status"]) == (None, 201)


def test_a_late_commit_has_the_time_at_which_it_was_due(live: Runsite) -> None:
    live.schedule_fault("late_commit", seconds=30)
    send_raw(live)
    live.advance(90)
    created_at = live.control.get("state").json()["projects"][0]["created_at"]
    assert live.emulator.clock.now() - created_at == 60


def test_duplicate_answer_sends_the_response_twice(live: Runsite) -> None:
    live.schedule_fault("duplicate_answer")
    received = send_raw(
        live, until=lambda raw: raw.count(b"HTTP/1.1 201") == 2 and raw[-1:] == b"}"
    )
    first, second = received.raw.split(b"HTTP/1.1 ")[1:]
    assert first.split(b"\r\n\r\n")[1] == second.split(b"\r\n\r\n")[1]
    assert count_projects(live) == 1


def test_apply_twice_applies_the_request_twice(live: Runsite) -> None:
    live.schedule_fault("apply_twice")
    assert live.api.post("projects", json={"name": "x"}).status_code == 201
    assert count_projects(live) == 2


def test_without_a_socket_a_closed_connection_is_an_exception(runsite: Runsite) -> None:
    runsite.schedule_fault("close_after_commit")
    with pytest.raises(ConnectionResetError):
        runsite.api.post("projects", json={"name": "x"})
    assert count_projects(runsite) == 1


def test_an_incomplete_request_is_not_applied(live: Runsite) -> None:
    body = json.dumps({"name": "shop"}).encode()
    whole = CREATE_PROJECT.replace(
        b"Content-Length: 16", f"Content-Length: {len(body) + 5}".encode()
    )
    assert send_and_shut_down(live, whole).raw == b""
    assert count_projects(live) == 0


def test_every_fault_kind_is_tested_here() -> None:
    kinds = set(get_args(FaultKind))
    text = Path(__file__).read_text()
    assert {kind for kind in kinds if f'"{kind}"' not in text} == set()


def test_responses_are_not_delayed_by_nagles_algorithm(live: Runsite) -> None:
    # 44 ms per response with Nagle's algorithm, which asyncio disables if the protocol is given.
    durations = [live.api.get("projects").elapsed.total_seconds() for _ in range(21)]
    assert sorted(durations)[10] < 0.03


def test_a_keep_alive_connection_continues_after_a_fault(live: Runsite) -> None:
    live.schedule_fault("answer", status=500)
    with httpx.Client(base_url=live.url, headers=live.api.headers) as client:
        assert client.get("/api/projects").status_code == 500
        assert client.get("/api/projects").status_code == 200
