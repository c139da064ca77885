"""P1: bad inputs of a project."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.provider.fields import UNKNOWN
from tests.adapters.bad_inputs.wire import VALUES

RESOURCE = "Project"

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("P1.3", {"name": ""}, "name: must not be empty; set a text or remove it"),
    ("P1.4", {"name": "   "}, "name: must not begin or end with whitespace"),
    ("P1.5", {"name": 123}, "name: must be a string, got number"),
    ("P1.6", {"name": True}, "name: must be a string, got bool"),
    ("P1.7", {"name": ["a"]}, "name: must be a string, got list"),
    ("P1.8", {"name": {"a": 1}}, "name: must be a string, got map"),
    ("P1.10", {"name": VALUES["asset"]}, "name: must be a string, got asset"),
    ("P1.11", {"name": " my-app"}, "name: must not begin or end with whitespace"),
    ("P1.12", {"name": "my-app "}, "name: must not begin or end with whitespace"),
    ("P1.13", {"name": "my-app\n"}, "name: must not begin or end with whitespace"),
    ("P1.14", {"name": "my\napp"}, "name: must not contain a control character (U+000A)"),
    ("P1.15", {"name": "my\tapp"}, "name: must not contain a control character (U+0009)"),
    ("P1.16", {"name": "my\x00app"}, "name: must not contain a control character (U+0000)"),
    ("P1.17", {"name": "my\x1b[31mapp"}, "name: must not contain a control character (U+001B)"),
    ("P1.18", {"name": "my\u202eapp"}, "name: must not contain a format character (U+202E)"),
    ("P1.19", {"name": "my\u200bapp"}, "name: must not contain a format character (U+200B)"),
    ("P1.23", {"name": "x" * 1_000_000}, "name: must not be longer than 1024 characters"),
    ("P1.31", {"description": 5}, "description: must be a string, got number"),
    ("P1.32", {"description": False}, "description: must be a string, got bool"),
    ("P1.33", {"description": ["x"]}, "description: must be a string, got list"),
    ("P1.34", {"description": {}}, "description: must be a string, got map"),
    (
        "P1.36",
        {"description": "a\x00b"},
        "description: must not contain a control character (U+0000)",
    ),
    (
        "P1.37",
        {"description": "\x1b]0;pwn\x07"},
        "description: must not contain a control character (U+001B)",
    ),
    (
        "P1.39",
        {"description": "x" * (1024 * 1024 + 1)},
        "description: must not be longer than 65536 characters",
    ),
    ("P1.43", {"nmae": "canary"}, "nmae: unknown property; did you mean `name`?"),
    ("P1.44", {"secretThing": "canary"}, "secretThing: unknown property"),
    ("P1.45", {"id": "p-1"}, "id: unknown property"),
    ("P1.46", {"createdAt": "now"}, "createdAt: unknown property"),
    ("P1.47", {"project_id": "p-1"}, "project_id: unknown property"),
]
"""Number of the row, inputs beside the valid ones, failure."""

ACCEPTED: list[tuple[str, dict[str, Any], str]] = [
    ("P1.1", {}, "the name of the resource is the default"),
    ("P1.2", {"name": "x"}, "as P1.1: an input that is None is one that is not set"),
    ("P1.21", {"name": "e\u0301"}, "compared as it was written and as it was reported then"),
    ("P1.22", {"name": "x" * 256}, "the limit is not documented"),
    ("P1.24", {"name": "../web-services"}, "sent in the body only"),
    ("P1.25", {"name": "<script>alert(1)</script>"}, "sent in the body only"),
    ("P1.29", {"name": UNKNOWN}, "checked again at apply"),
    ("P1.30", {"name": "secret"}, "the program decides what is secret"),
    ("P1.41", {"description": "x"}, "an empty description is refused: leave it out"),
    ("P1.42", {"description": "x  "}, "three-way drift: what is reported then is no difference"),
]

PROGRAM: list[tuple[str, dict[str, Any], str]] = [
    ("P1.9", {"name": b"my-app"}, "name: must not be or contain a value of type `bytes`"),
    ("P1.20", {"name": "\ud800"}, "name: must be valid Unicode"),
    ("P1.35", {"description": b"x"}, "description: must not be or contain a value of type `bytes`"),
    ("P1.38", {"description": "\ud800"}, "description: must be valid Unicode"),
    ("P1.48", {"__provider": "x"}, "Project.__init__() got an unexpected keyword argument"),
]

COMPARED: list[tuple[str, dict[str, Any], str]] = [
    ("P1.49", {"name": "other"}, "name: cannot be changed"),
    ("P1.50", {"description": "other"}, "description: cannot be changed"),
]
"""Number of the row, changed inputs, and the error of the diff or the effect."""

ELSEWHERE = {
    "P1.28": "tests/plugin/test_check.py::test_two_declarations_of_one_key_fail_and_both",
    "P1.40": "tests/adapters/test_displayed_key.py::test_the_api_key_in_a_displayed_input",
    "P1.51": "tests/dynamic/test_check.py::test_a_change_of_an_immutable_input_fails_with",
    "P1.52": (
        "tests/provider/resources/test_immutable_destroy.py::test_deleting_a_project_only_warns"
    ),
    "P1.53": (
        "tests/provider/resources/test_immutable_destroy.py::test_deleting_a_project_only_warns"
    ),
    "P1.54": "tests/reliability/test_responses.py::test_an_id_cannot_lead_to_another_path",
    "P1.55": "tests/reliability/test_responses.py::test_an_id_cannot_lead_to_another_path",
    "P1.56": "tests/reliability/test_responses.py::test_an_id_cannot_lead_to_another_path",
    "P1.57": "tests/reliability/test_responses.py::test_an_id_cannot_lead_to_another_path",
    "P1.58": "tests/plugin/test_import.py::test_an_import_of_a_missing_resource_is_an_error",
    "P1.59": "tests/plugin/test_import.py::test_an_import_of_a_missing_resource_is_an_error",
    "P1.60": (
        "tests/provider/resources/test_immutable_adopt.py::test_adopting_a_different_resource_fails"
    ),
}
"""The rows that need more than this table, and the test that has each, or why there is none."""
