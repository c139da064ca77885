"""A body is read only if its sender may send one, and only up to a limit."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.emulator.faults.raw_connection import open_connection, read_to_end, send_raw
from tests.emulator.harness import TOKEN, WRITE, Runsite

JSON = "Content-Type: application/json"
KEY = f"Authorization: Bearer {WRITE}"


def head(path: str, *headers: str, size: int = 1_000_000_000) -> bytes:
    """Return the head of a POST whose body has *size* bytes."""
    lines = [f"POST {path} HTTP/1.1", JSON, *headers, f"Content-Length: {size}", "", ""]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (head("/api/projects", "Host: localhost"), 401),
        (head("/api/projects", "Host: localhost", "Authorization: Bearer ak_live_wrong"), 401),
        (head("/api/nothing", "Host: localhost"), 404),
        (head("/api/projects", "Host: evil.example", KEY), 403),
        (head("/_emulator/faults", "Host: localhost"), 403),
        (head("/_emulator/faults", "Host: localhost", "X-Emulator-Token: wrong"), 403),
        (head("/_emulator/faults", "Host: localhost", f"X-Emulator-Token: {TOKEN}"), 413),
        (head("/_emulator/page", "Host: localhost", size=65_537), 413),
        (head("/api/projects", "Host: localhost", KEY), 413),
        (head("/", "Host: localhost"), 405),
    ],
)
def test_a_rejected_request_is_answered_before_its_body_is_sent(
    live: Runsite, request_head: bytes, status: int
) -> None:
    response = send_raw(live, request_head, until=lambda raw: b"\r\n\r\n" in raw)
    assert response.head.startswith(f"HTTP/1.1 {status} ".encode())


def test_the_body_of_a_request_without_a_key_is_not_kept(live: Runsite) -> None:
    body = b"x" * 3_000_000
    with open_connection(live) as connection:
        connection.sendall(head("/api/projects", "Host: localhost", size=len(body)) + body)
        connection.sendall(b"GET /api/projects HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answers = read_to_end(connection, lambda raw: raw.count(b"HTTP/1.1 401") == 2)
    assert answers.raw.count(b"HTTP/1.1 401") == 2
    (entry, _) = live.control.get("journal").json()["entries"]
    assert entry["request_body"] is None
    assert entry["status"] == 401


def test_long_addresses_count_in_the_journal(live: Runsite) -> None:
    journal = live.emulator.journal
    for number in range(3):
        live.bare.get(f"/api/{quote('店' * 6000)}", params={"page": str(number) * 5000})
    assert journal.size > 3 * (6000 * 2 + 5000)
    live.control.delete("journal").raise_for_status()
    assert journal.size == 0
