"""What is refused at preview: the property named, all problems at once, no value shown."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.fields import UNKNOWN, Rule
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import (
    RESOURCES,
    RESOURCES_BY_NAME,
    Deployment,
    EnvVar,
    Project,
    ProjectSecret,
    Restart,
    WebService,
)

GOOD: dict[type[Resource], dict[str, Any]] = {
    Project: {"name": "shop"},
    WebService: {"name": "web", "image_ref": "nginx:1.27"},
    EnvVar: {"web_service_id": "s-1", "key": "A", "value": "canary-value"},
    ProjectSecret: {"project_id": "p-1", "key": "A", "value": "canary-value", "scope": "staging"},
    Deployment: {"web_service_id": "s-1"},
    Restart: {"web_service_id": "s-1"},
}


def problems(resource: type[Resource], **props: Any) -> dict[str, str]:
    _, found = resource.check(GOOD[resource] | props, {}, "error")
    return {failure.path: failure.reason for failure in found}


@pytest.mark.parametrize("resource", RESOURCES)
def test_what_is_good_passes(resource: type[Resource]) -> None:
    assert problems(resource) == {}


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_missing_input_is_required(resource: type[Resource]) -> None:
    for name, field in resource.Inputs.model_fields.items():
        if field.is_required():
            assert problems(resource, **{name: None}) == {name: "required"}


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_value_passes_for_every_input(resource: type[Resource]) -> None:
    git = {"image_ref": None, "git_repository_url": "https://github.com/u/r"}
    for name in resource.Inputs.model_fields:
        source = git if name in git or name in ONLY_WITH_GIT else {}
        assert problems(resource, **source | {name: UNKNOWN}) == {}


ONLY_WITH_GIT = {
    "auto_deploy",
    "build_command",
    "dockerfile_path",
    "github_branch",
    "root_directory",
}
TAKES = {
    "is_secret": [True],
    "wait": [True],
    "stream_logs": [True],
    "rollback_on_failure": [True],
    "auto_deploy": [True],
    "env_vars": [[]],
    "value": [" "],
}


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("value", [True, 1.5, [], {}, ["a"], "\x00", " ", float("nan")])
def test_no_input_takes_just_anything(resource: type[Resource], value: Any) -> None:
    for name in resource.Inputs.model_fields.keys() - {"triggers"}:
        if value not in TAKES.get(name, []):
            found = {path.split("[")[0] for path in problems(resource, **{name: value})}
            assert name in found, (name, value)


BAD: list[tuple[type[Resource], str, Any, str]] = [
    (Project, "name", "", "must not be empty; remove it to leave it unset"),
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
    (WebService, "env_vars", [{"key": "A B", "value": "x"}], "must not contain ' '"),
    (WebService, "branch", "main", "unknown property"),
    (EnvVar, "key", "A=B", "must not contain '='"),
    (EnvVar, "key", "A B", "must not contain ' '"),
    (EnvVar, "key", "", "must not be empty"),
    (EnvVar, "value", "", "must not be empty"),
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


@pytest.mark.parametrize(("resource", "name", "value", "words"), BAD)
def test_a_bad_input_is_refused_in_words(
    resource: type[Resource], name: str, value: Any, words: str
) -> None:
    found = problems(resource, **{name: value})
    (path,) = (path for path in found if path.startswith(name))
    assert words in found[path]


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
def test_a_repository_is_an_https_address_without_credentials(url: str) -> None:
    found = problems(WebService, image_ref=None, git_repository_url=url)
    assert list(found) == ["git_repository_url"]
    assert "token" not in found["git_repository_url"]


def test_a_source_is_a_repository_or_an_image() -> None:
    both = problems(WebService, git_repository_url="https://github.com/u/r")
    assert both == {"image_ref": "cannot be combined with git_repository_url; give one of them"}
    neither = problems(WebService, image_ref=None)
    assert neither == {"git_repository_url": "required, or else image_ref"}
    built = problems(WebService, build_command="make", github_branch="main")
    assert set(built) == {"build_command", "github_branch"}
    assert set(problems(WebService, source_type="git")) == {"source_type"}


def test_fewest_instances_are_not_more_than_most() -> None:
    reason = "must not be more than max_instances (3)"
    assert problems(WebService, min_instances=4, max_instances=3) == {"min_instances": reason}
    assert problems(WebService, min_instances=2) == {
        "min_instances": "must not be more than max_instances (1)"
    }
    assert problems(WebService, min_instances=3, max_instances=UNKNOWN) == {}


def test_a_rollback_builds_nothing() -> None:
    assert set(problems(Deployment, rollback_to="d-1", branch="main")) == {"rollback_to"}
    assert problems(Deployment, rollback_to=UNKNOWN, branch="main") == {}
    assert problems(Deployment, rollback_to="d-1", branch=UNKNOWN) == {}


def test_what_is_not_known_yet_may_turn_out_to_be_left_out() -> None:
    git = "https://github.com/u/r"
    assert problems(WebService, git_repository_url=UNKNOWN) == {}
    assert problems(WebService, git_repository_url=git, image_ref=UNKNOWN) == {}
    assert problems(WebService, image_ref=UNKNOWN, build_command="make") == {}
    assert problems(WebService, build_command=UNKNOWN) == {}


def test_a_change_of_what_the_program_hides_is_refused_without_its_values() -> None:
    old, _ = WebService.check(GOOD[WebService] | {"start_command": "run canary-old"}, {}, "error")
    new = GOOD[WebService] | {"start_command": "run canary-new", "port": 9090}
    _, found = WebService.check(new, old, "error", frozenset({"start_command"}))
    told = {failure.path: failure.reason for failure in found}
    assert told["start_command"].startswith("has changed; Runsite's API cannot change it")
    assert told["port"].startswith("was 8080, the program says 9090")


def test_a_key_is_given_once_among_the_first_variables() -> None:
    twice = [{"key": "A", "value": "x"}, {"key": "B", "value": "y"}, {"key": "A", "value": "z"}]
    found = problems(WebService, env_vars=twice)
    assert found == {"env_vars[2].key": "is the same as env_vars[0].key"}


def test_all_problems_are_told_at_once() -> None:
    found = problems(WebService, port=0, max_instances=9, name=" x", build_command="x", a=1)
    assert set(found) == {"port", "max_instances", "name", "build_command", "a"}


def test_whole_numbers_stay_whole_and_defaults_are_filled_in() -> None:
    inputs, _ = WebService.check(GOOD[WebService] | {"max_instances": 3.0}, {}, "error")
    assert inputs == GOOD[WebService] | {"max_instances": 3, "port": 8080, "on_destroy": "stop"}
    assert type(inputs["max_instances"]) is int


@pytest.mark.parametrize("resource", [EnvVar, ProjectSecret])
@pytest.mark.parametrize("value", ["canary\x00", "", "\ud800canary", ["canary"], {"a": "canary"}])
def test_no_reason_shows_the_value_of_a_secret(resource: type[Resource], value: Any) -> None:
    found = problems(resource, value=value, scpoe="canary")
    assert "value" in found
    assert not any("canary" in text for text in found.values())


def test_every_secret_input_is_a_secret_output() -> None:
    for resource in RESOURCES:
        assert resource.Inputs.fields_with(Rule.SECRET) <= resource.Outputs.fields_with(Rule.SECRET)


def test_every_input_is_an_output_too() -> None:
    for resource in RESOURCES:
        assert resource.Inputs.field_names() <= resource.Outputs.field_names()


def test_the_registry_knows_each_by_its_name() -> None:
    assert {name: resource.__name__ for name, resource in RESOURCES_BY_NAME.items()} == {
        name: name for name in RESOURCES_BY_NAME
    }
