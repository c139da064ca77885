"""Which of the writes that wait go together in one bulk write."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.provider.collection import env_vars_of
from pulumi_runsite.provider.resources import bulk_batch
from pulumi_runsite.provider.resources.bulk_write import BulkWrite

_EMPTY_BYTES = 26
"""Bytes of a variable with a key of one letter, and an empty value."""


def write_of(key: str, size: int = _EMPTY_BYTES) -> bulk_batch.VariableWrite:
    item = {"key": key, "value": "x" * (size - _EMPTY_BYTES)}
    name_of = lambda each: str(each["key"])  # noqa: E731
    write = BulkWrite("variable", env_vars_of("s"), "variables", [item], name_of)
    return bulk_batch.VariableWrite(write, {})


def batches_of(*writes: bulk_batch.VariableWrite) -> list[list[str]]:
    """Return the names in each batch of *writes*."""
    queue, batches = bulk_batch.BulkQueue(), []
    waiting: Any = queue._waiting
    waiting.extend((each, None) for each in writes)
    while waiting:
        batches.append([each.name for each, _ in queue._next_batch(bulk_batch.MAX_ITEMS)])
    return batches


def test_a_bulk_write_has_at_most_a_hundred_variables() -> None:
    names = [f"KEY_{n}" for n in range(201)]
    assert [len(each) for each in batches_of(*map(write_of, names))] == [100, 100, 1]


def test_a_key_is_at_most_once_in_a_bulk_write() -> None:
    assert batches_of(*map(write_of, "ABAAC")) == [["A", "B"], ["A"], ["A", "C"]]


@pytest.mark.parametrize(("more", "batches"), [(0, [["A", "B"]]), (1, [["A"], ["B"]])])
def test_a_bulk_write_has_at_most_half_a_mebibyte(more: int, batches: list[list[str]]) -> None:
    half = 256 * 1024
    assert write_of("A", half).size == half
    assert batches_of(write_of("A", half), write_of("B", half + more)) == batches


def test_a_variable_that_is_larger_goes_alone() -> None:
    large = 1024 * 1024
    assert batches_of(write_of("A", large), write_of("B", large)) == [["A"], ["B"]]
