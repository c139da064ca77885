"""What the lists before and after a bulk write show of the variables that it did not list."""

from __future__ import annotations

import pytest

from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import ProjectSecret
from pulumi_runsite.provider.resources.bulk_observations import WHOLE_LIST
from pulumi_runsite.provider.resources.bulk_others import OtherVariables


def listed(*items: str) -> list[Props]:
    """Return variables, each given as `<id>:<key>`, of which the id may be left away."""
    found: list[Props] = []
    for item in items:
        id, _, key = item.rpartition(":")
        found.append({"key": key, **({"id": id} if id else {})})
    return found


def key_of(item: Props) -> str:
    return str(item["key"])


def seen(sent: str, before: str, after: str, created: str = "") -> tuple[set[str], set[str]]:
    """Return the keys of those that are kept, and of those that are lost."""
    known, new = listed(*before.split()), listed(*created.split())
    others = OtherVariables(listed(*sent.split()), key_of, known, new)
    items = listed(*after.split())
    kept, lost = others.kept(items, WHOLE_LIST), others.lost(items)
    return set(map(key_of, kept)), set(map(key_of, lost))


NONE: set[str] = set()


@pytest.mark.parametrize(
    ("sent", "before", "after", "kept", "lost"),
    [
        ("1:a", "1:a 2:b", "1:a 2:b", {"b"}, NONE),
        ("1:a", "1:a 2:b", "1:a", NONE, {"b"}),
        ("1:a", "1:A 2:B", "1:A", NONE, {"B"}),
        ("1:a", "1:A", "1:A", NONE, NONE),
        ("1:a", "1:a 2:A", "1:a 2:A", {"A"}, NONE),
        ("1:a", "1:a 2:A", "1:a", NONE, {"A"}),
        # Under another id it is no evidence, and not lost either.
        ("1:a", "1:a 2:b", "1:a 3:b", NONE, NONE),
        ("1:a", "1:a 2:b", "1:a 3:B", NONE, NONE),
        # Nor is one that may be the sent one, which is listed under no known id.
        (":a", "2:A 3:b", "2:A 3:b", {"b"}, NONE),
        (":a", "2:A", "2:A", NONE, NONE),
        (":a", "2:A", "3:a", NONE, {"A"}),
        ("1:a", "5:a 2:b", "6:a 2:b", {"b"}, NONE),
        # The other of two with the key that is written is nobody's evidence.
        ("1:a", "1:a 2:a", "1:a", NONE, NONE),
    ],
)
def test_a_variable_is_the_same_one_by_its_id(
    sent: str, before: str, after: str, kept: set[str], lost: set[str]
) -> None:
    assert seen(sent, before, after) == (kept, lost)


@pytest.mark.parametrize(
    ("created", "after", "lost"),
    [
        ("2:b", "1:a 2:b", NONE),
        ("2:b", "1:a 2:B", NONE),
        ("2:b", "1:a 3:b", NONE),
        ("2:b", "1:a", {"b"}),
        ("2:A", "1:a", {"A"}),
        ("2:A 3:B", "1:a 3:B", {"A"}),
    ],
)
def test_what_this_run_has_created_is_lost_unless_the_list_has_it(
    created: str, after: str, lost: set[str]
) -> None:
    assert seen("1:a", "1:a", after, created) == (NONE, lost), "it may be new since the write"


def test_what_this_run_has_created_again_was_not_kept() -> None:
    assert seen("1:a", "1:a 2:b 3:c", "1:a 4:b", "4:b") == (NONE, {"b", "c"})


def test_what_this_run_deletes_is_neither_kept_nor_lost_but_one_like_it_is() -> None:
    before = listed("1:a", "2:b", "3:B")
    others = OtherVariables(listed("1:a"), key_of, before, []).without({"2"})
    assert others.lost(listed("1:a")) == listed("3:B")


def test_the_scopes_of_a_key_with_the_id_of_its_group_are_several_variables() -> None:
    def secret(key: str, scope: str) -> Props:
        return {"id": "g", "group_id": "g", "key": key, "scope": scope}

    before = [secret("DK", scope) for scope in ("production", "staging")]
    sent = [{"id": "g", "key": "dk", "scope": "production"}]
    others = OtherVariables(sent, ProjectSecret.import_name, before, [])
    for grouping in (WHOLE_LIST, "key"):
        assert others.of_group(grouping) == before[1:]
        assert others.kept(before, grouping) == before[1:]
        assert others.lost(before[:1], grouping) == before[1:]
    assert others.of_group("scope") == []


@pytest.mark.parametrize(
    ("before", "after", "doubled"),
    [
        ("1:a", "1:a", []),
        ("1:A", "1:A 2:A", ["A"]),
        ("", "1:a 2:a", ["a"]),
        ("2:A", "1:a 2:A", []),
        ("1:a 2:a", "1:a 2:a", []),
        ("1:a 2:b", "1:a 2:b 3:b", []),
    ],
)
def test_a_sent_key_that_is_listed_once_more_is_doubled(
    before: str, after: str, doubled: list[str]
) -> None:
    others = OtherVariables(listed("1:a"), key_of, listed(*before.split()), [])
    assert others.doubled(listed(*after.split())) == doubled
