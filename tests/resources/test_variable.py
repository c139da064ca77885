"""Environment variables and project secrets: written in place, masked, never duplicated."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import NotFound, RunsiteError
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resource import Resource
from pulumi_runsite.provider.resources import EnvVar, Project, ProjectSecret, WebService
from tests.world import World


class Home:
    """Where variables of one kind live."""

    def __init__(self, world: World, kind: type[EnvVar | ProjectSecret]) -> None:
        self.world = world
        self.kind = kind
        if kind is EnvVar:
            self.parent, _ = world.create(WebService, "w", name="web", image_ref="nginx")
            self.inputs = {"web_service_id": self.parent, "key": "DATABASE_URL"}
            self.path = f"/web-services/{self.parent}/env"
            self.rows = world.emulator.store.variables
        else:
            self.parent, _ = world.create(Project, "p", name="shop")
            self.inputs = {"project_id": self.parent, "key": "STRIPE", "scope": "production"}
            self.path = f"/projects/{self.parent}/secrets"
            self.rows = world.emulator.store.secrets  # type: ignore[assignment]
        self.since = world.mark()

    def create(self, urn: str = "it", **more: Any) -> tuple[str, Props]:
        return self.world.create(self.kind, urn, **self.inputs | {"value": "canary-1"} | more)

    def update(self, id: str, state: Props, **more: Any) -> Props:
        return self.world.update(self.kind, id, state, **self.inputs | {"value": "canary-1"} | more)

    def asked(self) -> list[str]:
        return self.world.asked(self.since)

    def writes(self) -> list[str]:
        return self.world.writes(self.since)

    def values(self) -> dict[str, str]:
        return {row.key: row.value for row in self.rows.all()}


@pytest.fixture(params=[EnvVar, ProjectSecret], ids=lambda kind: kind.__name__)
def home(world: World, request: pytest.FixtureRequest) -> Home:
    return Home(world, request.param)


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


@pytest.mark.parametrize("mask", ["***", None, "[hidden]", ""])
def test_a_mask_is_neither_stored_nor_drift(home: Home, mask: str | None) -> None:
    home.world.control("PATCH", "switches", mask=mask)
    id, state = home.create()
    assert state["value"] == "canary-1"
    assert home.world.read(home.kind, id, state) == state


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


def test_a_plain_value_changed_elsewhere_is_drift(home: Home) -> None:
    id, state = home.create(is_secret=False)
    row = home.rows.all()[0]
    kind = "variables" if home.kind is EnvVar else "secrets"
    home.world.control("PATCH", f"dashboard/{kind}/{row.id}", value="changed")
    assert home.world.read(home.kind, id, state) == state | {"value": "changed"}


def test_a_flag_changed_elsewhere_is_drift(home: Home) -> None:
    id, state = home.create(is_secret=False)
    row = home.rows.all()[0]
    kind = "variables" if home.kind is EnvVar else "secrets"
    home.world.control("PATCH", f"dashboard/{kind}/{row.id}", is_secret=True)
    assert home.world.read(home.kind, id, state) == state | {"is_secret": True}


def test_a_new_value_is_written_in_place_and_alone(home: Home) -> None:
    id, state = home.create()
    home.create("other", key="OTHER", value="canary-2")
    home.since = home.world.mark()
    after = home.update(id, state, value="canary-3")
    assert home.writes() == [f"PUT {home.path}/bulk"]
    assert home.values() == {state["key"]: "canary-3", "OTHER": "canary-2"}
    assert after["revision"] != state["revision"]
    (entry,) = home.world.emulator.journal.entries(since=home.since)
    (items,) = entry["request_body"].values()
    assert [item["id"] for item in items] == [id.rpartition("/")[2]]


def test_unmasking_is_written_in_place(home: Home) -> None:
    id, state = home.create()
    after = home.update(id, state, is_secret=False)
    assert home.rows.all()[0].is_secret is False
    assert after["is_secret"] is False
    assert after["revision"] != state["revision"]


def test_no_change_sends_nothing(home: Home) -> None:
    id, state = home.create()
    home.since = home.world.mark()
    assert home.update(id, state, adopt_id=id) == state
    assert home.asked() == []


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


def test_deleting_deletes_and_deleting_twice_is_quiet(home: Home) -> None:
    id, state = home.create()
    home.world.delete(home.kind, id, state)
    assert home.values() == {}
    home.world.delete(home.kind, id, state)


def test_a_404_on_delete_that_the_list_contradicts_is_told(home: Home) -> None:
    id, state = home.create()
    missing = {"detail": "Not Found"}
    home.world.fault(kind="answer", status=404, body=missing, method="DELETE")
    with pytest.raises(NotFound):
        home.world.delete(home.kind, id, state)


def test_one_that_is_gone_is_gone(home: Home) -> None:
    id, state = home.create()
    kind = "variables" if home.kind is EnvVar else "secrets"
    home.world.control("DELETE", f"dashboard/{kind}/{id.rpartition('/')[2]}")
    assert home.world.read(home.kind, id, state) is None


def test_one_whose_parent_is_gone_is_gone(home: Home) -> None:
    id, state = home.create()
    kind = "web-services" if home.kind is EnvVar else "projects"
    home.world.control("DELETE", f"dashboard/{kind}/{home.parent}")
    assert home.world.read(home.kind, id, state) is None
    home.world.delete(home.kind, id, state)


def test_a_404_on_the_list_of_a_parent_that_is_there_is_told(home: Home) -> None:
    id, state = home.create()
    missing = {"detail": "Not Found"}
    home.world.fault(kind="answer", status=404, body=missing, path=home.path)
    with pytest.raises(NotFound):
        home.world.read(home.kind, id, state)


def test_a_lost_answer_is_found_and_nothing_is_made_twice(home: Home) -> None:
    home.world.fault(kind="close_after_commit", method="POST")
    id, _ = home.create()
    assert home.writes() == [f"POST {home.path}"]
    assert id == f"{home.parent}/{home.rows.all()[0].id}"


def test_a_lost_answer_to_a_write_in_place_is_sent_again(home: Home) -> None:
    id, state = home.create()
    home.world.fault(kind="close_after_commit", method="PUT")
    home.update(id, state, value="canary-2")
    assert home.writes() == [f"POST {home.path}", *[f"PUT {home.path}/bulk"] * 2]
    assert list(home.values().values()) == ["canary-2"]


def test_reading_many_of_one_parent_is_one_request(home: Home) -> None:
    made = [home.create(f"it-{n}", key=f"KEY_{n}") for n in range(5)]
    home.since = home.world.mark()

    async def read_all(ctx: Any) -> list[Props | None]:
        return [await home.kind.read(ctx, id, state) for id, state in made]

    assert home.world.run(read_all) == [state for _, state in made]
    assert home.asked() == [f"GET {home.path}"]


def test_what_the_api_echoes_of_a_value_is_not_shown(home: Home) -> None:
    body = {"detail": [{"loc": ["body", "value"], "msg": "bad value canary-1"}]}
    home.world.fault(kind="answer", status=422, body=body, method="POST")
    with pytest.raises(RunsiteError, match=r"422: value: bad value \[secret\]"):
        home.create()


@pytest.mark.parametrize("kind", [EnvVar, ProjectSecret])
def test_a_key_a_parent_or_a_scope_asks_for_a_new_one(kind: type[Resource]) -> None:
    parent = "web_service_id" if kind is EnvVar else "project_id"
    state = {parent: "a", "key": "A", "value": "x", "is_secret": True, "scope": "staging"}
    for name in {parent, "key", "scope"} & kind.Inputs.field_names():
        found = kind.diff(state, state | {name: "production"}, "error")
        assert found.replaces == {name}
    assert kind.diff(state, state | {"value": "y", "is_secret": False}, "error").replaces == set()
