"""Request bodies are validated strictly: no value is converted, no field is ignored."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.harness import REPOSITORY, UNKNOWN_ID, Runsite

SERVICE = {"name": "web", "git_repository_url": REPOSITORY}


@pytest.mark.parametrize("port", [8080.0, 8080.5, "8080", True, None, 0, -1, 65536, 10**30, [8080]])
def test_a_port_is_an_integer_from_1_to_65535(runsite: Runsite, port: Any) -> None:
    response = runsite.api.post("web-services", json=SERVICE | {"port": port})
    assert response.status_code == 422
    assert [d["loc"] for d in response.json()["detail"]] == [["body", "port"]]


@pytest.mark.parametrize("instances", [0, 6, 1.0, "1", True, None])
@pytest.mark.parametrize("field", ["min_instances", "max_instances"])
def test_instances_are_an_integer_from_1_to_5(runsite: Runsite, field: str, instances: Any) -> None:
    response = runsite.api.post("web-services", json=SERVICE | {field: instances})
    assert response.status_code == 422
    assert [d["loc"] for d in response.json()["detail"]] == [["body", field]]


@pytest.mark.parametrize("flag", ["true", "false", 1, 0, "yes", []])
def test_a_flag_is_a_boolean(runsite: Runsite, flag: Any) -> None:
    body = {"key": "K", "value": "v", "is_secret": flag}
    assert runsite.api.post(f"{runsite.create_service()}/env", json=body).status_code == 422
    assert runsite.api.post("web-services", json=SERVICE | {"auto_deploy": flag}).status_code == 422


@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], {}, ["v"]])
def test_a_value_is_a_string(runsite: Runsite, value: Any) -> None:
    body = {"key": "K", "value": value}
    response = runsite.api.post(f"{runsite.create_service()}/env", json=body)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["body", "value"]


@pytest.mark.parametrize("name", ["", " ", "\n", None, 1, "x" * 256])
def test_a_name_has_1_to_255_characters(runsite: Runsite, name: Any) -> None:
    assert runsite.api.post("projects", json={"name": name}).status_code == 422
    assert runsite.api.post("web-services", json=SERVICE | {"name": name}).status_code == 422


@pytest.mark.parametrize("name", ["x", "x" * 255, "Ünï cödé 🚀", "a/b", "<script>", "'; --"])
def test_a_name_can_be_any_text(runsite: Runsite, name: str) -> None:
    project = runsite.create_project(name)
    assert runsite.get(f"projects/{project}")["name"] == name


@pytest.mark.parametrize("key", ["", "1A", "A-B", "A B", "A.B", "Ä", "A\n", " A", None, "A" * 256])
def test_a_key_is_an_identifier(runsite: Runsite, key: Any) -> None:
    service, project = runsite.create_service(), runsite.create_project()
    secret = {"key": key, "value": "v", "scope": "staging"}
    assert runsite.api.post(f"{service}/env", json={"key": key, "value": "v"}).status_code == 422
    assert runsite.api.post(f"projects/{project}/secrets", json=secret).status_code == 422


@pytest.mark.parametrize("key", ["A", "_", "a1", "DATABASE_URL", "A" * 255])
def test_a_key_can_be_any_identifier(runsite: Runsite, key: str) -> None:
    assert runsite.create_variable(runsite.create_service(), key)["key"] == key


@pytest.mark.parametrize(
    "value", [" ", "\n", "a\r\nb", "\x00", "\U0001f680", "x" * 100_000, "'\"\\"]
)
def test_a_value_is_returned_unchanged(runsite: Runsite, value: str) -> None:
    service = runsite.create_service()
    runsite.create_variable(service, value=value)
    assert runsite.variables_by_key(service)["KEY"]["value"] == value


def test_a_lone_surrogate_is_rejected(runsite: Runsite) -> None:
    body = rb'{"key": "K", "value": "\ud800"}'
    headers = {"Content-Type": "application/json"}
    response = runsite.api.post(f"{runsite.create_service()}/env", content=body, headers=headers)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["body", "value"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("projects", {"name": "x", "descripton": "a typo"}),
        ("web-services", SERVICE | {"branch": "main"}),
        ("SERVICE/env", {"key": "K", "value": "v", "secret": True}),
        ("SERVICE/deployments", {"github_branch": "main"}),
        ("SERVICE/restart", {"hard": True}),
    ],
)
def test_an_unknown_field_is_rejected(runsite: Runsite, path: str, body: dict[str, Any]) -> None:
    response = runsite.api.post(
        path.replace("SERVICE", runsite.create_running_service()), json=body
    )
    assert response.status_code == 422
    assert response.json()["detail"][0]["msg"] == "Extra inputs are not permitted"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"source_type": "image"}, "image_ref is required for source_type image"),
        ({"image_ref": "nginx:1"}, "image_ref needs source_type image"),
        (
            {"source_type": "image", "image_ref": "nginx:1", "build_command": "make"},
            "git_repository_url, build_command cannot be set for source_type image",
        ),
        ({"min_instances": 3, "max_instances": 2}, "min_instances must not be greater than max"),
    ],
)
def test_contradictory_fields_are_400(
    runsite: Runsite, fields: dict[str, Any], problem: str
) -> None:
    response = runsite.api.post("web-services", json=SERVICE | fields)
    assert response.status_code == 400
    assert response.json()["detail"].startswith(problem)


def test_a_service_of_an_unknown_project_is_not_created(runsite: Runsite) -> None:
    response = runsite.api.post("web-services", json=SERVICE | {"project_id": UNKNOWN_ID})
    assert (response.status_code, response.json()) == (404, {"detail": "Project not found"})
    assert runsite.get("web-services")["total"] == 0


@pytest.mark.parametrize("url", ["", "repo", "git@github.com:u/r", "https://", "ftp://x/y", 1])
def test_a_repository_is_an_http_url(runsite: Runsite, url: Any) -> None:
    response = runsite.api.post("web-services", json={"name": "x", "git_repository_url": url})
    assert response.status_code == 422


def test_variables_can_be_created_with_the_service(runsite: Runsite) -> None:
    env = [{"key": "A", "value": "1"}, {"key": "B", "value": "s3cret", "is_secret": True}]
    service = runsite.create_service(env_vars=env)
    assert {k: v["value"] for k, v in runsite.variables_by_key(service).items()} == {
        "A": "1",
        "B": "***",
    }


def test_a_service_with_a_duplicate_key_is_not_created(runsite: Runsite) -> None:
    body = SERVICE | {"env_vars": [{"key": "A", "value": "1"}, {"key": "A", "value": "2"}]}
    assert runsite.api.post("web-services", json=body).status_code == 409
    assert runsite.get("web-services")["total"] == 0


def test_omitted_fields_have_the_defaults_of_the_cli(runsite: Runsite) -> None:
    runsite.set_switches(echo="all")
    created = runsite.get(runsite.create_service())
    expected = {
        "port": 8080,
        "github_branch": "main",
        "project_id": None,
        "project_type": "web_service",
        "source_type": "git",
        "min_instances": 1,
        "max_instances": 1,
        "auto_deploy": False,
    }
    assert created.items() >= expected.items()
