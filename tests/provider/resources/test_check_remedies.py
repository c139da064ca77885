"""Every check failure ends with what to do, whatever the input and the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pulumi_runsite.provider.fields import Unsupported
from pulumi_runsite.provider.functions import FUNCTIONS
from pulumi_runsite.provider.messages import (
    env_var_maps,
    input_formats,
    inputs,
    names,
    web_service_inputs,
)
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import RESOURCES, Deployment, WebService
from tests.provider.resources.valid_inputs import check_failures
from tools.messages import Message, messages_of

VERBS = "set|remove|shorten|convert|pass|use|put|lower"
REMEDY = re.compile(rf"; (({VERBS}) [^;]*|did you mean `[\w<>]+`\?)$")

BAD_VALUES: dict[str, Any] = {
    "a bool": True,
    "a fraction": 1.5,
    "not a number": float("nan"),
    "zero": 0,
    "a large number": 10**9,
    "an empty list": [],
    "an empty map": {},
    "a list of null": [None],
    "a map of null": {"A": None},
    "a map of numbers": {"A": 1},
    "a map with a bad key": {"A B": "x"},
    "a map with a mask": {"A": "***"},
    "a map with an Output": {"A": "x Calling __str__ on an Output[T] is not supported"},
    "a list with an asset": [Unsupported("asset")],
    "a list with a large number": [2.0**60],
    "an asset": Unsupported("asset"),
    "an empty string": "",
    "a space": " ",
    "a NUL": "a\x00b",
    "a surrogate": "a\ud800",
    "a mask": "***",
    "an Output": "x Calling __str__ on an Output[T] is not supported",
    "a path": "../x y",
    "a word": "wroker",
    "a similar word": "Stopped",
    "a URL without a path": "https://github.com",
    "a URL with credentials": "https://u:p@github.com/u/r",
    "no URL": "https://[",
    "a long text": "x" * (2**20 + 1),
    "many items": ["x" * 2**16],
}


def reasons(resource: type[Resource], name: str) -> Iterator[tuple[str, str]]:
    without_source = {"image_ref": None} if name == "git_repository_url" else {}
    for label, value in BAD_VALUES.items():
        for reason in check_failures(resource, **without_source | {name: value}).values():
            yield label, reason


INPUTS = [(each, name) for each in RESOURCES for name in each.Inputs.model_fields]


@pytest.mark.parametrize(
    ("resource", "name"), INPUTS, ids=[f"{each.__name__}.{name}" for each, name in INPUTS]
)
def test_every_check_failure_of_an_input_ends_with_what_to_do(
    resource: type[Resource], name: str
) -> None:
    found = list(reasons(resource, name))
    assert len(found) > 3
    assert [each for each in found if not REMEDY.search(each[1])] == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_check_failure_of_a_function_ends_with_what_to_do(function: Any) -> None:
    for name in function.Inputs.model_fields:
        for value in BAD_VALUES.values():
            _, failures = function.check({name: value})
            assert [each for each in failures if not REMEDY.search(each.reason)] == []


COMBINATIONS: list[tuple[type[Resource], dict[str, Any]]] = [
    (WebService, {"image_ref": None}),
    (WebService, {"git_repository_url": "https://github.com/u/r"}),
    (WebService, {"build_command": "make"}),
    (WebService, {"source_type": "git"}),
    (WebService, {"min_instances": 3}),
    (WebService, {"env_vars": {"A": "x"}, "secret_env_vars": {"A": "y"}}),
    (WebService, {"nmae": "x"}),
    (WebService, {"wholly_unknown": "x"}),
    (Deployment, {"rollback_to": "d-1", "branch": "main"}),
]


@pytest.mark.parametrize(("resource", "props"), COMBINATIONS)
def test_every_check_failure_of_a_combination_ends_with_what_to_do(
    resource: type[Resource], props: dict[str, Any]
) -> None:
    failures = check_failures(resource, **props)
    assert failures
    assert [each for each in failures.values() if not REMEDY.search(each)] == []


MESSAGES = [
    message
    for module in (env_var_maps, input_formats, inputs, names, web_service_inputs)
    for message in messages_of(module)
    if module is not env_var_maps or message.name == "key_in_both_maps"
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.name)
def test_every_message_of_a_check_failure_ends_with_what_to_do(message: Message) -> None:
    assert REMEDY.search(message.text), message.text
