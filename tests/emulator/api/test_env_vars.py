"""Variables and secrets: masks, conflicts and bulk updates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.harness import JSON, UNKNOWN_ID, Runsite


def put_variables(runsite: Runsite, service: str, *items: JSON) -> Any:
    return runsite.api.put(f"{service}/env/bulk", json={"variables": list(items)})


def put_secrets(runsite: Runsite, project: str, *items: JSON) -> Any:
    return runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": list(items)})


def secrets(runsite: Runsite, project: str) -> list[tuple[str, str]]:
    groups = runsite.get(f"projects/{project}/secrets")["secrets"]
    return [(s["key"], s["scope"]) for group in groups for s in group["values"]]


def stored_values(runsite: Runsite) -> list[str]:
    """Return the stored values, unmasked."""
    store = runsite.emulator.store
    rows: list[Any] = [*store.variables.all(), *store.secrets.all()]
    return [row.value for row in rows]


def test_the_mask_is_rejected_as_a_value(runsite: Runsite) -> None:
    service, project = runsite.create_service(), runsite.create_project()
    created = runsite.create_variable(service, value="real", is_secret=True)
    secret = {"key": "S", "value": "***", "scope": "staging"}
    responses = [
        runsite.api.post(f"{service}/env", json={"key": "B", "value": "***"}),
        put_variables(
            runsite, service, {"id": created["id"], "key": "KEY", "value": created["value"]}
        ),
        runsite.api.post(f"projects/{project}/secrets", json=secret),
        put_secrets(runsite, project, secret),
        runsite.api.post("web-services", json=service_with({"key": "A", "value": "***"})),
    ]
    assert [a.status_code for a in responses] == [422] * 5
    assert responses[1].json()["detail"][0]["loc"] == ["body", "variables", 0, "value"]
    assert stored_values(runsite) == ["real"]


def service_with(variable: JSON) -> JSON:
    image = {"name": "x", "source_type": "image", "image_ref": "nginx:1"}
    return image | {"env_vars": [variable]}


def test_an_empty_value_is_accepted(runsite: Runsite) -> None:
    service, project = runsite.create_service(), runsite.create_project()
    created = runsite.create_variable(service, value="")
    put_variables(runsite, service, {"id": created["id"], "key": "KEY", "value": ""})
    put_secrets(runsite, project, {"key": "S", "value": "", "scope": "staging"})
    assert stored_values(runsite) == ["", ""]
    assert runsite.variables_by_key(service)["KEY"]["value"] == ""


def test_an_empty_value_is_rejected_with_the_switch(runsite: Runsite) -> None:
    runsite.set_switches(empty_value="refuse")
    service = runsite.create_service()
    response = runsite.api.post(f"{service}/env", json={"key": "A", "value": ""})
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["body", "value"]


def test_an_existing_key_is_a_conflict(runsite: Runsite) -> None:
    service = runsite.create_service()
    runsite.create_variable(service, "A", "first")
    response = runsite.api.post(f"{service}/env", json={"key": "A", "value": "second"})
    error = {"detail": "Environment variable 'A' already exists"}
    assert (response.status_code, response.json()) == (409, error)
    assert stored_values(runsite) == ["first"]


def test_keys_are_case_sensitive(runsite: Runsite) -> None:
    service = runsite.create_service()
    runsite.create_variable(service, "a")
    runsite.create_variable(service, "A")
    assert set(runsite.variables_by_key(service)) == {"a", "A"}


def test_an_item_with_an_id_updates_that_variable(runsite: Runsite) -> None:
    service = runsite.create_service()
    created = runsite.create_variable(service, "A", "first", is_secret=True)
    runsite.advance(60)
    assert put_variables(
        runsite, service, {"id": created["id"], "key": "A", "value": "second"}
    ).is_success
    changed = runsite.variables_by_key(service)["A"]
    assert (changed["id"], changed["is_secret"]) == (created["id"], True)
    assert changed["created_at"] == created["created_at"] < changed["updated_at"]
    assert stored_values(runsite) == ["second"]


def test_an_id_is_case_insensitive(runsite: Runsite) -> None:
    service = runsite.create_service()
    created = runsite.create_variable(service, "A", "first")
    item = {"id": created["id"].upper(), "key": "A", "value": "second"}
    assert put_variables(runsite, service, item).is_success
    assert stored_values(runsite) == ["second"]


def test_an_item_without_id_whose_key_exists_is_a_conflict(runsite: Runsite) -> None:
    service = runsite.create_service()
    runsite.create_variable(service, "A", "first")
    response = put_variables(runsite, service, {"key": "A", "value": "second"})
    assert response.status_code == 409
    assert stored_values(runsite) == ["first"]


@pytest.mark.parametrize(
    ("invalid", "status"),
    [
        ({"key": "A", "value": "x"}, 409),
        ({"key": "NEW", "value": "x"}, 409),
        ({"key": "B", "value": "***"}, 422),
        ({"key": "B", "value": None}, 422),
        ({"key": "no key", "value": "x"}, 422),
        ({"id": None, "key": "B", "value": "x"}, 422),
        ({"id": "7", "key": "B", "value": "x"}, 422),
        ({"id": UNKNOWN_ID, "key": "B", "value": "x"}, 404),
    ],
)
def test_a_bulk_with_an_invalid_item_changes_nothing(
    runsite: Runsite, invalid: JSON, status: int
) -> None:
    service = runsite.create_service()
    runsite.create_variable(service, "A", "first")
    response = put_variables(runsite, service, {"key": "NEW", "value": "new"}, invalid)
    assert response.status_code == status
    assert stored_values(runsite) == ["first"]


def test_a_duplicate_variable_in_a_bulk_is_a_conflict(runsite: Runsite) -> None:
    service = runsite.create_service()
    id = runsite.create_variable(service, "A", "first")["id"]
    items = [{"id": id, "key": "A", "value": "x"}, {"id": id, "key": "B", "value": "y"}]
    assert put_variables(runsite, service, *items).status_code == 409
    assert stored_values(runsite) == ["first"]


def test_two_variables_can_swap_their_keys(runsite: Runsite) -> None:
    service = runsite.create_service()
    a, b = (runsite.create_variable(service, key, key.lower())["id"] for key in "AB")
    items = [{"id": a, "key": "B", "value": "a"}, {"id": b, "key": "A", "value": "b"}]
    assert put_variables(runsite, service, *items).is_success
    assert {k: v["id"] for k, v in runsite.variables_by_key(service).items()} == {"B": a, "A": b}


def test_a_bulk_keeps_what_it_does_not_list(runsite: Runsite) -> None:
    service, project = runsite.create_service(), runsite.create_project()
    runsite.create_variable(service, "A")
    runsite.post(f"projects/{project}/secrets", {"key": "A", "value": "v", "scope": "staging"})
    put_variables(runsite, service, {"key": "B", "value": "v"})
    put_secrets(runsite, project, {"key": "B", "value": "v", "scope": "staging"})
    assert set(runsite.variables_by_key(service)) == {"A", "B"}
    assert secrets(runsite, project) == [("A", "staging"), ("B", "staging")]


def test_a_variable_of_another_service_cannot_be_updated(runsite: Runsite) -> None:
    service, other = runsite.create_service(), runsite.create_service()
    id = runsite.create_variable(other, "A", "first")["id"]
    assert put_variables(runsite, service, {"id": id, "key": "A", "value": "x"}).status_code == 404
    assert stored_values(runsite) == ["first"]


@pytest.mark.parametrize("body", [{}, {"variables": []}, {"variables": None}, [], {"secrets": []}])
def test_an_empty_bulk_is_rejected(runsite: Runsite, body: Any) -> None:
    response = runsite.api.put(f"{runsite.create_service()}/env/bulk", json=body)
    assert response.status_code == 422


def test_a_secret_is_unique_by_key_and_scope(runsite: Runsite) -> None:
    project = runsite.create_project()
    path = f"projects/{project}/secrets"
    secret = {"key": "A", "value": "first", "scope": "staging"}
    runsite.post(path, secret)
    runsite.post(path, secret | {"scope": "production"})
    response = runsite.api.post(path, json=secret | {"value": "second"})
    error = {"detail": "Secret 'A' already exists in scope staging"}
    assert (response.status_code, response.json()) == (409, error)


def test_a_bulk_updates_the_secret_with_its_key_and_scope(runsite: Runsite) -> None:
    project = runsite.create_project()
    secret = {"key": "A", "value": "first", "scope": "staging"}
    put_secrets(runsite, project, secret, secret | {"scope": "production"})
    assert put_secrets(runsite, project, secret | {"value": "second"}).is_success
    assert secrets(runsite, project) == [("A", "staging"), ("A", "production")]
    assert stored_values(runsite) == ["second", "first"]


def test_a_secret_can_be_updated_by_its_id(runsite: Runsite) -> None:
    project = runsite.create_project()
    path = f"projects/{project}/secrets"
    id = runsite.post(path, {"key": "A", "value": "v", "scope": "staging"})["id"]
    item = {"id": id, "key": "B", "value": "w", "scope": "production"}
    assert put_secrets(runsite, project, item).is_success
    assert secrets(runsite, project) == [("B", "production")]


def test_a_duplicate_secret_in_a_bulk_is_a_conflict(runsite: Runsite) -> None:
    project = runsite.create_project()
    secret = {"key": "A", "value": "v", "scope": "staging"}
    assert put_secrets(runsite, project, secret, secret).status_code == 409
    assert secrets(runsite, project) == []


def test_a_secret_value_is_never_returned(runsite: Runsite) -> None:
    service, project = runsite.create_service(), runsite.create_project()
    created = runsite.create_variable(service, value="s3cret")
    item = {"id": created["id"], "key": "KEY", "value": "s3cret", "is_secret": True}
    put_variables(runsite, service, item)
    runsite.post(f"projects/{project}/secrets", {"key": "S", "value": "s3cret", "scope": "staging"})
    for path in (f"{service}/env", f"projects/{project}/secrets", service, f"projects/{project}"):
        assert "s3cret" not in runsite.api.get(path).text
