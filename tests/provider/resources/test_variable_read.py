"""Reading and deleting environment variables and project secrets: masks, drift, deletion."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import NotFound
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import EnvVar
from tests.provider.resources.parent_variables import Home


@pytest.mark.parametrize("mask", ["***", None, "[hidden]", ""])
def test_a_mask_is_neither_stored_nor_drift(home: Home, mask: str | None) -> None:
    home.world.control("PATCH", "switches", mask=mask)
    id, state = home.create()
    assert state["value"] == "canary-1"
    assert home.world.read(home.kind, id, state) == state


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


def test_reading_many_of_one_parent_is_one_request(home: Home) -> None:
    made = [home.create(f"it-{n}", key=f"KEY_{n}") for n in range(5)]
    home.since = home.world.mark()

    async def read_all(ctx: Any) -> list[Props | None]:
        return [await home.kind.read(ctx, id, state) for id, state in made]

    assert home.world.run(read_all) == [state for _, state in made]
    assert home.asked() == [f"GET {home.path}"]
