"""Reading and deleting environment variables and project secrets: masks, drift, deletion."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import NotFound
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import EnvVar
from tests.provider.resources.parent_variables import ParentVariables


@pytest.mark.parametrize("mask", ["***", None, "[hidden]", ""])
def test_a_masked_value_is_neither_stored_nor_drift(
    variables: ParentVariables, mask: str | None
) -> None:
    variables.world.control("PATCH", "switches", mask=mask)
    id, state = variables.create()
    assert state["value"] == "canary-1"
    assert variables.world.read(variables.resource, id, state) == state


def test_a_plain_value_changed_in_the_dashboard_is_drift(variables: ParentVariables) -> None:
    id, state = variables.create(is_secret=False)
    row = variables.rows.all()[0]
    collection = "variables" if variables.resource is EnvVar else "secrets"
    variables.world.control("PATCH", f"dashboard/{collection}/{row.id}", value="changed")
    assert variables.world.read(variables.resource, id, state) == state | {"value": "changed"}


def test_is_secret_changed_in_the_dashboard_is_drift(variables: ParentVariables) -> None:
    id, state = variables.create(is_secret=False)
    row = variables.rows.all()[0]
    collection = "variables" if variables.resource is EnvVar else "secrets"
    variables.world.control("PATCH", f"dashboard/{collection}/{row.id}", is_secret=True)
    assert variables.world.read(variables.resource, id, state) == state | {"is_secret": True}


def test_deleting_twice_is_no_error(variables: ParentVariables) -> None:
    id, state = variables.create()
    variables.world.delete(variables.resource, id, state)
    assert variables.values() == {}
    variables.world.delete(variables.resource, id, state)


def test_a_404_on_delete_contradicted_by_the_list_is_an_error(variables: ParentVariables) -> None:
    id, state = variables.create()
    missing = {"detail": "Not Found"}
    variables.world.fault(kind="answer", status=404, body=missing, method="DELETE")
    with pytest.raises(NotFound):
        variables.world.delete(variables.resource, id, state)


def test_a_deleted_variable_is_read_as_deleted(variables: ParentVariables) -> None:
    id, state = variables.create()
    collection = "variables" if variables.resource is EnvVar else "secrets"
    variables.world.control("DELETE", f"dashboard/{collection}/{id.rpartition('/')[2]}")
    assert variables.world.read(variables.resource, id, state) is None


def test_a_variable_of_a_deleted_parent_is_deleted(variables: ParentVariables) -> None:
    id, state = variables.create()
    collection = "web-services" if variables.resource is EnvVar else "projects"
    variables.world.control("DELETE", f"dashboard/{collection}/{variables.parent_id}")
    assert variables.world.read(variables.resource, id, state) is None
    variables.world.delete(variables.resource, id, state)


def test_a_404_on_the_list_of_an_existing_parent_is_an_error(variables: ParentVariables) -> None:
    id, state = variables.create()
    missing = {"detail": "Not Found"}
    variables.world.fault(kind="answer", status=404, body=missing, path=variables.path)
    with pytest.raises(NotFound):
        variables.world.read(variables.resource, id, state)


def test_reading_many_variables_of_one_parent_is_one_request(variables: ParentVariables) -> None:
    created = [variables.create(f"it-{n}", key=f"KEY_{n}") for n in range(5)]
    variables.since = variables.world.mark()

    async def read_all(ctx: Any) -> list[Props | None]:
        return [await variables.resource.read(ctx, id, state) for id, state in created]

    assert variables.world.run(read_all) == [state for _, state in created]
    assert variables.requests() == [f"GET {variables.path}"]


def test_a_revision_of_the_api_is_not_that_of_the_state(variables: ParentVariables) -> None:
    id, state = variables.create()
    item = {"id": variables.rows.all()[0].id, "key": state["key"], "scope": "production"}
    field = "environment_variables" if variables.resource is EnvVar else "secrets"
    body = {field: [item | {"revision": "7"}]}
    variables.world.fault(kind="answer", status=200, body=body, path=variables.path)
    assert variables.world.read(variables.resource, id, state) == state
