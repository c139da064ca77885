"""Switches together, and the whole API with every value of every switch."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.emulator.world.switch_values import COMBINATIONS
from pulumi_runsite.emulator.world.switches import VARIANTS
from tests.emulator.harness import REPOSITORY, Runsite

SECRET = {"key": "KEY", "value": "v", "scope": "staging"}


def create_secrets(runsite: Runsite) -> tuple[str, list[Any]]:
    path = f"projects/{runsite.create_project()}/secrets"
    return path, [runsite.post(path, SECRET | {"scope": s}) for s in ("staging", "production")]


def test_a_map_of_secrets_without_ids_repeats_nothing(runsite: Runsite) -> None:
    runsite.set_switches(
        secret_ids="none",
        secrets_shape="by_scope",
        secret_fields="not_repeated",
        variable_fields="minimal",
    )
    path, _ = create_secrets(runsite)
    masked = {"value": "***"}
    assert runsite.get(path) == {"secrets": {"KEY": {"staging": masked, "production": masked}}}


@pytest.mark.parametrize(
    ("shape", "group"),
    [
        ("values", {"secrets": [{"key": "KEY", "id": 0, "values": [{}, {}]}], "total": 1}),
        ("scopes", {"secrets": [{"key": "KEY", "id": 0, "scopes": {"staging": {}}}], "total": 1}),
        ("by_key", {"KEY": {"id": 0, "values": [{}, {}]}}),
        ("by_scope", {"secrets": {"KEY": {"id": 0, "staging": {}, "production": {}}}}),
        ("flat", {"secrets": [{"id": 0}, {"id": 0}], "total": 2}),
    ],
)
def test_the_id_of_a_group_is_returned_in_every_shape(
    runsite: Runsite, shape: str, group: Any
) -> None:
    runsite.set_switches(secret_ids="group", secrets_shape=shape)
    path, (created, _) = create_secrets(runsite)
    assert contains(runsite.get(path), group, created["id"])


def contains(node: Any, part: Any, id: str) -> bool:
    """Return whether *node* has everything of *part*, with *id* in place of 0."""
    if isinstance(part, dict):
        return all(name in node and contains(node[name], part[name], id) for name in part)
    if isinstance(part, list):
        return all(contains(n, p, id) for n, p in zip(node, part, strict=True))
    return bool(node == (id if part == 0 else part))


def test_a_bulk_updates_one_scope_of_a_group(runsite: Runsite) -> None:
    runsite.set_switches(secret_ids="group")
    path, (created, _) = create_secrets(runsite)
    items = [SECRET | {"id": created["id"], "value": "two"}]
    assert runsite.api.put(f"{path}/bulk", json={"secrets": items}).is_success
    assert [s.value for s in runsite.emulator.store.secrets.all()] == ["two", "v"]


def test_a_group_can_be_deleted_by_a_numeric_id(runsite: Runsite) -> None:
    runsite.set_switches(secret_ids="group", ids="numeric")
    path, (created, _) = create_secrets(runsite)
    assert isinstance(created["id"], int)
    assert runsite.api.delete(f"{path}/{created['id']}").status_code == 204
    assert runsite.emulator.store.secrets.all() == []


@pytest.mark.parametrize("convert", [int, str])
def test_a_numeric_id_is_accepted_in_a_body(runsite: Runsite, convert: Any) -> None:
    runsite.set_switches(ids="numeric")
    id = runsite.post("projects", {"name": "shop"})["id"]
    body = {"name": "web", "git_repository_url": REPOSITORY, "project_id": id}
    created = runsite.post("web-services", body | {"project_id": convert(id)})
    assert created["project_id"] == id
    (project,) = runsite.emulator.store.projects.all()
    assert int(project.id[-12:], 16) == id


def test_a_short_list_of_deployments_has_pages(runsite: Runsite) -> None:
    runsite.set_switches(list_limit=1)
    service = runsite.create_service()
    for _ in range(3):
        runsite.complete_deployment(service)
    listed = runsite.get(f"{service}/deployments", limit=2)
    assert (len(listed["deployments"]), listed["total"]) == (2, 3)


def test_errors_have_the_documented_format_with_every_variant(runsite: Runsite) -> None:
    runsite.set_switches(object_envelope="data", list_envelope="data", informational="objects")
    response = runsite.api.post("projects", json={})
    assert (response.status_code, list(response.json())) == (422, ["detail"])


SINGLE = [{name: value} for name, values in VARIANTS.items() for value in values[1:]]


@pytest.mark.parametrize("switches", [*SINGLE, *COMBINATIONS], ids=str)
def test_every_operation_responds_with_every_variant(
    runsite: Runsite, switches: dict[str, Any]
) -> None:
    project = runsite.create_project()
    service = runsite.create_service(project_id=project)
    deployment = runsite.complete_deployment(service)
    runsite.complete_deployment(service)
    variable = runsite.create_variable(service, is_secret=True)
    secret = runsite.post(f"projects/{project}/secrets", SECRET)
    runsite.set_switches(**switches)
    item = {"key": "KEY", "value": "two"}
    requests: list[tuple[str, str, Any]] = [
        ("GET", "projects", None),
        ("POST", "projects", {"name": "x"}),
        ("GET", f"projects/{project}", None),
        ("GET", "web-services", None),
        ("POST", "web-services", {"name": "web", "git_repository_url": REPOSITORY}),
        ("GET", service, None),
        ("POST", f"{service}/restart", {}),
        ("GET", f"{service}/logs", None),
        ("GET", f"{service}/env", None),
        ("POST", f"{service}/env", item),
        ("PUT", f"{service}/env/bulk", {"variables": [item | {"id": variable["id"]}]}),
        ("DELETE", f"{service}/env/{variable['id']}", None),
        ("GET", f"projects/{project}/secrets", None),
        ("POST", f"projects/{project}/secrets", SECRET),
        ("PUT", f"projects/{project}/secrets/bulk", {"secrets": [SECRET]}),
        ("DELETE", f"projects/{project}/secrets/{secret['id']}", None),
        ("GET", f"{service}/deployments", None),
        ("POST", f"{deployment}/rollback", {}),
        ("GET", deployment, None),
        ("POST", f"{service}/deploy", {}),
        ("POST", f"{service}/stop", {}),
    ]
    for method, path, body in requests:
        response = runsite.api.request(method, path, json=body)
        runsite.advance(3)
        assert response.status_code < 500, (method, path)
        assert response.is_success or list(response.json()) == ["detail"]
