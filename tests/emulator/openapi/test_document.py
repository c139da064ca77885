"""The OpenAPI document at /openapi.json is complete and correct."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pulumi_runsite.emulator.app import openapi_document
from tests.emulator.harness import Runsite

DOCUMENT = openapi_document()
IDS = [
    operation["operationId"] for item in DOCUMENT["paths"].values() for operation in item.values()
]  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for verb, operation in item.items():
            yield verb, path, operation


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for item in node.values():
            yield from schemas(item)
    elif isinstance(node, list):
        for item in node:
            yield from schemas(item)


def test_it_is_served_without_a_key(runsite: Runsite) -> None:
    assert runsite.bare.get("/openapi.json").json() == DOCUMENT


def test_every_operation_requires_the_bearer_key() -> None:
    assert DOCUMENT["security"] == [{"api_key": []}]
    scheme = DOCUMENT["components"]["securitySchemes"]["api_key"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert not [o["operationId"] for _, _, o in operations() if "security" in o]


def test_every_operation_has_a_unique_id_a_tag_and_a_summary() -> None:
    assert len(set(IDS)) == len(IDS)
    for _, _, operation in operations():
        assert operation["tags"]
        assert operation["summary"]
        assert operation["description"]


def test_every_error_is_declared_with_its_schema() -> None:
    for verb, path, operation in operations():
        declared = set(operation["responses"])
        assert declared >= {"401", "403", "429"}, path
        assert "{" not in path or "501" in declared or {"404", "422"} <= declared, path
        assert verb in ("get", "delete") or "413" in declared, path
        for status, response in operation["responses"].items():
            if status >= "400":
                schema = response["content"]["application/json"]["schema"]
                assert schema["$ref"].rsplit("/", 1)[1] in (
                    "ErrorResponse",
                    "ForbiddenResponse",
                    "ValidationErrorResponse",
                )


def test_only_request_fields_have_defaults() -> None:
    bodies_json = [o.get("requestBody", {}) for _, _, o in operations()]
    bodies = {s["$ref"] for s in schemas(bodies_json) if "$ref" in s}
    for name, schema in DOCUMENT["components"]["schemas"].items():
        with_default = [f for f, s in schema.get("properties", {}).items() if "default" in s]
        is_request = f"#/components/schemas/{name}" in bodies or name.endswith("Item")
        assert is_request or name == "EnvVarCreate" or not with_default, name


def test_request_bodies_reject_additional_properties() -> None:
    for name in ("ProjectCreate", "WebServiceCreate", "EnvVarBulk", "EnvVarItem", "SecretItem"):
        assert DOCUMENT["components"]["schemas"][name]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("name", "field", "limit"),
    [
        ("EnvVarCreate", "key", "pattern"),
        ("SecretItem", "id", "pattern"),
        ("ProjectCreate", "name", "maxLength"),
        ("WebServiceCreate", "port", "maximum"),
        ("EnvVarBulk", "variables", "minItems"),
        ("EnvVarItem", "value", "not"),
    ],
)
def test_constraints_of_fields_are_declared(name: str, field: str, limit: str) -> None:
    assert limit in DOCUMENT["components"]["schemas"][name]["properties"][field]


def test_rules_between_fields_are_declared() -> None:
    schema = DOCUMENT["components"]["schemas"]["WebServiceCreate"]
    assert schema["then"]["required"] == ["image_ref"]
    assert schema["else"]["required"] == ["git_repository_url"]


def test_every_link_targets_an_operation_and_sets_its_parameters() -> None:
    paths = {o["operationId"]: path for _, path, o in operations()}
    links = [
        link
        for _, _, operation in operations()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]
    assert len(links) > 20
    for link in links:
        path = paths[link["operationId"]]
        assert {part[1:-1] for part in path.split("/") if part[:1] == "{"} == set(
            link["parameters"]
        )


@pytest.mark.parametrize("name", ["WebServiceResponse", "DeploymentResponse"])
def test_every_status_is_listed(name: str) -> None:
    status = DOCUMENT["components"]["schemas"][name]["properties"]["status"]
    assert {"running", "failed"} < set(status["enum"])


def test_every_reference_is_defined() -> None:
    for schema in schemas(DOCUMENT):
        if isinstance(reference := schema.get("$ref"), str):
            assert (
                reference.removeprefix("#/components/schemas/") in DOCUMENT["components"]["schemas"]
            )
