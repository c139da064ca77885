"""What is refused, with the status, the shape and the words it is refused with."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.inside import ADMIN, NOBODY, READ, WRITE, Runsite

OPERATIONS = [
    ("GET", "projects"),
    ("POST", "projects"),
    ("GET", f"projects/{NOBODY}"),
    ("GET", "web-services"),
    ("POST", "web-services"),
    ("GET", f"web-services/{NOBODY}"),
    ("POST", f"web-services/{NOBODY}/deploy"),
    ("POST", f"web-services/{NOBODY}/restart"),
    ("POST", f"web-services/{NOBODY}/stop"),
    ("POST", f"web-services/{NOBODY}/start"),
    ("GET", f"web-services/{NOBODY}/logs"),
    ("GET", f"web-services/{NOBODY}/deployments"),
    ("POST", f"web-services/{NOBODY}/deployments"),
    ("GET", f"web-services/{NOBODY}/deployments/{NOBODY}"),
    ("POST", f"web-services/{NOBODY}/deployments/{NOBODY}/rollback"),
    ("GET", f"web-services/{NOBODY}/env"),
    ("POST", f"web-services/{NOBODY}/env"),
    ("PUT", f"web-services/{NOBODY}/env/bulk"),
    ("DELETE", f"web-services/{NOBODY}/env/{NOBODY}"),
    ("GET", f"projects/{NOBODY}/secrets"),
    ("POST", f"projects/{NOBODY}/secrets"),
    ("PUT", f"projects/{NOBODY}/secrets/bulk"),
    ("DELETE", f"projects/{NOBODY}/secrets/{NOBODY}"),
]

SECRET = {"key": "K", "value": "v", "scope": "staging"}
WELL_FORMED: dict[str, Any] = {
    "projects": {"name": "x"},
    "web-services": {"name": "x", "image_ref": "nginx:1", "source_type": "image"},
    f"web-services/{NOBODY}/env": {"key": "K", "value": "v"},
    f"web-services/{NOBODY}/env/bulk": {"variables": [{"key": "K", "value": "v"}]},
    f"projects/{NOBODY}/secrets": {"key": "K", "value": "v", "scope": "staging"},
    f"projects/{NOBODY}/secrets/bulk": {
        "secrets": [{"key": "K", "value": "v", "scope": "staging"}]
    },
}


@pytest.mark.parametrize("prefix", ["/api", "/api/v1"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_operation_is_open_without_a_key(
    runsite: Runsite, method: str, path: str, prefix: str
) -> None:
    assert runsite.bare.request(method, f"{prefix}/{path}").status_code == 401


@pytest.mark.parametrize(("method", "path"), [o for o in OPERATIONS if o[0] != "GET"])
def test_a_read_key_changes_nothing(runsite: Runsite, method: str, path: str) -> None:
    answer = runsite.door(READ).request(method, path, json=WELL_FORMED.get(path))
    assert answer.status_code == 403
    assert answer.json()["detail"]["required"] == "write"


@pytest.mark.parametrize(("method", "path"), [o for o in OPERATIONS if NOBODY in o[1]])
def test_what_is_not_there_is_not_found(runsite: Runsite, method: str, path: str) -> None:
    answer = runsite.door(ADMIN).request(method, path, json=WELL_FORMED.get(path))
    what = "Project not found" if path.startswith("projects") else "Web service not found"
    assert (answer.status_code, answer.json()) == (404, {"detail": what})


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
def test_a_header_that_holds_no_known_key_is_401(runsite: Runsite, header: str) -> None:
    headers = {b"Authorization": header.encode()}
    answer = runsite.bare.get("/api/projects", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_the_scheme_may_be_spelled_in_any_case(runsite: Runsite) -> None:
    answer = runsite.bare.get("/api/projects", headers={"Authorization": f"bearer {WRITE}"})
    assert answer.status_code == 200


def test_a_revoked_key_is_401_and_can_be_given_back(runsite: Runsite) -> None:
    key = runsite.room.get("state").json()["keys"][0]["id"]
    runsite.room.patch(f"keys/{key}", json={"is_active": False})
    assert runsite.api.get("projects").json() == {"detail": "Invalid API key"}
    runsite.room.patch(f"keys/{key}", json={"is_active": True})
    assert runsite.api.get("projects").status_code == 200


def test_a_key_ends_when_it_expires(runsite: Runsite) -> None:
    key = runsite.room.get("state").json()["keys"][0]["id"]
    runsite.room.patch(f"keys/{key}", json={"expires_at": runsite.emulator.clock.now() + 60})
    runsite.passes(59)
    assert runsite.api.get("projects").status_code == 200
    runsite.passes(1)
    assert runsite.api.get("projects").status_code == 401


def test_the_key_is_looked_at_before_the_body(runsite: Runsite) -> None:
    answer = runsite.bare.post("/api/projects", content=b"{not json")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("account", "detail"),
    [
        ("blocked", {"code": "user_blocked", "reason": "unpaid invoice"}),
        ("in_review", {"code": "registration_review_required", "status": "pending"}),
    ],
)
def test_an_account_that_may_do_nothing_gets_an_object(
    runsite: Runsite, account: str, detail: dict[str, str]
) -> None:
    runsite.turn(account=account)
    answer = runsite.api.get("projects")
    assert (answer.status_code, answer.json()) == (403, {"detail": detail})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", f"projects/{NOBODY}"),
        ("PUT", f"projects/{NOBODY}"),
        ("DELETE", f"projects/{NOBODY}"),
        ("PATCH", f"web-services/{NOBODY}"),
        ("PUT", f"web-services/{NOBODY}"),
        ("DELETE", f"web-services/{NOBODY}"),
        ("GET", f"web-services/{NOBODY}/env/{NOBODY}"),
        ("PUT", f"web-services/{NOBODY}/env/{NOBODY}"),
        ("PATCH", f"web-services/{NOBODY}/env/{NOBODY}"),
        ("GET", f"projects/{NOBODY}/secrets/{NOBODY}"),
        ("GET", f"web-services/{NOBODY}/deploy"),
        ("DELETE", f"web-services/{NOBODY}/env/bulk"),
        ("DELETE", f"projects/{NOBODY}/secrets/bulk"),
        ("HEAD", "projects"),
    ],
)
def test_what_the_documents_do_not_offer_is_405(runsite: Runsite, method: str, path: str) -> None:
    answer = runsite.door(ADMIN).request(method, path)
    assert answer.status_code == 405
    assert method == "HEAD" or answer.json() == {"detail": "Method Not Allowed"}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("projects", "GET, POST"),
        (f"projects/{NOBODY}", "GET"),
        (f"web-services/{NOBODY}/env", "GET, POST"),
        (f"web-services/{NOBODY}/env/{NOBODY}", "DELETE"),
        (f"web-services/{NOBODY}/env/bulk", "PUT"),
    ],
)
def test_a_405_names_every_method_there_is(runsite: Runsite, path: str, allowed: str) -> None:
    assert runsite.api.patch(path).headers["allow"] == allowed
    assert runsite.door(WRITE, "/api/v1").patch(path).headers["allow"] == allowed


@pytest.mark.parametrize("path", ["nothing", "projects/", "web-services//logs", "v2/projects"])
def test_a_path_that_nobody_documents_is_404(runsite: Runsite, path: str) -> None:
    answer = runsite.api.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_a_422_is_a_list_that_says_where_and_what(runsite: Runsite) -> None:
    body = {"name": "x", "port": 65536, "env_vars": [{"key": "NOT A KEY", "value": "v"}]}
    answer = runsite.api.post("web-services", json=body)
    assert answer.status_code == 422
    said = {tuple(d["loc"]): d["msg"] for d in answer.json()["detail"]}
    assert said[("body", "port")] == "Input should be less than or equal to 65535"
    assert said[("body", "env_vars", 0, "key")].startswith("String should match pattern")
    assert len(said) == 2


def test_a_422_does_not_repeat_what_was_sent(runsite: Runsite) -> None:
    body = {"key": "1", "value": {"inner": "s3cret"}, "is_secret": "s3cret"}
    answer = runsite.api.post(f"{runsite.service()}/env", json=body)
    assert answer.status_code == 422
    assert "s3cret" not in answer.text


@pytest.mark.parametrize("path", ["projects/x", "web-services/..", "web-services/1/deployments"])
def test_a_path_id_that_is_none_is_422(runsite: Runsite, path: str) -> None:
    url = f"http://localhost/api/{path}".replace("..", "%2e%2e")
    answer = runsite.api.get(url)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][0] == "path"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b'{"name": "x"}', "text/plain"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'"name"', "application/json"),
    ],
)
def test_a_body_that_is_no_json_object_is_422(runsite: Runsite, content: bytes, kind: str) -> None:
    answer = runsite.api.post("projects", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][0] == "body"


@pytest.mark.parametrize("content", [b'{"name": "\xff"}', b"[" * 100_000])
def test_a_body_that_cannot_be_parsed_is_400(runsite: Runsite, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = runsite.api.post("projects", content=content, headers=headers)
    sentence = {"detail": "There was an error parsing the body"}
    assert (answer.status_code, answer.json()) == (400, sentence)


def test_a_body_that_is_too_large_is_413(runsite: Runsite) -> None:
    body = b'{"name": "' + b"x" * 8 * 1024 * 1024 + b'"}'
    answer = runsite.api.post("projects", content=body)
    assert answer.status_code == 413
    assert runsite.get("projects")["total"] == 0
