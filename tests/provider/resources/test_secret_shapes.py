"""Secrets in every form of list that the API may have, and what can be done without their ids."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from pulumi_runsite.api import InvalidResponse, RunsiteError
from pulumi_runsite.provider.pages import Pages
from pulumi_runsite.provider.resources import ProjectSecret
from pulumi_runsite.provider.secret_groups import NotUnderstoodError, secrets_in
from tests.provider.resources.parent_variables import ParentVariables
from tests.world import World

ONE = {"id": "1", "key": "A", "scope": "production"}
OTHER_SCOPE = {"id": "2", "key": "A", "scope": "staging"}
OTHER = {"id": "2", "key": "A"}
WITHOUT_ID = [{"key": "A", "scope": "production"}, {"key": "A", "scope": "staging"}]


def named(secrets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what identifies each secret."""
    return [{k: v for k, v in each.items() if k in ("id", "key", "scope")} for each in secrets]


@pytest.mark.parametrize(
    "response",
    [
        [ONE, OTHER_SCOPE],
        {"secrets": [ONE, OTHER_SCOPE], "total": 2},
        {"data": {"secrets": [ONE, OTHER_SCOPE]}},
        {"A": [ONE, OTHER_SCOPE]},
        {"A": [{"id": "1", "scope": "production"}, {"id": "2", "scope": "staging"}]},
        {"A": {"production": {"id": "1"}, "staging": {"id": "2"}}},
        {"secrets": {"A": {"production": {"id": "1"}, "staging": {"id": "2"}}}},
        {"production": [{"id": "1", "key": "A"}], "staging": [{"id": "2", "key": "A"}]},
        {"production": {"A": {"id": "1"}}, "staging": {"A": {"id": "2"}}},
        {"secrets": [{"key": "A", "values": [ONE, OTHER_SCOPE]}], "total": 1},
        {"data": [{"key": "A", "note": "x", "scopes": {"production": ONE, "staging": OTHER}}]},
        [{"scope": "production", "keys": [ONE]}, {"scope": "staging", "keys": [OTHER]}],
        {"data": [ONE, OTHER_SCOPE], "meta": {"page": 1}},
        {"secrets": [ONE, {"id": "2", "key": "A", "environment": "STAGING"}]},
    ],
)  # fmt: skip
def test_secrets_with_ids_are_found(response: Any) -> None:
    assert named(secrets_in(response)) == [ONE, OTHER_SCOPE]


@pytest.mark.parametrize(
    "response",
    [
        WITHOUT_ID,
        {"A": {"production": "***", "staging": None}},
        {"production": {"A": "***"}, "staging": {"A": "***"}},
        {"production": ["A"], "staging": ["A"]},
        {"A": ["production", "staging"]},
        {"secrets": [{"key": "A", "scopes": ["production", "staging"]}]},
        {"secrets": [{"id": "g", "key": "A", "values": {"production": "***", "staging": "***"}}]},
        {"secrets": [{"id": "g", "key": "A", "values": WITHOUT_ID}]},
        {"A": {"production": {"id": "g"}, "staging": {"id": "g"}}},
    ],
)
def test_an_id_that_several_secrets_share_is_the_id_of_none(response: Any) -> None:
    assert named(secrets_in(response)) == WITHOUT_ID


def test_the_id_of_a_group_is_that_of_its_only_secret() -> None:
    response = {"secrets": [{"id": "1", "key": "A", "values": {"production": "***"}}]}
    assert named(secrets_in(response)) == [ONE]


@pytest.mark.parametrize(("total", "may_be_cut"), [(1, False), (2, True), (3, False)])
def test_a_total_is_the_number_of_keys_or_of_secrets(total: int, may_be_cut: bool) -> None:  # noqa: FBT001
    scopes = ("production", "staging", "development")
    secrets = [{"id": scope, "key": "A", "scope": scope} for scope in scopes]

    async def read(**_: int) -> Any:
        return {"secrets": secrets, "total": total}

    pages = Pages("GET /secrets", read, lambda _, response: secrets_in(response))
    assert anyio.run(pages.read_groups) == (secrets, may_be_cut)


@pytest.mark.parametrize("response", [[], {}, {"secrets": []}, {"secrets": {}}, {"total": 0}])
def test_no_secrets_are_understood(response: Any) -> None:
    assert secrets_in(response) == []


@pytest.mark.parametrize(
    "response",
    [
        {"errors": []},
        {"message": "ok"},
        {"A": "***"},
        {"a": {"b": 1}},
        {"secrets": [{"id": "1"}]},
        {"secrets": [{"id": "1", "key": "A"}]},
        {"secrets": [{"id": "1", "scope": "production"}]},
        {"secrets": [ONE, 5]},
        {"data": [{"id": "1", "scope": "production"}], "A": [{"id": "2", "scope": "production"}]},
        [1],
        "text",
        5,
        None,
    ],
)
def test_what_may_hold_a_secret_that_was_not_found_is_not_understood(response: Any) -> None:
    with pytest.raises(NotUnderstoodError):
        secrets_in(response)


@pytest.fixture
def secrets(world: World) -> ParentVariables:
    return ParentVariables(world, ProjectSecret)


def answer_list(secrets: ParentVariables, body: Any, count: int = 1) -> None:
    """Return *body* for the next requests of the list."""
    secrets.world.fault(
        kind="answer", status=200, body=body, path=secrets.path, method="GET", count=count
    )


LISTED = {"secrets": [{"key": "STRIPE", "scopes": {"production": "***", "staging": "***"}}]}


def test_a_secret_without_an_id_is_managed_by_key_and_scope(secrets: ParentVariables) -> None:
    answer_list(secrets, {})
    secrets.world.fault(kind="answer", status=201, body={"message": "ok"}, method="POST")
    answer_list(secrets, LISTED)
    id, state = secrets.create()
    assert id == f"{secrets.parent_id}/production/STRIPE"
    answer_list(secrets, LISTED)
    assert secrets.world.read(ProjectSecret, id, state) == state
    answer_list(secrets, LISTED, count=2)
    secrets.update(id, state, value="canary-2")
    (entry,) = secrets.world.emulator.journal.entries(method="PUT")
    assert entry["request_body"] == {
        "secrets": [
            {"key": "STRIPE", "value": entry["request_body"]["secrets"][0]["value"],
             "scope": "production", "is_secret": True}
        ]
    }  # fmt: skip
    answer_list(secrets, LISTED)
    with pytest.raises(RunsiteError, match=r"reports no id .*pulumi state delete"):
        secrets.world.delete(ProjectSecret, id, state)
    assert not [each for each in secrets.writes() if each.startswith("DELETE")]


def test_an_id_that_only_the_create_returns_is_used(secrets: ParentVariables) -> None:
    id, state = secrets.create()
    own_id = id.partition("/")[2]
    assert own_id == secrets.rows.all()[0].id
    answer_list(secrets, LISTED)
    assert secrets.world.read(ProjectSecret, id, state) == state
    answer_list(secrets, LISTED)
    secrets.world.delete(ProjectSecret, id, state)
    assert secrets.values() == {}


def test_an_id_shared_by_several_scopes_is_not_deleted(secrets: ParentVariables) -> None:
    id, state = secrets.create()
    own_id = id.partition("/")[2]
    answer_list(secrets, {"secrets": [LISTED["secrets"][0] | {"id": own_id}]})
    with pytest.raises(RunsiteError, match="its id is also that of the secrets of other scopes"):
        secrets.world.delete(ProjectSecret, id, state)
    assert secrets.values() == {"STRIPE": "canary-1"}


def test_a_secret_that_got_an_id_later_is_deleted_by_it(secrets: ParentVariables) -> None:
    _, state = secrets.create()
    id = f"{secrets.parent_id}/production/STRIPE"
    assert secrets.world.read(ProjectSecret, id, state) == state
    secrets.world.delete(ProjectSecret, id, state)
    assert secrets.values() == {}


@pytest.mark.parametrize(
    "body", [{"secrets": [{"id": "1"}]}, [1, 2], {"message": "ok"}, {"errors": []}, {"a": {"b": 1}}]
)
def test_a_list_that_is_not_understood_is_no_deletion(secrets: ParentVariables, body: Any) -> None:
    id, state = secrets.create()
    answer_list(secrets, body)
    with pytest.raises(InvalidResponse, match="expected secrets with a key and a scope, got "):
        secrets.world.read(ProjectSecret, id, state)


def test_many_deletions_read_the_list_once(secrets: ParentVariables) -> None:
    created = [secrets.create(f"it-{n}", key=f"KEY_{n}") for n in range(4)]
    since = secrets.world.mark()

    async def delete_all(ctx: Any) -> None:
        for id, state in created:
            await ProjectSecret.delete(ctx, id, state)

    secrets.world.run(delete_all)
    assert secrets.world.requests(since).count(f"GET {secrets.path}") == 1
    assert len(secrets.world.writes(since)) == 4


@pytest.fixture
def grouped(secrets: ParentVariables) -> ParentVariables:
    """Return secrets of which all scopes of a key have one id, which DELETE takes."""
    secrets.world.control("PATCH", "switches", secret_ids="group")
    return secrets


def add_staging(secrets: ParentVariables, key: str) -> None:
    """Create another scope of *key*, as a colleague does."""
    secrets.world.by_hand(secrets.path, key=key, scope="staging", value="of a colleague")


def test_the_deletion_of_one_key_does_not_show_that_another_has_one_scope(
    grouped: ParentVariables,
) -> None:
    one, two = (grouped.create(f"it-{key}", key=key) for key in ("A", "B"))
    add_staging(grouped, "B")

    async def delete_both(ctx: Any) -> None:
        await ProjectSecret.delete(ctx, *one)
        await ProjectSecret.delete(ctx, *two)

    with pytest.raises(RunsiteError, match="its id is also that of the secrets of other scopes"):
        grouped.world.run(delete_both)
    assert [(row.key, row.scope) for row in grouped.rows.all()] == [
        ("B", "production"),
        ("B", "staging"),
    ]


def test_another_scope_with_the_id_of_a_deleted_secret_is_not_that_secret(
    grouped: ParentVariables,
) -> None:
    id, state = grouped.create()
    add_staging(grouped, "STRIPE")
    grouped.rows.remove(grouped.rows.all()[0].id)
    assert grouped.world.read(ProjectSecret, id, state) is None
    grouped.world.delete(ProjectSecret, id, state)
    assert grouped.values() == {"STRIPE": "of a colleague"}
