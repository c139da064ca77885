"""A key that differs from an existing one in case or punctuation only: Runsite may overwrite it."""

from __future__ import annotations

import pytest

from pulumi_runsite.api import RunsiteError
from pulumi_runsite.provider.context import Context
from pulumi_runsite.provider.like_keys import like
from pulumi_runsite.provider.resources import EnvVar
from pulumi_runsite.provider.resources.bulk_observations import BulkWrites
from tests.provider.resources.parent_variables import ParentVariables
from tests.provider.upper_case_keys import store_keys_in_upper_case
from tests.world import World


def test_a_runsite_that_changes_keys_and_overwrites_does_not_overwrite_that_of_a_colleague(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_keys_in_upper_case(monkeypatch)
    world.control("PATCH", "switches", duplicate_key="upsert")
    upper = ParentVariables(world, EnvVar)
    id = upper.by_hand("TOKEN", "theirs")
    with pytest.raises(RunsiteError) as error:
        upper.create(key="token")
    assert f"`TOKEN` ('{id}') exists on Runsite" in str(error.value)
    assert f"set `key='TOKEN'` and `adopt_id='{id}'`" in str(error.value)
    assert upper.values() == {"TOKEN": "theirs"}
    upper.create(key="TOKEN", adopt_id=id)
    assert upper.values() == {"TOKEN": "canary-1"}


@pytest.mark.parametrize("stored", ["Api_Key", "api_key"])
def test_a_key_like_it_is_refused_until_the_list_shows_that_both_are_kept(
    variables: ParentVariables, stored: str
) -> None:
    variables.by_hand(stored, "theirs")
    with pytest.raises(RunsiteError, match="may treat both keys as one"):
        variables.create(key="API_KEY")
    assert variables.values() == {stored: "theirs"}
    id = variables.by_hand("API_KEY", "theirs")
    variables.create(key="API_KEY", adopt_id=id)
    assert variables.values() == {stored: "theirs", "API_KEY": "canary-1"}


def test_a_key_like_one_of_the_program_is_created(variables: ParentVariables) -> None:
    id, state = variables.create(key="HTTP_PROXY")
    variables.world.known_paths.add(variables.resource.path_of(id, state))
    variables.create("other", key="http_proxy")
    assert variables.values().keys() == {"HTTP_PROXY", "http_proxy"}


def test_what_a_colleague_creates_during_a_wait_is_seen(
    variables: ParentVariables, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables.world.fault(kind="answer", status=429, method="POST", headers={"retry-after": "30"})
    variables.by_hand_during_a_wait(monkeypatch, "token", "theirs")
    with pytest.raises(RunsiteError, match="may treat both keys as one"):
        variables.create(key="TOKEN")
    assert variables.values() == {"token": "theirs"}


def test_a_variable_that_is_written_by_delete_and_create_may_stand_beside_one_like_it(
    world: World,
) -> None:
    variables = ParentVariables(world, EnvVar)
    id, state = variables.create(key="A_B")
    variables.by_hand("a_b", "theirs")

    async def update(ctx: Context) -> None:
        BulkWrites.of(ctx.client, EnvVar.noun).recall("replace")
        inputs = {name: state[name] for name in EnvVar.Inputs.field_names() & state.keys()}
        await EnvVar.update(ctx, id, state, inputs | {"value": "canary-2"})

    world.run(update)
    assert variables.values() == {"A_B": "canary-2", "a_b": "theirs"}


@pytest.mark.parametrize(
    ("key", "listed", "expected"),
    [
        ("b", ["B"], ["B"]),
        ("b", ["B", "c", "C"], []),
        ("b", ["B", "c_d", "c.d"], ["B"]),
        ("b_c", ["b.c", "d", "D"], ["b.c"]),
        ("b_c", ["b.c", "d-e", "d.e"], []),
        ("b_c", ["B.C", "d", "D"], []),
        ("b_c", ["B.C", "d-e", "D_E"], []),
        ("b", ["B", "d-e", "D_E"], ["B"]),
        ("b", ["b", "B"], []),
        ("b", ["b"], []),
        ("b", ["bc"], []),
        ("b", ["bc", "c"], []),
    ],
)
def test_two_keys_of_one_list_show_what_is_kept_apart(
    key: str, listed: list[str], expected: list[str]
) -> None:
    items = [{"key": each, "scope": "production"} for each in listed]
    match = {"key": key, "scope": "production"}
    assert [item["key"] for item in like(items, match)] == expected
    assert like(items, match | {"scope": "preview"}) == []
