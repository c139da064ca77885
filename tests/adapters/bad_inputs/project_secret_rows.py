"""P5: bad inputs of a project secret."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.provider.fields import UNKNOWN

RESOURCE = "ProjectSecret"

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("P5.1", {"project_id": None}, "project_id: required"),
    ("P5.2", {"project_id": ""}, "project_id: is not a valid Runsite id"),
    ("P5.3", {"project_id": ".."}, "project_id: is not a valid Runsite id"),
    ("P5.5", {"project_id": 3}, "project_id: must be a string, got number"),
    ("P5.7", {"key": None}, "key: required"),
    ("P5.8", {"key": ""}, "key: must not be empty; set a text or remove it"),
    ("P5.9", {"key": "\t"}, "key: must not begin or end with whitespace"),
    ("P5.10", {"key": 5}, "key: must be a string, got number"),
    ("P5.11", {"key": ["A"]}, "key: must be a string, got list"),
    ("P5.12", {"key": "A=B"}, "key: must not contain '='"),
    ("P5.13", {"key": "A\x00"}, "key: must not contain a control character (U+0000)"),
    ("P5.14", {"key": "A B"}, "key: must not contain ' '"),
    ("P5.15", {"key": "A\r\n"}, "key: must not begin or end with whitespace"),
    ("P5.16", {"key": "A\u202e"}, "key: must not contain a format character (U+202E)"),
    ("P5.17", {"key": "K" * 10_000}, "key: must not be longer than 1024 characters"),
    ("P5.22", {"value": None}, "value: required"),
    ("P5.23", {"value": None}, "value: required"),
    ("P5.25", {"value": 1}, "value: must be a string, got number"),
    ("P5.26", {"value": {}}, "value: must be a string, got map"),
    ("P5.28", {"value": "canary\x00"}, "value: must not contain a NUL character"),
    ("P5.30", {"value": "x" * (2**20 + 1)}, "value: must not be larger than 1048576 bytes"),
    (
        "P5.31",
        {"value": "\u2022" * 8},
        "value: is a mask that Runsite or Pulumi displays, not a value",
    ),
    ("P5.35", {"scope": None}, "scope: required"),
    ("P5.36", {"scope": ""}, "scope: must be `production`, `staging` or `development`"),
    (
        "P5.37",
        {"scope": "prod"},
        "scope: must be `production`, `staging` or `development`; did you mean `production`?",
    ),
    (
        "P5.38",
        {"scope": "Production"},
        "scope: must be `production`, `staging` or `development`; did you mean `production`?",
    ),
    (
        "P5.39",
        {"scope": "production "},
        "scope: must be `production`, `staging` or `development`; did you mean `production`?",
    ),
    ("P5.40", {"scope": "preview"}, "scope: must be `production`, `staging` or `development`"),
    ("P5.41", {"scope": "all"}, "scope: must be `production`, `staging` or `development`"),
    (
        "P5.42",
        {"scope": ["production", "staging"]},
        "scope: must be `production`, `staging` or `development`, got list",
    ),
    ("P5.43", {"scope": None}, "scope: required"),
    ("P5.44", {"scope": 1}, "scope: must be `production`, `staging` or `development`, got number"),
    ("P5.48", {"is_secret": "yes"}, "is_secret: must be true or false, got string"),
    ("P5.49", {"is_secret": 0}, "is_secret: must be true or false, got number"),
    ("P5.52", {"environment": "canary"}, "environment: unknown property"),
    ("P5.53", {"secrets": []}, "secrets: unknown property; did you mean `is_secret`?"),
    ("P5.54", {"secrets": {}}, "secrets: unknown property; did you mean `is_secret`?"),
    (
        "P5.55",
        {"secrets": [{"key": "A"}, {"key": "A"}]},
        "secrets: unknown property; did you mean `is_secret`?",
    ),
    ("P5.56", {"secrets": [{"key": "A"}]}, "secrets: unknown property; did you mean `is_secret`?"),
    (
        "P5.57",
        {"secrets": [{"scope": "x"}]},
        "secrets: unknown property; did you mean `is_secret`?",
    ),
]
"""There is no resource for several secrets: `secrets` is unknown."""

ACCEPTED: list[tuple[str, dict[str, Any], str]] = [
    ("P5.4", {"project_id": "my-app"}, "it has the form of an id; Runsite answers 404"),
    ("P5.18", {"key": "9A"}, "Runsite decides"),
    ("P5.21", {"scope": "production"}, "one key may have a value in each scope"),
    ("P5.24", {"value": ""}, "an empty value is a value"),
    ("P5.32", {"value": "x\n"}, "a value may be any text"),
    ("P5.34", {"value": "plain"}, "encrypted in the state, whatever the program marks"),
    ("P5.45", {"scope": UNKNOWN}, "checked again at apply"),
    ("P5.51", {"is_secret": False}, "the program decides"),
]

PROGRAM: list[tuple[str, dict[str, Any], str]] = [
    ("P5.27", {"value": b"canary"}, "value: must not be or contain a value of type `bytes`"),
    ("P5.29", {"value": "canary\udfff"}, "value: must be valid Unicode"),
]

COMPARED: list[tuple[str, dict[str, Any], str]] = [
    ("P5.46", {"scope": "production"}, "replaces scope"),
    ("P5.47", {"key": "OTHER"}, "replaces key"),
    ("P5.50", {"is_secret": False}, "updates"),
]

ELSEWHERE = {
    "P5.20": "tests/sdk/test_base_resource.py::test_a_variable_can_be_declared_only_once",
    "P5.33": "tests/adapters/test_displayed_key.py::test_a_secret_may_be_the_api_key",
    "P5.58": "impossible: no resource manages several secrets",
    "P5.59": (
        "tests/provider/resources/test_variable_update.py::test_a_new_value_is_updated_in_place_and_alone"
    ),
    "P5.60": (
        "tests/provider/drift/test_variables.py::test_neither_a_masked_value_nor_its_mask_is_recorded"
    ),
}
"""The rows that need more than this table, and the test that has each, or why there is none."""
