"""Creating and adopting environment variables and project secrets."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.resources import ProjectSecret
from tests.provider.resources.parent_variables import Home
from tests.world import World


def test_making_one_posts_once_and_its_id_holds_its_parents(home: Home) -> None:
    id, state = home.create()
    assert home.asked() == [f"GET {home.path}", f"POST {home.path}"]
    assert id == f"{home.parent}/{home.rows.all()[0].id}"
    assert home.values() == {state["key"]: "canary-1"}
    assert state["value"] == "canary-1"
    assert state["revision"]


@pytest.mark.parametrize("answer", ["object", "message", "empty"])
def test_whatever_the_create_answers_the_id_is_found(home: Home, answer: str) -> None:
    home.world.control("PATCH", "switches", create_answer=answer)
    id, state = home.create()
    assert id == f"{home.parent}/{home.rows.all()[0].id}"
    assert home.writes() == [f"POST {home.path}"]
    assert state["value"] == "canary-1"


@pytest.mark.parametrize("shape", ["values", "by_key", "by_scope"])
def test_secrets_are_found_whatever_they_are_grouped_by(world: World, shape: str) -> None:
    world.control("PATCH", "switches", secrets_shape=shape)
    home = Home(world, ProjectSecret)
    id, state = home.create()
    other, _ = home.create("other", scope="staging")
    assert id != other
    assert world.read(ProjectSecret, id, state) == state
    with pytest.raises(RunsiteError, match="'STRIPE' 'production' exists already"):
        home.create("third")


def test_a_key_that_is_there_is_refused_and_named(home: Home) -> None:
    id, _ = home.create()
    with pytest.raises(RunsiteError, match="exists already on Runsite; nothing was made") as raised:
        home.create("another", value="canary-2")
    assert id.rpartition("/")[2] in str(raised.value)
    assert "canary" not in str(raised.value)
    assert list(home.values().values()) == ["canary-1"]


@pytest.mark.parametrize("own", [True, False])
def test_adopting_writes_the_programs_value_and_makes_nothing(home: Home, own: bool) -> None:  # noqa: FBT001
    id, _ = home.create()
    home.since = home.world.mark()
    given = id.rpartition("/")[2] if own else id
    adopted, state = home.create("another", value="canary-2", adopt_id=given)
    assert adopted == id
    assert home.writes() == [f"PUT {home.path}/bulk"]
    assert list(home.values().values()) == ["canary-2"]
    assert state["value"] == "canary-2"


def test_adopting_a_plain_value_that_is_there_writes_nothing(home: Home) -> None:
    id, _ = home.create(is_secret=False)
    home.since = home.world.mark()
    _, state = home.create("another", is_secret=False, adopt_id=id)
    assert home.writes() == []
    assert state["value"] == "canary-1"
    home.create("a third", is_secret=True, adopt_id=id)
    assert home.writes() == [f"PUT {home.path}/bulk"]
    assert home.rows.all()[0].is_secret is True


def test_adopting_another_key_is_refused(home: Home) -> None:
    id, _ = home.create()
    with pytest.raises(RunsiteError, match="adopt_id: there is no"):
        home.create("another", key="OTHER", adopt_id=id)


def test_a_lost_answer_is_found_and_nothing_is_made_twice(home: Home) -> None:
    home.world.fault(kind="close_after_commit", method="POST")
    id, _ = home.create()
    assert home.writes() == [f"POST {home.path}"]
    assert id == f"{home.parent}/{home.rows.all()[0].id}"


def test_what_the_api_echoes_of_a_value_is_not_shown(home: Home) -> None:
    body = {"detail": [{"loc": ["body", "value"], "msg": "bad value canary-1"}]}
    home.world.fault(kind="answer", status=422, body=body, method="POST")
    with pytest.raises(RunsiteError, match=r"422: value: bad value \[secret\]"):
        home.create()
