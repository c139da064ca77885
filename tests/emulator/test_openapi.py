"""The document at /openapi.json says all that a client needs, and nothing that is not so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pulumi_runsite.emulator.app import document
from tests.emulator.inside import Runsite

API = document()
IDS = [
    operation["operationId"] for item in API["paths"].values() for operation in item.values()
]  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in API["paths"].items():
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
    assert runsite.bare.get("/openapi.json").json() == API


def test_every_operation_needs_the_bearer_key() -> None:
    assert API["security"] == [{"api_key": []}]
    scheme = API["components"]["securitySchemes"]["api_key"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert not [o["operationId"] for _, _, o in operations() if "security" in o]


def test_every_operation_has_a_name_of_its_own_a_tag_and_a_summary() -> None:
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
        for status, answer in operation["responses"].items():
            if status >= "400":
                schema = answer["content"]["application/json"]["schema"]
                assert schema["$ref"].rsplit("/", 1)[1] in ("Sentence", "Coded", "Problems")


def test_every_default_is_one_that_a_request_may_leave_out() -> None:
    asked = [o.get("requestBody", {}) for _, _, o in operations()]
    bodies = {s["$ref"] for s in schemas(asked) if "$ref" in s}
    for name, schema in API["components"]["schemas"].items():
        with_default = [f for f, s in schema.get("properties", {}).items() if "default" in s]
        is_asked = f"#/components/schemas/{name}" in bodies or name.endswith("Item")
        assert is_asked or name == "EnvVarCreate" or not with_default, name


def test_every_object_that_is_asked_for_is_closed() -> None:
    for name in ("ProjectCreate", "WebServiceCreate", "EnvVarBulk", "EnvVarItem", "SecretItem"):
        assert API["components"]["schemas"][name]["additionalProperties"] is False


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
def test_what_is_refused_is_said(name: str, field: str, limit: str) -> None:
    assert limit in API["components"]["schemas"][name]["properties"][field]


def test_which_fields_go_together_is_said() -> None:
    schema = API["components"]["schemas"]["WebServiceCreate"]
    assert schema["then"]["required"] == ["image_ref"]
    assert schema["else"]["required"] == ["git_repository_url"]


def test_every_link_leads_to_an_operation_and_fills_its_path() -> None:
    paths = {o["operationId"]: path for _, path, o in operations()}
    links = [
        link
        for _, _, operation in operations()
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert len(links) > 20
    for link in links:
        path = paths[link["operationId"]]
        assert {part[1:-1] for part in path.split("/") if part[:1] == "{"} == set(
            link["parameters"]
        )


@pytest.mark.parametrize("name", ["WebServiceAnswer", "DeploymentAnswer"])
def test_every_status_word_is_listed(name: str) -> None:
    status = API["components"]["schemas"][name]["properties"]["status"]
    assert {"running", "failed"} < set(status["enum"])


def test_it_has_no_reference_that_leads_nowhere() -> None:
    for schema in schemas(API):
        if isinstance(reference := schema.get("$ref"), str):
            assert reference.removeprefix("#/components/schemas/") in API["components"]["schemas"]
