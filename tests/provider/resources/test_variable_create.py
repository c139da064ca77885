"""Creating and adopting environment variables and project secrets."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.resources import ProjectSecret
from tests.provider.resources.parent_variables import ParentVariables
from tests.world import World


def test_creating_a_variable_posts_once_and_its_id_contains_its_parents(
    variables: ParentVariables,
) -> None:
    id, state = variables.create()
    assert variables.requests() == [f"GET {variables.path}", f"POST {variables.path}"]
    assert id == f"{variables.parent_id}/{variables.rows.all()[0].id}"
    assert variables.values() == {state["key"]: "canary-1"}
    assert state["value"] == "canary-1"
    assert state["revision"]


@pytest.mark.parametrize("response", ["object", "message", "empty"])
def test_the_id_is_found_for_every_form_of_create_response(
    variables: ParentVariables, response: str
) -> None:
    variables.world.control("PATCH", "switches", create_answer=response)
    id, state = variables.create()
    assert id == f"{variables.parent_id}/{variables.rows.all()[0].id}"
    assert variables.writes() == [f"POST {variables.path}"]
    assert state["value"] == "canary-1"


@pytest.mark.parametrize("shape", ["values", "by_key", "by_scope"])
def test_secrets_are_found_in_every_form_of_list(world: World, shape: str) -> None:
    world.control("PATCH", "switches", secrets_shape=shape)
    variables = ParentVariables(world, ProjectSecret)
    id, state = variables.create()
    other, _ = variables.create("other", scope="staging")
    assert id != other
    assert world.read(ProjectSecret, id, state) == state
    with pytest.raises(RunsiteError, match="'STRIPE' 'production' already exists"):
        variables.create("third")


def test_an_existing_key_is_an_error_with_its_id(variables: ParentVariables) -> None:
    id, _ = variables.create()
    with pytest.raises(
        RunsiteError, match="already exists on Runsite, so nothing was created"
    ) as raised:
        variables.create("another", value="canary-2")
    assert id.rpartition("/")[2] in str(raised.value)
    assert "canary" not in str(raised.value)
    assert list(variables.values().values()) == ["canary-1"]


@pytest.mark.parametrize("is_own_id", [True, False])
def test_adopting_writes_the_declared_value_and_creates_nothing(
    variables: ParentVariables,
    is_own_id: bool,  # noqa: FBT001
) -> None:
    id, _ = variables.create()
    variables.since = variables.world.mark()
    adopt_id = id.rpartition("/")[2] if is_own_id else id
    adopted, state = variables.create("another", value="canary-2", adopt_id=adopt_id)
    assert adopted == id
    assert variables.writes() == [f"PUT {variables.path}/bulk"]
    assert list(variables.values().values()) == ["canary-2"]
    assert state["value"] == "canary-2"


def test_adopting_an_equal_plain_value_writes_nothing(variables: ParentVariables) -> None:
    id, _ = variables.create(is_secret=False)
    variables.since = variables.world.mark()
    _, state = variables.create("another", is_secret=False, adopt_id=id)
    assert variables.writes() == []
    assert state["value"] == "canary-1"
    variables.create("a third", is_secret=True, adopt_id=id)
    assert variables.writes() == [f"PUT {variables.path}/bulk"]
    assert variables.rows.all()[0].is_secret is True


def test_adopting_another_key_is_an_error(variables: ParentVariables) -> None:
    id, _ = variables.create()
    with pytest.raises(RunsiteError, match="`adopt_id`: Runsite has no"):
        variables.create("another", key="OTHER", adopt_id=id)


def test_a_lost_response_is_recovered_and_nothing_is_created_twice(
    variables: ParentVariables,
) -> None:
    variables.world.fault(kind="close_after_commit", method="POST")
    id, _ = variables.create()
    assert variables.writes() == [f"POST {variables.path}"]
    assert id == f"{variables.parent_id}/{variables.rows.all()[0].id}"


def test_a_value_quoted_by_the_api_is_redacted(variables: ParentVariables) -> None:
    body = {"detail": [{"loc": ["body", "value"], "msg": "bad value canary-1"}]}
    variables.world.fault(kind="answer", status=422, body=body, method="POST")
    with pytest.raises(RunsiteError, match=r"422: value: bad value \[secret\]"):
        variables.create()
