"""P2: bad inputs of a web service."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.provider.fields import UNKNOWN

RESOURCE = "WebService"


def _git(url: Any) -> dict[str, Any]:
    return {"git_repository_url": url, "image_ref": None}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("P2.2", {"name": ""}, "name: must not be empty; set a text or remove it"),
    ("P2.3", {"name": 7}, "name: must be a string, got number"),
    ("P2.4", {"name": "a\nb"}, "name: must not contain a control character (U+000A)"),
    ("P2.5", {"name": "a\u202eb"}, "name: must not contain a format character (U+202E)"),
    ("P2.9", {"project_id": ""}, "project_id: is not a valid Runsite id"),
    ("P2.11", {"project_id": "../projects"}, "project_id: is not a valid Runsite id"),
    (
        "P2.12",
        {"project_id": "{11111111-1111-4111-8111-111111111111}"},
        "project_id: is not a valid Runsite id",
    ),
    (
        "P2.13",
        {"project_id": "11111111-1111-4111-8111-111111111111\n"},
        "project_id: is not a valid Runsite id",
    ),
    ("P2.14", {"project_id": 42}, "project_id: must be a string, got number"),
    ("P2.19", _git(None), "git_repository_url: required unless `image_ref` is set"),
    ("P2.20", _git(""), "git_repository_url: must not be empty; set a text or remove it"),
    ("P2.21", _git("github.com/user/repo"), "git_repository_url: must begin with https://"),
    ("P2.22", _git("git@github.com:user/repo.git"), "git_repository_url: must begin with https://"),
    ("P2.23", _git("ssh://git@github.com/u/r"), "git_repository_url: must begin with https://"),
    ("P2.24", _git("file:///etc/passwd"), "git_repository_url: must begin with https://"),
    ("P2.25", _git("javascript:alert(1)"), "git_repository_url: must begin with https://"),
    (
        "P2.26",
        _git("https://"),
        "git_repository_url: must have a host and the path of a repository",
    ),
    (
        "P2.27",
        _git("https://github.com"),
        "git_repository_url: must have a host and the path of a repository",
    ),
    (
        "P2.28",
        _git("https://user:ghp_canary@github.com/u/r"),
        "git_repository_url: must not contain credentials",
    ),
    (
        "P2.29",
        _git("https://github.com/u/r\n--upload-pack=x"),
        "git_repository_url: must not contain a control character (U+000A)",
    ),
    (
        "P2.30",
        _git("https://github.com/u/r --depth=1"),
        "git_repository_url: must not contain a space",
    ),
    ("P2.32", _git(["https://github.com/u/r"]), "git_repository_url: must be a string, got list"),
    (
        "P2.33",
        _git("https://github.com/u/" + "r" * 10_000),
        "git_repository_url: must not be longer than 2048 characters",
    ),
    ("P2.36", {"port": 0}, "port: must be at least 1"),
    ("P2.37", {"port": -1}, "port: must be at least 1"),
    ("P2.38", {"port": 65536}, "port: must be at most 65535"),
    ("P2.39", {"port": 3000.5}, "port: must be an integer"),
    ("P2.40", {"port": "3000"}, "port: must be an integer, got string"),
    ("P2.41", {"port": "abc"}, "port: must be an integer, got string"),
    ("P2.42", {"port": True}, "port: must be an integer, got bool"),
    ("P2.43", {"port": float("nan")}, "port: must be an integer"),
    ("P2.44", {"port": 1e20}, "port: must be at most 65535"),
    ("P2.45", {"port": [3000]}, "port: must be an integer, got list"),
    ("P2.46", {"min_instances": -1}, "min_instances: must be at least 1"),
    ("P2.47", {"max_instances": 0}, "max_instances: must be at least 1"),
    (
        "P2.48",
        {"min_instances": 4, "max_instances": 3},
        "min_instances: must not be greater than `max_instances` (3)",
    ),
    ("P2.49", {"min_instances": 1.5}, "min_instances: must be an integer"),
    ("P2.50", {"min_instances": "1"}, "min_instances: must be an integer, got string"),
    ("P2.51", {"max_instances": True}, "max_instances: must be an integer, got bool"),
    ("P2.52", {"max_instances": 10**9}, "max_instances: must be at most 5"),
    (
        "P2.54",
        {"build_command": ["npm", "run"]} | _git("https://github.com/u/r"),
        "build_command: must be a string, got list",
    ),
    (
        "P2.55",
        {"build_command": "a\x00b"} | _git("https://github.com/u/r"),
        "build_command: must not contain a control character (U+0000)",
    ),
    (
        "P2.56",
        {"build_command": "x" * (2**20 + 1)} | _git("https://github.com/u/r"),
        "build_command: must not be longer than 65536 characters",
    ),
    ("P2.57", {"branch": "main"}, "branch: unknown property; did you mean `github_branch`?"),
]

ACCEPTED: list[tuple[str, dict[str, Any], str]] = [
    ("P2.1", {}, "the name of the resource is the default"),
    ("P2.8", {}, "a web service may belong to no project"),
    ("P2.10", {"project_id": "my-app"}, "it has the form of an id; Runsite answers 404"),
    ("P2.18", {"project_id": UNKNOWN}, "checked again at apply"),
    ("P2.31", _git("http://github.com/u/r"), "Runsite decides"),
    ("P2.35", {}, "the default 8080 is sent"),
    ("P2.53", {"min_instances": 3, "max_instances": UNKNOWN}, "compared once it is known"),
]

PROGRAM: list[tuple[str, dict[str, Any], str]] = []

COMPARED: list[tuple[str, dict[str, Any], str]] = [
    ("P2.58", {"port": 9090}, "port: cannot be changed"),
    ("P2.59", {"project_id": "p-2"}, "project_id: cannot be changed"),
]

ELSEWHERE = {
    "P2.7": "tests/sdk/test_base_resource.py::test_a_variable_can_be_declared_only_once",
    "P2.15": "tests/sdk/test_base_resource.py::test_a_resource_passed_as_an_id_is_a_type_error",
    "P2.34": (
        "tests/provider/resources/test_immutable_create.py::test_a_repository_that_runsite_refuses"
    ),
    "P2.60": (
        "tests/provider/resources/test_immutable_destroy.py::test_deleting_a_web_service_stops_it_and_warns"
    ),
}
"""The rows that need more than this table, and the test that has each, or why there is none."""
