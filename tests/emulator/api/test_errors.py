"""Error responses: their statuses, formats and messages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.harness import ADMIN, READ, UNKNOWN_ID, WRITE, Runsite

OPERATIONS = [
    ("GET", "projects"),
    ("POST", "projects"),
    ("GET", f"projects/{UNKNOWN_ID}"),
    ("GET", "web-services"),
    ("POST", "web-services"),
    ("GET", f"web-services/{UNKNOWN_ID}"),
    ("POST", f"web-services/{UNKNOWN_ID}/deploy"),
    ("POST", f"web-services/{UNKNOWN_ID}/restart"),
    ("POST", f"web-services/{UNKNOWN_ID}/stop"),
    ("POST", f"web-services/{UNKNOWN_ID}/start"),
    ("GET", f"web-services/{UNKNOWN_ID}/logs"),
    ("GET", f"web-services/{UNKNOWN_ID}/deployments"),
    ("POST", f"web-services/{UNKNOWN_ID}/deployments"),
    ("GET", f"web-services/{UNKNOWN_ID}/deployments/{UNKNOWN_ID}"),
    ("POST", f"web-services/{UNKNOWN_ID}/deployments/{UNKNOWN_ID}/rollback"),
    ("GET", f"web-services/{UNKNOWN_ID}/env"),
    ("POST", f"web-services/{UNKNOWN_ID}/env"),
    ("PUT", f"web-services/{UNKNOWN_ID}/env/bulk"),
    ("DELETE", f"web-services/{UNKNOWN_ID}/env/{UNKNOWN_ID}"),
    ("GET", f"projects/{UNKNOWN_ID}/secrets"),
    ("POST", f"projects/{UNKNOWN_ID}/secrets"),
    ("PUT", f"projects/{UNKNOWN_ID}/secrets/bulk"),
    ("DELETE", f"projects/{UNKNOWN_ID}/secrets/{UNKNOWN_ID}"),
]

SECRET = {"key": "K", "value": "v", "scope": "staging"}
WELL_FORMED: dict[str, Any] = {
    "projects": {"name": "x"},
    "web-services": {"name": "x", "image_ref": "nginx:1", "source_type": "image"},
    f"web-services/{UNKNOWN_ID}/env": {"key": "K", "value": "v"},
    f"web-services/{UNKNOWN_ID}/env/bulk": {"variables": [{"key": "K", "value": "v"}]},
    f"projects/{UNKNOWN_ID}/secrets": {"key": "K", "value": "v", "scope": "staging"},
    f"projects/{UNKNOWN_ID}/secrets/bulk": {
        "secrets": [{"key": "K", "value": "v", "scope": "staging"}]
    },
}


@pytest.mark.parametrize("prefix", ["/api", "/api/v1"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_requires_a_key(
    runsite: Runsite, method: str, path: str, prefix: str
) -> None:
    assert runsite.bare.request(method, f"{prefix}/{path}").status_code == 401


@pytest.mark.parametrize(("method", "path"), [o for o in OPERATIONS if o[0] != "GET"])
def test_a_read_key_cannot_write(runsite: Runsite, method: str, path: str) -> None:
    response = runsite.client(READ).request(method, path, json=WELL_FORMED.get(path))
    assert response.status_code == 403
    assert response.json()["detail"]["required"] == "write"


@pytest.mark.parametrize(("method", "path"), [o for o in OPERATIONS if UNKNOWN_ID in o[1]])
def test_an_unknown_id_is_404(runsite: Runsite, method: str, path: str) -> None:
    response = runsite.client(ADMIN).request(method, path, json=WELL_FORMED.get(path))
    detail = "Project not found" if path.startswith("projects") else "Web service not found"
    assert (response.status_code, response.json()) == (404, {"detail": detail})


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        WRITE,
        f"Basic {WRITE}",
        f"Bearer {WRITE}x",
        f"Bearer {WRITE[:-1]}",
        f"Bearer {WRITE.upper()}",
        f"Bearer {WRITE} {WRITE}",
        "Bearer \u00e9",
    ],
)
def test_a_header_without_an_accepted_key_is_401(runsite: Runsite, header: str) -> None:
    headers = {b"Authorization": header.encode()}
    response = runsite.bare.get("/api/projects", headers=headers)
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


def test_the_scheme_is_case_insensitive(runsite: Runsite) -> None:
    response = runsite.bare.get("/api/projects", headers={"Authorization": f"bearer {WRITE}"})
    assert response.status_code == 200


def test_a_revoked_key_is_401_and_can_be_reactivated(runsite: Runsite) -> None:
    key = runsite.control.get("state").json()["keys"][0]["id"]
    runsite.control.patch(f"keys/{key}", json={"is_active": False})
    assert runsite.api.get("projects").json() == {"detail": "Invalid API key"}
    runsite.control.patch(f"keys/{key}", json={"is_active": True})
    assert runsite.api.get("projects").status_code == 200


def test_an_expired_key_is_401(runsite: Runsite) -> None:
    key = runsite.control.get("state").json()["keys"][0]["id"]
    runsite.control.patch(f"keys/{key}", json={"expires_at": runsite.emulator.clock.now() + 60})
    runsite.advance(59)
    assert runsite.api.get("projects").status_code == 200
    runsite.advance(1)
    assert runsite.api.get("projects").status_code == 401


def test_the_key_is_checked_before_the_body(runsite: Runsite) -> None:
    response = runsite.bare.post("/api/projects", content=b"{not json")
    assert response.status_code == 401


@pytest.mark.parametrize(
    ("account", "detail"),
    [
        ("blocked", {"code": "user_blocked", "reason": "unpaid invoice"}),
        ("in_review", {"code": "registration_review_required", "status": "pending"}),
    ],
)
def test_a_blocked_account_is_403_with_an_object(
    runsite: Runsite, account: str, detail: dict[str, str]
) -> None:
    runsite.set_switches(account=account)
    response = runsite.api.get("projects")
    assert (response.status_code, response.json()) == (403, {"detail": detail})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", f"projects/{UNKNOWN_ID}"),
        ("PUT", f"projects/{UNKNOWN_ID}"),
        ("DELETE", f"projects/{UNKNOWN_ID}"),
        ("PATCH", f"web-services/{UNKNOWN_ID}"),
        ("PUT", f"web-services/{UNKNOWN_ID}"),
        ("DELETE", f"web-services/{UNKNOWN_ID}"),
        ("GET", f"web-services/{UNKNOWN_ID}/env/{UNKNOWN_ID}"),
        ("PUT", f"web-services/{UNKNOWN_ID}/env/{UNKNOWN_ID}"),
        ("PATCH", f"web-services/{UNKNOWN_ID}/env/{UNKNOWN_ID}"),
        ("GET", f"projects/{UNKNOWN_ID}/secrets/{UNKNOWN_ID}"),
        ("GET", f"web-services/{UNKNOWN_ID}/deploy"),
        ("DELETE", f"web-services/{UNKNOWN_ID}/env/bulk"),
        ("DELETE", f"projects/{UNKNOWN_ID}/secrets/bulk"),
        ("HEAD", "projects"),
    ],
)
def test_an_undocumented_method_is_405(runsite: Runsite, method: str, path: str) -> None:
    response = runsite.client(ADMIN).request(method, path)
    assert response.status_code == 405
    assert method == "HEAD" or response.json() == {"detail": "Method Not Allowed"}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("projects", "GET, POST"),
        (f"projects/{UNKNOWN_ID}", "GET"),
        (f"web-services/{UNKNOWN_ID}/env", "GET, POST"),
        (f"web-services/{UNKNOWN_ID}/env/{UNKNOWN_ID}", "DELETE"),
        (f"web-services/{UNKNOWN_ID}/env/bulk", "PUT"),
    ],
)
def test_a_405_lists_the_allowed_methods(runsite: Runsite, path: str, allowed: str) -> None:
    assert runsite.api.patch(path).headers["allow"] == allowed
    assert runsite.client(WRITE, "/api/v1").patch(path).headers["allow"] == allowed


@pytest.mark.parametrize("path", ["nothing", "projects/", "web-services//logs", "v2/projects"])
def test_an_undocumented_path_is_404(runsite: Runsite, path: str) -> None:
    response = runsite.api.get(path)
    assert (response.status_code, response.json()) == (404, {"detail": "Not Found"})


def test_a_422_is_a_list_of_locations_and_messages(runsite: Runsite) -> None:
    body = {"name": "x", "port": 65536, "env_vars": [{"key": "NOT A KEY", "value": "v"}]}
    response = runsite.api.post("web-services", json=body)
    assert response.status_code == 422
    messages = {tuple(d["loc"]): d["msg"] for d in response.json()["detail"]}
    assert messages[("body", "port")] == "Input should be less than or equal to 65535"
    assert messages[("body", "env_vars", 0, "key")].startswith("String should match pattern")
    assert len(messages) == 2


def test_a_422_does_not_repeat_the_input(runsite: Runsite) -> None:
    body = {"key": "1", "value": {"inner": "s3cret"}, "is_secret": "s3cret"}
    response = runsite.api.post(f"{runsite.create_service()}/env", json=body)
    assert response.status_code == 422
    assert "s3cret" not in response.text


@pytest.mark.parametrize("path", ["projects/x", "web-services/..", "web-services/1/deployments"])
def test_a_malformed_id_is_422(runsite: Runsite, path: str) -> None:
    url = f"http://localhost/api/{path}".replace("..", "%2e%2e")
    response = runsite.api.get(url)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"][0] == "path"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b'{"name": "x"}', "text/plain"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'"name"', "application/json"),
    ],
)
def test_a_body_that_is_not_a_json_object_is_422(
    runsite: Runsite, content: bytes, content_type: str
) -> None:
    response = runsite.api.post("projects", content=content, headers={"Content-Type": content_type})
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"][0] == "body"


@pytest.mark.parametrize("content", [b'{"name": "\xff"}', b"[" * 100_000])
def test_a_body_that_cannot_be_parsed_is_400(runsite: Runsite, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = runsite.api.post("projects", content=content, headers=headers)
    error = {"detail": "There was an error parsing the body"}
    assert (response.status_code, response.json()) == (400, error)


def test_a_body_that_is_too_large_is_413(runsite: Runsite) -> None:
    body = b'{"name": "' + b"x" * 8 * 1024 * 1024 + b'"}'
    response = runsite.api.post("projects", content=body)
    assert response.status_code == 413
    assert runsite.get("projects")["total"] == 0
