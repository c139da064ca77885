"""P4: bad inputs of an environment variable, and of the variables of a web service."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.provider.fields import UNKNOWN

RESOURCE = "EnvVar"

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("P4.1", {"web_service_id": None}, "web_service_id: required"),
    ("P4.2", {"web_service_id": "../projects"}, "web_service_id: is not a valid Runsite id"),
    ("P4.3", {"web_service_id": ""}, "web_service_id: is not a valid Runsite id"),
    ("P4.4", {"web_service_id": 9}, "web_service_id: must be a string, got number"),
    ("P4.6", {"key": None}, "key: required"),
    ("P4.7", {"key": ""}, "key: must not be empty; set a text or remove it"),
    ("P4.8", {"key": "  "}, "key: must not begin or end with whitespace"),
    ("P4.9", {"key": 5}, "key: must be a string, got number"),
    ("P4.10", {"key": True}, "key: must be a string, got bool"),
    ("P4.11", {"key": "A=B"}, "key: must not contain '='"),
    ("P4.12", {"key": "A\x00B"}, "key: must not contain a control character (U+0000)"),
    ("P4.13", {"key": "A B"}, "key: must not contain ' '"),
    ("P4.14", {"key": "A\nB"}, "key: must not contain a control character (U+000A)"),
    ("P4.15", {"key": " A"}, "key: must not begin or end with whitespace"),
    ("P4.16", {"key": "A "}, "key: must not begin or end with whitespace"),
    ("P4.20", {"key": "K" * 10_000}, "key: must not be longer than 1024 characters"),
    ("P4.26", {"value": None}, "value: required"),
    ("P4.27", {"value": None}, "value: required"),
    ("P4.28", {"value": 3000}, "value: must be a string, got number"),
    ("P4.29", {"value": True}, "value: must be a string, got bool"),
    ("P4.30", {"value": {"a": "canary"}}, "value: must be a string, got map"),
    ("P4.31", {"value": ["canary"]}, "value: must be a string, got list"),
    ("P4.33", {"value": "canary\x00b"}, "value: must not contain a NUL character"),
    ("P4.35", {"value": "x" * (2**20 + 1)}, "value: must not be larger than 1048576 bytes"),
    (
        "P4.36",
        {"value": "********"},
        "value: is a mask that Runsite or Pulumi displays, not a value",
    ),
    (
        "P4.37",
        {"value": "[secret]"},
        "value: is a mask that Runsite or Pulumi displays, not a value",
    ),
    ("P4.41", {"is_secret": "true"}, "is_secret: must be true or false, got string"),
    ("P4.42", {"is_secret": 1}, "is_secret: must be true or false, got number"),
    ("P4.49", {"secret": "canary"}, "secret: unknown property; did you mean `is_secret`?"),
]

ACCEPTED: list[tuple[str, dict[str, Any], str]] = [
    ("P4.17", {"key": "1ABC"}, "Runsite decides"),
    ("P4.18", {"key": "a-b"}, "Runsite decides"),
    ("P4.19", {"key": "\u00c0B"}, "Runsite decides"),
    ("P4.21", {"key": "PATH"}, "Runsite decides"),
    ("P4.22", {"key": "PORT", "value": "1"}, "Runsite decides"),
    ("P4.25", {"key": "a"}, "keys are compared exactly"),
    ("P4.38", {"value": "${{ secrets.X }}"}, "a value may be any text"),
    ("P4.39", {"is_secret": True}, "encrypted in the state, whatever the program marks"),
    ("P4.40", {"is_secret": False}, "the program decides"),
    ("P4.43", {}, "an input that is None is one that is not set"),
]

BULK: list[tuple[str, Any, str]] = [
    ("P4.52", {"env_vars": "A=1"}, "env_vars: must be a map, got string"),
    ("P4.53", {"env_vars": [{"key": "A", "value": "canary"}]},
     "env_vars: must be a map, got list"),
    ("P4.54", {"env_vars": {"A": UNKNOWN, "B": "x"}, "secret_env_vars": {"A": "canary"}},
     "secret_env_vars.A: is in `env_vars` as well; remove it from one of the two"),
    ("P4.55", {"env_vars": {"A": 5}}, "env_vars.A: must be a string, got number"),
]  # fmt: skip
"""Number of the row, maps of a web service, failure."""

BULK_ACCEPTED: list[tuple[str, Any, str]] = [
    ("P4.50", {"env_vars": None}, "a web service needs no variables"),
    ("P4.51", {"env_vars": {}}, "only the keys of the program are managed"),
    ("P4.56", {"env_vars": {f"K{n}": "x" for n in range(10_001)}}, "Runsite decides"),
    ("P4.58", {"env_vars": {"A": "x" * 2**20}} , "Runsite decides"),
]  # fmt: skip

PROGRAM: list[tuple[str, dict[str, Any], str]] = [
    ("P4.32", {"value": b"canary"}, "value: must not be or contain a value of type `bytes`"),
    ("P4.34", {"value": "canary\ud800"}, "value: must be valid Unicode"),
]

COMPARED: list[tuple[str, dict[str, Any], str]] = [
    ("P4.44", {"is_secret": False}, "updates"),
    ("P4.45", {"key": "OTHER"}, "replaces key"),
    ("P4.46", {}, "nothing"),
]

ELSEWHERE = {
    "P4.24": "tests/sdk/test_base_resource.py::test_a_variable_can_be_declared_only_once",
    "P4.47": (
        "tests/provider/drift/test_variables.py::test_a_masked_value_changed_in_the_dashboard_is_drift"
    ),
    "P4.48": (
        "tests/provider/resources/test_variable_read.py::test_a_plain_value_changed_in_the_dashboard_is_drift"
    ),
    "P4.57": "tests/sdk/test_mapped_keys.py::test_a_key_of_a_map_is_no_env_var_of_the_same_service",
    "P4.59": (
        "tests/provider/resources/test_variable_update.py::test_a_new_value_is_updated_in_place_and_alone"
    ),
    "P4.60": (
        "tests/provider/resources/test_import.py::test_a_masked_value_is_unset_and_written_once"
    ),
}
"""The rows that need more than this table, and the test that has each, or why there is none."""
