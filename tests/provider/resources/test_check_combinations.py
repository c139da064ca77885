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
from tests.provider.resources.valid_inputs import VALID_INPUTS, check_failures


def test_a_source_is_a_repository_or_an_image() -> None:
    both = check_failures(WebService, git_repository_url="https://github.com/u/r")
    assert both == {"image_ref": "cannot be combined with `git_repository_url`; remove one of them"}
    neither = check_failures(WebService, image_ref=None)
    assert neither == {"git_repository_url": "required unless `image_ref` is set; set one of them"}
    built = check_failures(WebService, build_command="make", github_branch="main")
    assert set(built) == {"build_command", "github_branch"}
    assert set(check_failures(WebService, source_type="git")) == {"source_type"}


def test_min_instances_does_not_exceed_max_instances() -> None:
    reason = "must not be greater than `max_instances` (3); lower it or raise `max_instances`"
    assert check_failures(WebService, min_instances=4, max_instances=3) == {"min_instances": reason}
    assert check_failures(WebService, min_instances=2) == {
        "min_instances": reason.replace("3", "1")
    }
    assert check_failures(WebService, min_instances=3, max_instances=UNKNOWN) == {}


def test_rollback_to_excludes_branch() -> None:
    assert set(check_failures(Deployment, rollback_to="d-1", branch="main")) == {"rollback_to"}
    assert check_failures(Deployment, rollback_to=UNKNOWN, branch="main") == {}
    assert check_failures(Deployment, rollback_to="d-1", branch=UNKNOWN) == {}


def test_an_unknown_input_may_turn_out_to_be_unset() -> None:
    git = "https://github.com/u/r"
    assert check_failures(WebService, git_repository_url=UNKNOWN) == {}
    assert check_failures(WebService, git_repository_url=git, image_ref=UNKNOWN) == {}
    assert check_failures(WebService, image_ref=UNKNOWN, build_command="make") == {}
    assert check_failures(WebService, build_command=UNKNOWN) == {}


def test_a_change_of_an_immutable_secret_fails_without_its_values() -> None:
    old = VALID_INPUTS[WebService] | {"start_command": "run canary-old", "port": 8080}
    new = VALID_INPUTS[WebService] | {"start_command": "run canary-new", "port": 9090}
    failures = WebService.refused_changes(old, new, frozenset({"start_command"}))
    reasons = {failure.path: failure.reason for failure in failures}
    assert reasons["start_command"].startswith(
        "cannot be changed (its values are masked): the Runsite API has no update"
    )
    assert reasons["port"].startswith("cannot be changed from 8080 to 9090: ")


def test_a_failure_in_a_map_names_the_key_as_pulumi_writes_it() -> None:
    assert set(check_failures(WebService, env_vars={"A B": "x", "A": 5, "a.b": "***"})) == {
        'env_vars["A B"]',
        "env_vars.A",
        'env_vars["a.b"]',
    }


def test_a_key_is_in_one_of_the_maps() -> None:
    plain, masked = {"A": "x", "a.b": "x"}, {"B": "x", "A": UNKNOWN, "a.b": "x"}
    reason = "is in `env_vars` as well; remove it from one of the two"
    assert check_failures(WebService, env_vars=plain, secret_env_vars=masked) == {
        "secret_env_vars.A": reason,
        'secret_env_vars["a.b"]': reason,
    }
    assert check_failures(WebService, env_vars=plain, secret_env_vars=UNKNOWN) == {}


def test_all_failures_are_reported_at_once() -> None:
    failures = check_failures(
        WebService, port=0, max_instances=9, name=" x", build_command="x", a=1
    )
    assert set(failures) == {"port", "max_instances", "name", "build_command", "a"}


def test_integers_stay_integers_and_defaults_are_set() -> None:
    inputs, _ = WebService.check(VALID_INPUTS[WebService] | {"max_instances": 3.0})
    assert inputs == VALID_INPUTS[WebService] | {
        "max_instances": 3,
        "on_destroy": "stop",
    }
    assert type(inputs["max_instances"]) is int


@pytest.mark.parametrize("resource", [EnvVar, ProjectSecret])
@pytest.mark.parametrize("value", ["canary\x00", "\ud800canary", ["canary"], {"a": "canary"}])
def test_no_reason_shows_the_value_of_a_secret(resource: type[Resource], value: Any) -> None:
    failures = check_failures(resource, value=value, scpoe="canary")
    assert "value" in failures
    assert not any("canary" in text for text in failures.values())


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
