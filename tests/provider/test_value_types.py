"""How a value is checked against the type of a field."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from pulumi_runsite.provider.check_failures import InvalidValuesError
from pulumi_runsite.provider.fields import UNKNOWN, Model
from pulumi_runsite.provider.value_types import validator


class Item(Model):
    """A model in the field of another one."""

    name: str
    size: int | None = None


class Box(Model):
    """A model with a model."""

    items: list[Item]
    label: Literal["small", "large"] = "small"


def faults(props: dict[str, Any]) -> list[str]:
    try:
        Box.parse(props)
    except InvalidValuesError as error:
        return [str(each) for each in error.failures]
    return []


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([{"name": "a"}, {"name": 1}], "items[1].name: must be a string, got number; convert it"),
        ([{"name": "a", "size": True}], "items[0].size: must be an integer, got bool; convert it"),
        ([{"name": "a", "nmae": "b"}], "items[0].nmae: unknown property; did you mean `name`?"),
        ([{"size": 1}], "items[0].name: required; set it"),
        ([{"name": "a", "x\ud800": 1}], 'items[0]["x?"]: unknown property; remove it'),
        (["a"], 'items[0]: must be a map, got string; pass a map like `{"KEY": "value"}`'),
        ({}, "items: must be a list, got map; convert it"),
    ],
)
def test_a_failure_has_the_path_to_its_value(items: object, fault: str) -> None:
    assert faults({"items": items}) == [fault]


def test_what_is_not_known_yet_is_valid_as_a_field_an_item_and_a_whole() -> None:
    assert faults({"items": UNKNOWN, "label": UNKNOWN}) == []
    assert faults({"items": [UNKNOWN, {"name": UNKNOWN}]}) == []


def test_all_failures_are_found_at_once_in_the_order_of_the_fields() -> None:
    found = faults({"other": 1, "label": "Large", "items": [{"name": None}, {}]})
    assert [each.partition(":")[0] for each in found] == [
        "items[0].name",
        "items[1].name",
        "label",
        "other",
    ]


def test_a_default_is_set_and_null_is_dropped() -> None:
    assert Box.parse({"items": []}) == {"items": [], "label": "small"}
    assert Item.parse({"name": "a", "size": None}) == {"name": "a"}


@pytest.mark.parametrize(
    ("annotation", "valid", "invalid"),
    [
        (str, ["", "a"], [None, 1, b"a", ["a"]]),
        (bool, [True, False], [0, 1, "true", None]),
        (int, [0, -1, 10**30], [True, 1.0, "1", float("nan")]),
        (float, [1, 1.5], [True, "1"]),
        (str | None, [None, "a"], [1]),
        (list[Any] | dict[str, Any], [[], {}, [None], {"a": None}], ["a", 1, None, (1,)]),
        (dict[str, int], [{}, {"a": 1}], [{"a": "1"}, [("a", 1)]]),
        (Literal["a", "b"], ["a"], ["c", None, ["a"], 1]),
        (Any, [None, 1, object()], []),
    ],
)
def test_a_type_accepts_its_values_only(
    annotation: Any, valid: list[Any], invalid: list[Any]
) -> None:
    assert [value for value in valid if validator(annotation)(value)] == []
    assert [value for value in invalid if not validator(annotation)(value)] == []
