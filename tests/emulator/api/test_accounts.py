"""Keys of another account see and change nothing of the first one."""

from __future__ import annotations

import pytest

from tests.emulator.harness import Runsite

OTHER = {"Authorization": "Bearer ak_live_of_another_account"}


@pytest.fixture
def other(runsite: Runsite) -> Runsite:
    """The emulator, with a key of another account."""
    body = {"key": "ak_live_of_another_account", "account": "other"}
    assert runsite.control.post("keys", json=body).json()["account"] == "other"
    return runsite


def test_an_account_lists_its_own_resources_only(other: Runsite) -> None:
    own = other.api.post("projects", json={"name": "shop"}).json()
    foreign = other.bare.post("/api/projects", json={"name": "shop"}, headers=OTHER).json()
    assert own["workspace_id"] != foreign["workspace_id"]
    for response, id in (
        (other.api.get("projects"), own["id"]),
        (other.bare.get("/api/projects", headers=OTHER), foreign["id"]),
    ):
        assert [each["id"] for each in response.json()["projects"]] == [id]


def test_a_resource_of_another_account_is_not_found(other: Runsite) -> None:
    body = {"name": "web", "source_type": "image", "image_ref": "nginx"}
    id = other.api.post("web-services", json=body).json()["id"]
    for path in (f"web-services/{id}", f"web-services/{id}/env", f"web-services/{id}/deployments"):
        assert other.bare.get(f"/api/{path}", headers=OTHER).status_code == 404
    assert other.bare.post(f"/api/web-services/{id}/stop", headers=OTHER).status_code == 404
    assert other.bare.get("/api/web-services", headers=OTHER).json()["total"] == 0


def test_a_name_is_unique_within_an_account(other: Runsite) -> None:
    other.emulator.switches.names = "unique"
    for headers in (None, OTHER):
        client = other.bare if headers else other.api
        path = "/api/projects" if headers else "projects"
        assert client.post(path, json={"name": "shop"}, headers=headers).status_code == 201
        assert client.post(path, json={"name": "shop"}, headers=headers).status_code == 409
