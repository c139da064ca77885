"""The name that a project or web service gets where a program sets none."""

from __future__ import annotations

import re

import pytest

from pulumi_runsite.provider.default_names import (
    MAX_LENGTH,
    Autonaming,
    NoDefaultNameError,
    default_name,
)


def _urn(name: str, stack: str = "dev") -> str:
    return f"urn:pulumi:{stack}::shop::my:index:Shop$runsite:index:Project::{name}"


@pytest.mark.parametrize(
    ("name", "stack", "expected"),
    [
        ("shop", "dev", "shop-dev"),
        ("shop", "prod", "shop-prod"),
        ("My Shop_2", "Feature/42", "my-shop-2-feature-42"),
        ("-Café--", "dev.1", "cafe-dev-1"),
        ("the::shop", "dev", "the-shop-dev"),
    ],
)
def test_the_default_is_a_label_of_the_resource_and_the_stack(
    name: str, stack: str, expected: str
) -> None:
    assert default_name(_urn(name, stack), None, None) == expected


@pytest.mark.parametrize("stack", ["dev", "s" * 100])
def test_long_names_stay_labels_of_a_host_name_and_differ(stack: str) -> None:
    names = [default_name(_urn("a" * 90 + end, stack), None, None) for end in "bc"]
    assert len(set(names)) == 2
    assert all(len(name) <= MAX_LENGTH for name in names)
    assert all(re.fullmatch(r"a+-(dev|s+)-[0-9a-f]{8}", name) for name in names)


@pytest.mark.parametrize(("name", "stack"), [("店", "dev"), ("shop", "--"), ("", "")])
def test_a_name_without_letters_must_be_set(name: str, stack: str) -> None:
    with pytest.raises(
        NoDefaultNameError, match=r"^required, since the resource name or the stack"
    ):
        default_name(_urn(name, stack), None, None)


def test_an_unknown_urn_is_no_name() -> None:
    with pytest.raises(NoDefaultNameError):
        default_name("", None, None)


@pytest.mark.parametrize("autonaming", [None, Autonaming("proposed"), Autonaming()])
def test_a_default_never_changes_what_exists(autonaming: Autonaming | None) -> None:
    assert default_name(_urn("renamed"), "shop", autonaming) == "shop"
