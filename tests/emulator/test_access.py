"""Access is limited to this machine, to API keys and to the control token."""

from __future__ import annotations

import pytest

from pulumi_runsite.emulator import __main__ as command
from tests.emulator.harness import TOKEN, UNKNOWN_ID, WRITE, Runsite, connect, new_emulator

CONTROL_CALLS = [
    ("GET", "state"),
    ("GET", "journal"),
    ("GET", "journal/export"),
    ("GET", "journal/counts"),
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
    ("PATCH", f"dashboard/projects/{UNKNOWN_ID}"),
    ("DELETE", f"dashboard/projects/{UNKNOWN_ID}"),
    ("POST", f"dashboard/deployments/{UNKNOWN_ID}/fail"),
]


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper(), WRITE, "\u00e9"])
@pytest.mark.parametrize(("method", "path"), CONTROL_CALLS)
def test_the_control_api_requires_its_token(
    runsite: Runsite, method: str, path: str, token: str
) -> None:
    headers = {b"X-Emulator-Token": token.encode(), b"Authorization": f"Bearer {WRITE}".encode()}
    response = runsite.bare.request(method, f"/_emulator/{path}", headers=headers)
    assert response.status_code == 403
    assert "X-Emulator-Token" in response.json()["detail"]


@pytest.mark.parametrize(
    "host",
    ["runsite.example", "runsite.example:80", "127.0.0.1.evil.example", "localhost.evil.example",
     "evil.example:127.0.0.1", "", "[::2]", "127.0.0.2"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/projects", "/_emulator/state", "/openapi.json"])
def test_a_foreign_host_header_is_rejected(runsite: Runsite, path: str, host: str) -> None:
    headers = {"Host": host, "X-Emulator-Token": TOKEN, "Authorization": f"Bearer {WRITE}"}
    response = runsite.bare.get(path, headers=headers)
    assert response.status_code == 403
    assert response.json() == {
        "detail": "The Host header was rejected: it is not a name of this machine. Start the "
        "emulator with `--allow-host` to accept another name."
    }


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "[::1]", "[::1]:9"])
def test_a_host_header_of_this_machine_is_accepted(runsite: Runsite, host: str) -> None:
    assert runsite.api.get("projects", headers={"Host": host}).status_code == 200


def test_an_allowed_host_header_is_accepted() -> None:
    with connect(new_emulator(hosts=("runsite.example",))) as runsite:
        for host in ("runsite.example", "runsite.example:80", "localhost"):
            assert runsite.api.get("projects", headers={"Host": host}).status_code == 200


def test_no_cors_header_is_sent(runsite: Runsite) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for path in ("/api/projects", "/_emulator/state", "/"):
        for method in ("GET", "OPTIONS"):
            response = runsite.api.request(method, f"http://localhost{path}", headers=headers)
            assert not [name for name in response.headers if name.startswith("access-control")]
            assert method == "GET" or response.status_code in (404, 405)


def test_the_control_api_returns_no_token_and_no_keys(runsite: Runsite) -> None:
    for path in ("state", "journal", "switches", "faults"):
        text = runsite.control.get(path).text
        assert TOKEN not in text
        assert WRITE not in text


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - rejected
def test_a_public_address_requires_the_explicit_flag(
    capsys: pytest.CaptureFixture[str], host: str
) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(["--host", host])
    assert end.value.code == 2
    assert "--open-to-the-network" in capsys.readouterr().err
