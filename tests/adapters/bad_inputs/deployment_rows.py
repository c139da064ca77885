"""P3: bad inputs of a deployment."""

from __future__ import annotations

from typing import Any

RESOURCE = "Deployment"

_SPACE = "branch: must not contain a space or one of ~ ^ : ? * [ \\"
_DOTS = "branch: must not contain .., @{ or //"
_INVALID = "branch: is not a valid branch name"

_BRANCHES = [
    (14, "feature x", _SPACE), (15, "a..b", _DOTS), (16, "a~1", _SPACE), (17, "a^", _SPACE),
    (18, "a:b", _SPACE), (19, "a?b", _SPACE), (20, "a*b", _SPACE), (21, "a[b", _SPACE),
    (22, "a\\b", _SPACE), (23, "a@{1}", _DOTS), (24, "@", _INVALID), (25, "/main", _INVALID),
    (26, "main/", _INVALID), (27, "a//b", _DOTS), (28, ".hidden/x", _INVALID),
    (29, "x.lock", _INVALID), (30, "main.", _INVALID), (31, "-main", _INVALID),
    (32, "main\n", "branch: must not begin or end with whitespace"),
    (34, "x" * 1000, "branch: must not be longer than 255 characters"),
]  # fmt: skip

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("P3.1", {"web_service_id": None}, "web_service_id: required"),
    ("P3.2", {"web_service_id": ""}, "web_service_id: is not a valid Runsite id"),
    ("P3.3", {"web_service_id": ".."}, "web_service_id: is not a valid Runsite id"),
    ("P3.4", {"web_service_id": "."}, "web_service_id: is not a valid Runsite id"),
    (
        "P3.5",
        {"web_service_id": "x/deployments/y/rollback?"},
        "web_service_id: is not a valid Runsite id",
    ),
    (
        "P3.6",
        {"web_service_id": "https://evil.example"},
        "web_service_id: is not a valid Runsite id",
    ),
    ("P3.7", {"web_service_id": 5}, "web_service_id: must be a string, got number"),
    ("P3.10", {"branch": ""}, "branch: must not be empty; set a text or remove it"),
    ("P3.11", {"branch": "  "}, "branch: must not begin or end with whitespace"),
    ("P3.12", {"branch": 5}, "branch: must be a string, got number"),
    *((f"P3.{number}", {"branch": branch}, reason) for number, branch, reason in _BRANCHES),
    ("P3.36", {"triggers": "v1"}, "triggers: must be a list or a map"),
    ("P3.41", {"triggers": ["x" * 2 * 2**20]}, "triggers: must not be larger than 65536 bytes"),
    ("P3.42", {"wait": "yes"}, "wait: must be true or false, got string"),
    ("P3.43", {"wait": 1}, "wait: must be true or false, got number"),
    ("P3.44", {"timeout": 0}, "timeout: must be at least 1"),
    ("P3.45", {"timeout": -5}, "timeout: must be at least 1"),
    ("P3.46", {"timeout": "10m"}, "timeout: must be an integer, got string"),
    ("P3.47", {"timeout": float("nan")}, "timeout: must be an integer"),
    ("P3.48", {"timeout": 90000}, "timeout: must be at most 86400"),
    ("P3.50", {"poll_interval": 0}, "poll_interval: unknown property"),
    ("P3.51", {"poll_interval": 9999}, "poll_interval: unknown property"),
    ("P3.52", {"rollback_to": ""}, "rollback_to: is not a valid Runsite id"),
    ("P3.53", {"rollback_to": "../x"}, "rollback_to: is not a valid Runsite id"),
    (
        "P3.54",
        {"rollback_to": "d-1", "branch": "main"},
        "rollback_to: cannot be combined with `branch`: a rollback builds nothing",
    ),
    ("P3.57", {"status": "running"}, "status: unknown property"),
    ("P3.58", {"commit": "abc"}, "commit: unknown property"),
]

ACCEPTED: list[tuple[str, dict[str, Any], str]] = [
    ("P3.13", {}, "an input that is None is one that is not set"),
    ("P3.33", {"branch": "refs/heads/main"}, "git accepts it; Runsite decides"),
    ("P3.39", {"triggers": ["canary"]}, "a secret trigger stays one, and is never sent"),
    ("P3.40", {"triggers": [1764115200.5]}, "a trigger may be anything"),
]

PROGRAM: list[tuple[str, dict[str, Any], str]] = [
    ("P3.37", {"triggers": {1: "a"}}, "triggers: must be a map whose keys are strings"),
    (
        "P3.38",
        {"triggers": [object()]},
        "triggers: must not be or contain a value of type `object`",
    ),
]

COMPARED: list[tuple[str, dict[str, Any], str]] = [
    ("P3.59", {"web_service_id": "s-2"}, "replaces web_service_id"),
]

ELSEWHERE = {
    "P3.35": (
        "tests/provider/deployments/test_failure.py::test_a_failure_has_the_reason_the_log_and_the_id"
    ),
    "P3.49": "tests/provider/deployments/test_wait.py::test_a_custom_timeout_limits_the_wait",
    "P3.60": (
        "tests/provider/resources/test_deployment.py::test_deleting_a_deployment_sends_nothing"
    ),
}
"""The rows that need more than this table, and the test that has each, or why there is none."""
