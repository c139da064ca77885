"""It is for this machine, and for those who have a key or the token."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import __main__ as command
from tests.emulator.inside import NOBODY, TOKEN, WRITE, Runsite, emulator, opened

ROOM = [
    ("GET", "state"),
    ("GET", "journal"),
    ("GET", "journal/export"),
    ("DELETE", "journal"),
    ("POST", "reset"),
    ("POST", "clock"),
    ("GET", "switches"),
    ("PATCH", "switches"),
    ("POST", "faults"),
    ("GET", "faults"),
    ("DELETE", "faults"),
    ("POST", "keys"),
    ("PATCH", "keys/1"),
    ("PATCH", f"dashboard/projects/{NOBODY}"),
    ("DELETE", f"dashboard/projects/{NOBODY}"),
    ("POST", f"dashboard/deployments/{NOBODY}/fail"),
]


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper(), WRITE, "\u00e9"])
@pytest.mark.parametrize(("method", "path"), ROOM)
def test_the_control_room_needs_its_token(
    runsite: Runsite, method: str, path: str, token: str
) -> None:
    headers = {b"X-Emulator-Token": token.encode(), b"Authorization": f"Bearer {WRITE}".encode()}
    answer = runsite.bare.request(method, f"/_emulator/{path}", headers=headers)
    assert answer.status_code == 403
    assert "X-Emulator-Token" in answer.json()["detail"]


@pytest.mark.parametrize(
    "host",
    ["runsite.example", "runsite.example:80", "127.0.0.1.evil.example", "localhost.evil.example",
     "evil.example:127.0.0.1", "", "[::2]", "127.0.0.2"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/projects", "/_emulator/state", "/openapi.json"])
def test_a_name_that_is_not_of_this_machine_is_refused(
    runsite: Runsite, path: str, host: str
) -> None:
    headers = {"Host": host, "X-Emulator-Token": TOKEN, "Authorization": f"Bearer {WRITE}"}
    answer = runsite.bare.get(path, headers=headers)
    assert answer.status_code == 403
    assert answer.json() == {"detail": "This emulator answers to names of this machine only"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "[::1]", "[::1]:9"])
def test_a_name_of_this_machine_is_answered(runsite: Runsite, host: str) -> None:
    assert runsite.api.get("projects", headers={"Host": host}).status_code == 200


def test_a_name_that_is_allowed_is_answered() -> None:
    with opened(emulator(hosts=("runsite.example",))) as runsite:
        for host in ("runsite.example", "runsite.example:80", "localhost"):
            assert runsite.api.get("projects", headers={"Host": host}).status_code == 200


def test_no_page_of_another_site_may_read_an_answer(runsite: Runsite) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for path in ("/api/projects", "/_emulator/state", "/"):
        for method in ("GET", "OPTIONS"):
            answer = runsite.api.request(method, f"http://localhost{path}", headers=headers)
            assert not [name for name in answer.headers if name.startswith("access-control")]
            assert method == "GET" or answer.status_code in (404, 405)


def test_the_token_and_the_keys_are_not_in_what_the_room_shows(runsite: Runsite) -> None:
    for path in ("state", "journal", "switches", "faults"):
        text = runsite.room.get(path).text
        assert TOKEN not in text
        assert WRITE not in text


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - refused
def test_another_address_needs_the_explicit_flag(
    capsys: pytest.CaptureFixture[str], host: str
) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(["--host", host])
    assert end.value.code == 2
    assert "--open-to-the-network" in capsys.readouterr().err
