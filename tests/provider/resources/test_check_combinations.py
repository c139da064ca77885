"""Check of inputs together: combinations, defaults, and no secret value in a reason."""

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
    ProjectSecret,
    WebService,
)
from tests.provider.resources.valid_inputs import GOOD, problems


def test_a_source_is_a_repository_or_an_image() -> None:
    both = problems(WebService, git_repository_url="https://github.com/u/r")
    assert both == {"image_ref": "cannot be combined with git_repository_url; give one of them"}
    neither = problems(WebService, image_ref=None)
    assert neither == {"git_repository_url": "required, or else image_ref"}
    built = problems(WebService, build_command="make", github_branch="main")
    assert set(built) == {"build_command", "github_branch"}
    assert set(problems(WebService, source_type="git")) == {"source_type"}


def test_min_instances_does_not_exceed_max_instances() -> None:
    reason = "must not be more than max_instances (3)"
    assert problems(WebService, min_instances=4, max_instances=3) == {"min_instances": reason}
    assert problems(WebService, min_instances=2) == {
        "min_instances": "must not be more than max_instances (1)"
    }
    assert problems(WebService, min_instances=3, max_instances=UNKNOWN) == {}


def test_rollback_to_excludes_branch() -> None:
    assert set(problems(Deployment, rollback_to="d-1", branch="main")) == {"rollback_to"}
    assert problems(Deployment, rollback_to=UNKNOWN, branch="main") == {}
    assert problems(Deployment, rollback_to="d-1", branch=UNKNOWN) == {}


def test_an_unknown_input_may_turn_out_to_be_unset() -> None:
    git = "https://github.com/u/r"
    assert problems(WebService, git_repository_url=UNKNOWN) == {}
    assert problems(WebService, git_repository_url=git, image_ref=UNKNOWN) == {}
    assert problems(WebService, image_ref=UNKNOWN, build_command="make") == {}
    assert problems(WebService, build_command=UNKNOWN) == {}


def test_a_change_of_an_immutable_secret_fails_without_its_values() -> None:
    old, _ = WebService.check(GOOD[WebService] | {"start_command": "run canary-old"}, {}, "error")
    new = GOOD[WebService] | {"start_command": "run canary-new", "port": 9090}
    _, found = WebService.check(new, old, "error", frozenset({"start_command"}))
    result = {failure.path: failure.reason for failure in found}
    assert result["start_command"].startswith("has changed; Runsite's API cannot change it")
    assert result["port"].startswith("was 8080, the program says 9090")


def test_the_keys_of_env_vars_are_unique() -> None:
    twice = [{"key": "A", "value": "x"}, {"key": "B", "value": "y"}, {"key": "A", "value": "z"}]
    found = problems(WebService, env_vars=twice)
    assert found == {"env_vars[2].key": "is the same as env_vars[0].key"}


def test_all_failures_are_reported_at_once() -> None:
    found = problems(WebService, port=0, max_instances=9, name=" x", build_command="x", a=1)
    assert set(found) == {"port", "max_instances", "name", "build_command", "a"}


def test_integers_stay_integers_and_defaults_are_set() -> None:
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


def test_every_input_is_an_output() -> None:
    for resource in RESOURCES:
        assert resource.Inputs.field_names() <= resource.Outputs.field_names()


def test_resources_are_registered_by_their_names() -> None:
    assert {name: resource.__name__ for name, resource in RESOURCES_BY_NAME.items()} == {
        name: name for name in RESOURCES_BY_NAME
    }
