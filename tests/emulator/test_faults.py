"""Each fault does on the wire what it says, as often as it was asked to, and is written down."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any, get_args

import httpx
import pytest

from pulumi_runsite.emulator.faults.schedule import Kind
from tests.emulator.inside import Runsite
from tests.emulator.wires import PROJECT, hear, leave


def projects(runsite: Runsite) -> int:
    return int(runsite.get("projects")["total"])


def entry(runsite: Runsite) -> dict[str, Any]:
    """Return the journal's last entry."""
    return dict(runsite.room.get("journal").json()["entries"][-1])


def test_a_fault_answers_instead_of_the_api(live: Runsite) -> None:
    live.fault("answer", status=503, headers={"Retry-After": "7"})
    answer = live.api.post("projects", json={"name": "shop"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    assert answer.json() == {"detail": "Service Unavailable"}
    assert projects(live) == 0


@pytest.mark.parametrize("apply", ["before", "after"])
def test_a_fault_can_answer_for_what_was_carried_out(live: Runsite, apply: str) -> None:
    live.fault("answer", status=502, apply=apply, text="<h1>bad gateway", content_type="text/html")
    answer = live.api.post("projects", json={"name": "shop"})
    assert (answer.text, answer.headers["content-type"]) == ("<h1>bad gateway", "text/html")
    written = entry(live)
    assert (written["status"], written["applied_status"]) == (502, 201)
    assert projects(live) == 1


@pytest.mark.parametrize("status", [200, 204, 299, 304, 418, 499, 599])
def test_a_fault_answers_any_status(live: Runsite, status: int) -> None:
    live.fault("answer", status=status, count=2)
    for _ in range(2):
        assert live.api.get("projects").status_code == status
    assert live.api.get("projects").status_code == 200


def test_a_fault_answers_any_json(live: Runsite) -> None:
    live.fault("answer", status=200, body={"id": 5, "new": [None]})
    assert live.api.get("projects").json() == {"id": 5, "new": [None]}


@pytest.mark.parametrize(("how", "end"), [(None, "rst"), ("rst", "rst"), ("fin", "fin")])
@pytest.mark.parametrize(("kind", "made"), [("close", 0), ("close_after_commit", 1)])
def test_a_connection_ends_without_a_byte(
    live: Runsite, kind: str, made: int, how: str | None, end: str
) -> None:
    live.fault(kind, how=how)
    heard = hear(live)
    assert (heard.raw, heard.end) == (b"", end)
    written = entry(live)
    assert (written["fault"], written["status"]) == (kind, None)
    assert written["applied_status"] == (201 if made else None)
    assert (written["response_body"] or {}).get("name") == ("shop" if made else None)
    assert projects(live) == made


def test_a_head_ends_in_the_middle(live: Runsite) -> None:
    live.fault("partial_head")
    heard = hear(live)
    assert heard.end == "fin"
    assert heard.raw.startswith(b"HTTP/1.1 201 Created\r\n")
    assert b"\r\n\r\n" not in heard.raw
    assert projects(live) == 1


def test_a_body_is_shorter_than_it_says(live: Runsite) -> None:
    live.fault("short_body", how="rst")
    heard = hear(live)
    said = int(heard.head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert 0 < len(heard.body) < said
    assert projects(live) == 1


@pytest.mark.parametrize(("apply", "made"), [("before", 1), ("after", 1), ("never", 0)])
def test_an_answer_comes_late_or_never(live: Runsite, apply: str, made: int) -> None:
    live.fault("stall", seconds=0.2, apply=apply)
    started = time.monotonic()
    heard = hear(live, enough=lambda raw: b"workspace_id" in raw)
    assert time.monotonic() - started >= 0.2
    assert heard.end == ("enough" if made else "fin")
    assert projects(live) == made


def test_headers_never_end(live: Runsite) -> None:
    live.fault("dribble_headers", seconds=30)
    heard = hear(live, enough=lambda raw: raw.count(b"x-dribble: 1\r\n") >= 3)
    assert b"\r\n\r\n" not in heard.raw
    assert projects(live) == 1


def test_a_body_never_ends(live: Runsite) -> None:
    live.fault("dribble_body", seconds=30)
    heard = hear(live, enough=lambda raw: raw.endswith(b"\r\n\r\n   "))
    assert b"content-length: 1000000000" in heard.head
    assert projects(live) == 1


def test_a_dribble_ends_after_its_seconds(live: Runsite) -> None:
    live.fault("dribble_body", seconds=0.2)
    heard = hear(live)
    assert (heard.end, heard.body) == ("fin", b"  ")


def test_a_small_answer_unpacks_into_a_large_one(live: Runsite) -> None:
    live.fault("gzip_bomb", size=3_000_000)
    heard = hear(live, enough=lambda raw: raw.endswith(gzip.compress(b"")[-4:]) or len(raw) > 3000)
    assert b"content-encoding: gzip" in heard.head
    assert len(heard.body) < 10_000
    live.fault("gzip_bomb", size=3_000_000)
    assert live.api.post("projects", json={"name": "x"}).content == b" " * 3_000_000


def test_an_answer_is_as_large_as_asked(live: Runsite) -> None:
    live.fault("big_body", size=5_000_000)
    answer = live.api.post("projects", json={"name": "x"})
    assert (answer.status_code, len(answer.content)) == (201, 5_000_000)


def test_json_is_as_deep_as_asked(live: Runsite) -> None:
    live.fault("deep_json", size=20_000)
    answer = live.api.get("projects")
    assert answer.content == b"[" * 20_000 + b"]" * 20_000


@pytest.mark.parametrize(
    ("kind", "text"), [("nan", b"NaN"), ("bad_utf8", b"\xff\xfe"), ("html", b"<!doctype html>")]
)
def test_an_answer_is_no_json(live: Runsite, kind: str, text: bytes) -> None:
    live.fault(kind)
    answer = live.api.post("projects", json={"name": "x"})
    assert answer.status_code == 201
    assert text in answer.content
    assert answer.headers["content-type"].startswith("text/html") == (kind == "html")
    assert projects(live) == 1


@pytest.mark.parametrize(("status", "sent"), [(302, 302), (308, 308), (500, 307)])
def test_a_redirect_leads_elsewhere(live: Runsite, status: int, sent: int) -> None:
    live.fault("redirect", status=status, location="http://elsewhere.invalid/")
    answer = live.api.post("projects", json={"name": "x"})
    assert (answer.status_code, answer.headers["location"]) == (sent, "http://elsewhere.invalid/")
    assert projects(live) == 0


def test_one_list_lags_behind(live: Runsite) -> None:
    live.project()
    live.fault("list_lag", seconds=5)
    assert projects(live) == 0
    assert projects(live) == 1
    live.passes(6)
    live.fault("list_lag", seconds=5)
    assert projects(live) == 1


def test_a_request_is_carried_out_when_its_client_has_gone(live: Runsite) -> None:
    live.fault("late_commit", seconds=30)
    assert hear(live).raw == b""
    assert projects(live) == 0
    live.passes(29)
    assert projects(live) == 0
    live.passes(1)
    assert len(live.room.get("state").json()["projects"]) == 1
    assert projects(live) == 1
    (late,) = [e for e in live.room.get("journal").json()["entries"] if e["fault"]]
    assert (late["status"], late["applied_status"]) == (None, 201)


def test_an_answer_comes_twice(live: Runsite) -> None:
    live.fault("duplicate_answer")
    heard = hear(live, enough=lambda raw: raw.count(b"HTTP/1.1 201") == 2 and raw[-1:] == b"}")
    first, second = heard.raw.split(b"HTTP/1.1 ")[1:]
    assert first.split(b"\r\n\r\n")[1] == second.split(b"\r\n\r\n")[1]
    assert projects(live) == 1


def test_a_request_is_carried_out_twice(live: Runsite) -> None:
    live.fault("apply_twice")
    assert live.api.post("projects", json={"name": "x"}).status_code == 201
    assert projects(live) == 2


def test_without_a_wire_a_broken_connection_is_an_error(runsite: Runsite) -> None:
    runsite.fault("close_after_commit")
    with pytest.raises(ConnectionResetError):
        runsite.api.post("projects", json={"name": "x"})
    assert projects(runsite) == 1


def test_a_client_that_leaves_in_the_middle_of_its_body_asked_nothing(live: Runsite) -> None:
    body = json.dumps({"name": "shop"}).encode()
    whole = PROJECT.replace(b"Content-Length: 16", f"Content-Length: {len(body) + 5}".encode())
    assert leave(live, whole).raw == b""
    assert projects(live) == 0


def test_every_kind_of_fault_is_tested_here() -> None:
    tested = set(get_args(Kind))
    with open(__file__, encoding="utf-8") as here:  # noqa: PTH123
        text = here.read()
    assert {kind for kind in tested if f'"{kind}"' not in text} == set()


def test_an_answer_is_not_held_back_for_an_acknowledgement(live: Runsite) -> None:
    # 44 ms each with Nagle's algorithm on, which asyncio leaves on for a socket without protocol.
    took = [live.api.get("projects").elapsed.total_seconds() for _ in range(21)]
    assert sorted(took)[10] < 0.03


def test_a_kept_connection_serves_on_after_a_fault(live: Runsite) -> None:
    live.fault("answer", status=500)
    with httpx.Client(base_url=live.url, headers=live.api.headers) as client:
        assert client.get("/api/projects").status_code == 500
        assert client.get("/api/projects").status_code == 200
