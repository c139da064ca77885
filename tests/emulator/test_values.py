"""Values of variables and secrets: masked, never taken back as a mask, all or none in bulk."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.inside import JSON, NOBODY, Runsite


def put(runsite: Runsite, service: str, *items: JSON) -> Any:
    return runsite.api.put(f"{service}/env/bulk", json={"variables": list(items)})


def put_secrets(runsite: Runsite, project: str, *items: JSON) -> Any:
    return runsite.api.put(f"projects/{project}/secrets/bulk", json={"secrets": list(items)})


def secrets(runsite: Runsite, project: str) -> list[tuple[str, str]]:
    groups = runsite.get(f"projects/{project}/secrets")["secrets"]
    return [(s["key"], s["scope"]) for group in groups for s in group["values"]]


def stored(runsite: Runsite) -> list[str]:
    """Return the values that are really there."""
    store = runsite.emulator.store
    rows: list[Any] = [*store.variables.all(), *store.secrets.all()]
    return [row.value for row in rows]


def test_the_mask_is_refused_when_it_is_written_back(runsite: Runsite) -> None:
    service, project = runsite.service(), runsite.project()
    made = runsite.variable(service, value="real", is_secret=True)
    secret = {"key": "S", "value": "***", "scope": "staging"}
    refused = [
        runsite.api.post(f"{service}/env", json={"key": "B", "value": "***"}),
        put(runsite, service, {"id": made["id"], "key": "KEY", "value": made["value"]}),
        runsite.api.post(f"projects/{project}/secrets", json=secret),
        put_secrets(runsite, project, secret),
        runsite.api.post("web-services", json=service_with({"key": "A", "value": "***"})),
    ]
    assert [a.status_code for a in refused] == [422] * 5
    assert refused[1].json()["detail"][0]["loc"] == ["body", "variables", 0, "value"]
    assert stored(runsite) == ["real"]


def service_with(variable: JSON) -> JSON:
    image = {"name": "x", "source_type": "image", "image_ref": "nginx:1"}
    return image | {"env_vars": [variable]}


def test_an_empty_value_is_refused(runsite: Runsite) -> None:
    service = runsite.service()
    answer = runsite.api.post(f"{service}/env", json={"key": "A", "value": ""})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "value"]


def test_a_key_that_is_there_is_a_conflict(runsite: Runsite) -> None:
    service = runsite.service()
    runsite.variable(service, "A", "first")
    answer = runsite.api.post(f"{service}/env", json={"key": "A", "value": "second"})
    said = {"detail": "Environment variable 'A' already exists"}
    assert (answer.status_code, answer.json()) == (409, said)
    assert stored(runsite) == ["first"]


def test_keys_differ_in_case(runsite: Runsite) -> None:
    service = runsite.service()
    runsite.variable(service, "a")
    runsite.variable(service, "A")
    assert set(runsite.variables(service)) == {"a", "A"}


def test_an_item_with_an_id_changes_that_variable(runsite: Runsite) -> None:
    service = runsite.service()
    made = runsite.variable(service, "A", "first", is_secret=True)
    runsite.passes(60)
    assert put(runsite, service, {"id": made["id"], "key": "A", "value": "second"}).is_success
    changed = runsite.variables(service)["A"]
    assert (changed["id"], changed["is_secret"]) == (made["id"], True)
    assert changed["created_at"] == made["created_at"] < changed["updated_at"]
    assert stored(runsite) == ["second"]


def test_an_id_is_the_same_in_capitals(runsite: Runsite) -> None:
    service = runsite.service()
    made = runsite.variable(service, "A", "first")
    item = {"id": made["id"].upper(), "key": "A", "value": "second"}
    assert put(runsite, service, item).is_success
    assert stored(runsite) == ["second"]


def test_an_item_without_id_whose_key_is_there_is_a_conflict(runsite: Runsite) -> None:
    service = runsite.service()
    runsite.variable(service, "A", "first")
    answer = put(runsite, service, {"key": "A", "value": "second"})
    assert answer.status_code == 409
    assert stored(runsite) == ["first"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"key": "A", "value": "x"}, 409),
        ({"key": "NEW", "value": "x"}, 409),
        ({"key": "B", "value": ""}, 422),
        ({"key": "no key", "value": "x"}, 422),
        ({"id": None, "key": "B", "value": "x"}, 422),
        ({"id": "7", "key": "B", "value": "x"}, 422),
        ({"id": NOBODY, "key": "B", "value": "x"}, 404),
    ],
)
def test_a_bulk_with_one_bad_item_changes_nothing(
    runsite: Runsite, wrong: JSON, status: int
) -> None:
    service = runsite.service()
    runsite.variable(service, "A", "first")
    answer = put(runsite, service, {"key": "NEW", "value": "new"}, wrong)
    assert answer.status_code == status
    assert stored(runsite) == ["first"]


def test_one_variable_twice_in_a_bulk_is_a_conflict(runsite: Runsite) -> None:
    service = runsite.service()
    id = runsite.variable(service, "A", "first")["id"]
    items = [{"id": id, "key": "A", "value": "x"}, {"id": id, "key": "B", "value": "y"}]
    assert put(runsite, service, *items).status_code == 409
    assert stored(runsite) == ["first"]


def test_two_variables_can_change_their_keys(runsite: Runsite) -> None:
    service = runsite.service()
    a, b = (runsite.variable(service, key, key.lower())["id"] for key in "AB")
    items = [{"id": a, "key": "B", "value": "a"}, {"id": b, "key": "A", "value": "b"}]
    assert put(runsite, service, *items).is_success
    assert {k: v["id"] for k, v in runsite.variables(service).items()} == {"B": a, "A": b}


def test_what_a_bulk_does_not_list_stays(runsite: Runsite) -> None:
    service, project = runsite.service(), runsite.project()
    runsite.variable(service, "A")
    runsite.make(f"projects/{project}/secrets", {"key": "A", "value": "v", "scope": "staging"})
    put(runsite, service, {"key": "B", "value": "v"})
    put_secrets(runsite, project, {"key": "B", "value": "v", "scope": "staging"})
    assert set(runsite.variables(service)) == {"A", "B"}
    assert secrets(runsite, project) == [("A", "staging"), ("B", "staging")]


def test_a_variable_of_another_service_cannot_be_changed(runsite: Runsite) -> None:
    service, other = runsite.service(), runsite.service()
    id = runsite.variable(other, "A", "first")["id"]
    assert put(runsite, service, {"id": id, "key": "A", "value": "x"}).status_code == 404
    assert stored(runsite) == ["first"]


@pytest.mark.parametrize("body", [{}, {"variables": []}, {"variables": None}, [], {"secrets": []}])
def test_a_bulk_has_items(runsite: Runsite, body: Any) -> None:
    answer = runsite.api.put(f"{runsite.service()}/env/bulk", json=body)
    assert answer.status_code == 422


def test_a_secret_is_one_for_key_and_scope(runsite: Runsite) -> None:
    project = runsite.project()
    path = f"projects/{project}/secrets"
    secret = {"key": "A", "value": "first", "scope": "staging"}
    runsite.make(path, secret)
    runsite.make(path, secret | {"scope": "production"})
    answer = runsite.api.post(path, json=secret | {"value": "second"})
    said = {"detail": "Secret 'A' already exists in scope staging"}
    assert (answer.status_code, answer.json()) == (409, said)


def test_a_bulk_changes_the_secret_of_its_key_and_scope(runsite: Runsite) -> None:
    project = runsite.project()
    secret = {"key": "A", "value": "first", "scope": "staging"}
    put_secrets(runsite, project, secret, secret | {"scope": "production"})
    assert put_secrets(runsite, project, secret | {"value": "second"}).is_success
    assert secrets(runsite, project) == [("A", "staging"), ("A", "production")]
    assert stored(runsite) == ["second", "first"]


def test_a_secret_can_be_changed_by_its_id(runsite: Runsite) -> None:
    project = runsite.project()
    path = f"projects/{project}/secrets"
    id = runsite.make(path, {"key": "A", "value": "v", "scope": "staging"})["id"]
    item = {"id": id, "key": "B", "value": "w", "scope": "production"}
    assert put_secrets(runsite, project, item).is_success
    assert secrets(runsite, project) == [("B", "production")]


def test_one_secret_twice_in_a_bulk_is_a_conflict(runsite: Runsite) -> None:
    project = runsite.project()
    secret = {"key": "A", "value": "v", "scope": "staging"}
    assert put_secrets(runsite, project, secret, secret).status_code == 409
    assert secrets(runsite, project) == []


def test_a_value_is_never_shown_once_it_is_secret(runsite: Runsite) -> None:
    service, project = runsite.service(), runsite.project()
    made = runsite.variable(service, value="s3cret")
    item = {"id": made["id"], "key": "KEY", "value": "s3cret", "is_secret": True}
    put(runsite, service, item)
    runsite.make(f"projects/{project}/secrets", {"key": "S", "value": "s3cret", "scope": "staging"})
    for path in (f"{service}/env", f"projects/{project}/secrets", service, f"projects/{project}"):
        assert "s3cret" not in runsite.api.get(path).text
