"""Check of single inputs: each invalid value is reported with its property."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.fields import UNKNOWN
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    RESOURCES,
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    WebService,
)
from tests.provider.resources.valid_inputs import check_failures


@pytest.mark.parametrize("resource", RESOURCES)
def test_valid_inputs_pass(resource: type[Resource]) -> None:
    assert check_failures(resource) == {}


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_missing_input_is_required(resource: type[Resource]) -> None:
    for name, field in resource.Inputs.model_fields.items():
        if field.is_required():
            assert check_failures(resource, **{name: None}) == {name: "required; set it"}


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_value_passes_for_every_input(resource: type[Resource]) -> None:
    git = {"image_ref": None, "git_repository_url": "https://github.com/u/r"}
    for name in resource.Inputs.model_fields:
        source = git if name in git or name in ONLY_WITH_GIT else {}
        assert check_failures(resource, **source | {name: UNKNOWN}) == {}


ONLY_WITH_GIT = {
    "auto_deploy",
    "build_command",
    "dockerfile_path",
    "github_branch",
    "root_directory",
}


VALID_VALUES = {
    "is_secret": [True],
    "wait": [True],
    "stream_logs": [True],
    "rollback_on_failure": [True],
    "auto_deploy": [True],
    "env_vars": [{}],
    "secret_env_vars": [{}],
    "value": [" "],
}


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("value", [True, 1.5, [], {}, ["a"], "\x00", " ", float("nan")])
def test_every_input_rejects_other_types(resource: type[Resource], value: Any) -> None:
    for name in resource.Inputs.model_fields.keys() - {"triggers"}:
        if value not in VALID_VALUES.get(name, []):
            failed = {path.split("[")[0] for path in check_failures(resource, **{name: value})}
            assert name in failed, (name, value)


INVALID_VALUES: list[tuple[type[Resource], str, Any, str]] = [
    (Project, "name", "", "must not be empty; set a text or remove it"),
    (Project, "name", " shop", "must not begin or end with whitespace"),
    (Project, "name", "sh\x1b[31mop", "must not contain a control character (U+001B)"),
    (Project, "name", "sh\u202eop", "must not contain a format character (U+202E)"),
    (Project, "name", 123, "must be a string, got number"),
    (Project, "name", "x" * 1025, "must not be longer than 1024 characters"),
    (Project, "nmae", "shop", "unknown property; did you mean `name`?"),
    (Project, "id", "p-1", "unknown property"),
    (WebService, "port", 0, "must be at least 1"),
    (WebService, "port", 65536, "must be at most 65535"),
    (WebService, "port", 99999.0, "must be at most 65535"),
    (WebService, "port", 3000.5, "must be an integer"),
    (WebService, "port", "3000", "must be an integer, got string"),
    (WebService, "port", True, "must be an integer, got bool"),
    (WebService, "port", float("inf"), "must be an integer"),
    (WebService, "min_instances", 0, "must be at least 1"),
    (WebService, "max_instances", 6, "must be at most 5"),
    (WebService, "project_id", "../web-services", "is not a valid Runsite id"),
    (WebService, "project_id", "", "is not a valid Runsite id"),
    (WebService, "image_ref", "nginx 1", "must not contain whitespace"),
    (WebService, "health_check_path", "health", "must begin with /"),
    (WebService, "project_type", "wroker", "did you mean `worker`?"),
    (WebService, "env_vars", {"A B": "x"}, "must not contain ' '"),
    (WebService, "env_vars", {"A": "***"}, "is a mask"),
    (WebService, "secret_env_vars", {"A": 5}, "must be a string, got number"),
    (WebService, "secret_env_vars", {"A": "a Calling __str__ on an Output"}, "Output"),
    (WebService, "branch", "main", "unknown property"),
    (EnvVar, "key", "A=B", "must not contain '='"),
    (EnvVar, "key", "A B", "must not contain ' '"),
    (EnvVar, "key", "", "must not be empty"),
    (EnvVar, "adopt_id", "/x", "is not a valid Runsite id"),
    (EnvVar, "adopt_id", "p/x/y", "is not a valid Runsite id"),
    (ProjectSecret, "adopt_id", "p/staging/A B", "must not contain ' '"),
    (EnvVar, "value", 3000, "must be a string, got number"),
    (EnvVar, "value", "a\x00b", "must not contain a NUL character"),
    (EnvVar, "value", "***", "is a mask"),
    (EnvVar, "value", "[secret]", "is a mask"),
    (EnvVar, "value", "\u2022" * 8, "is a mask"),
    (EnvVar, "value", "x" * (1024 * 1024 + 1), "must not be larger than 1048576 bytes"),
    (EnvVar, "is_secret", "true", "must be true or false, got string"),
    (EnvVar, "is_secret", 1, "must be true or false, got number"),
    (EnvVar, "secret", True, "unknown property"),
    (ProjectSecret, "scope", "prod", "did you mean `production`?"),
    (ProjectSecret, "scope", "Production", "did you mean `production`?"),
    (ProjectSecret, "scope", "all", "must be `production`, `staging` or `development`"),
    (ProjectSecret, "scope", ["production"], "got list"),
    (Deployment, "branch", "a..b", "must not contain .., @{ or //"),
    (Deployment, "branch", "-main", "is not a valid branch name"),
    (Deployment, "branch", "feature x", "must not contain a space"),
    (Deployment, "timeout", 0, "must be at least 1"),
    (Deployment, "timeout", "10m", "must be an integer, got string"),
    (Deployment, "timeout", 90000, "must be at most 86400"),
    (Deployment, "wait", "yes", "must be true or false, got string"),
    (Deployment, "triggers", "v1", "must be a list or a map"),
    (Deployment, "triggers", ["x" * 70000], "must not be larger than 65536 bytes"),
    (Deployment, "rollback_to", "x?y", "is not a valid Runsite id"),
]


@pytest.mark.parametrize(("resource", "name", "value", "text"), INVALID_VALUES)
def test_an_invalid_input_has_a_reason(
    resource: type[Resource], name: str, value: Any, text: str
) -> None:
    failures = check_failures(resource, **{name: value})
    (path,) = (path for path in failures if path.startswith(name))
    assert text in failures[path]


@pytest.mark.parametrize(
    "url",
    [
        "github.com/user/repo",
        "git@github.com:user/repo.git",
        "ssh://git@github.com/u/r",
        "file:///etc/passwd",
        "https://",
        "https://github.com",
        "https://user:token@github.com/u/r",
        "https://github.com/u/r --depth=1",
        "https://github.com:99999/u/r",
        "https://[::1/u/r",
    ],
)
def test_a_repository_is_an_https_url_without_credentials(url: str) -> None:
    failures = check_failures(WebService, image_ref=None, git_repository_url=url)
    assert list(failures) == ["git_repository_url"]
    assert "token" not in failures["git_repository_url"]


@pytest.mark.parametrize("resource", [EnvVar, ProjectSecret])
def test_a_value_may_be_empty(resource: type[Resource]) -> None:
    assert check_failures(resource, value="") == {}


@pytest.mark.parametrize("id", ["x", "p/x", "staging/A.B", "p/staging/A"])
def test_adopt_id_may_be_the_scope_and_the_key_of_a_secret_without_an_id(id: str) -> None:
    assert check_failures(ProjectSecret, adopt_id=id) == {}
