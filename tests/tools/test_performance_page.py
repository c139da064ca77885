"""The tables of the page about performance."""

from __future__ import annotations

import pytest

from benchmarks.results import Results
from benchmarks.variants import REFERENCE, Load
from tests.benchmarks.measured import sample
from tools.generate.performance_page import in_order, repetitions, with_blocks

PAGE = """# Performance

<!-- generated: machine -->
old
<!-- end -->

Text.

<!-- generated: details -->
<!-- end -->
"""


def test_what_is_generated_replaces_what_is_between_its_markers() -> None:
    page = with_blocks(PAGE, {"machine": "new\\1", "details": "| a |"})
    assert "old" not in page
    assert "<!-- generated: machine -->\n\nnew\\1\n\n<!-- end -->\n\nText.\n" in page
    assert "| a |" in page
    assert with_blocks(page, {"machine": "new\\1", "details": "| a |"}) == page


@pytest.mark.parametrize("names", [["machine"], ["machine", "details", "other"]])
def test_a_table_without_a_place_and_a_place_without_a_table_are_errors(names: list[str]) -> None:
    with pytest.raises(ValueError, match="places for"):
        with_blocks(PAGE, dict.fromkeys(names, "x"))


def measured(*loads: Load, times: int = 1) -> Results:
    found = Results({})
    for load in loads * times:
        found.add(load, "create", "floor", sample())
    return found


def test_the_load_of_the_aims_comes_first_and_the_others_from_small_to_large() -> None:
    large, spread, small = Load(30, 1, 1000), Load(30, 20, 200), Load(30, 1, 1)
    without_delay = Load(0, 1, 200)
    found = measured(large, spread, REFERENCE, small, without_delay)
    assert in_order(found) == [REFERENCE, small, without_delay, spread, large]


def test_the_repetitions_are_named_by_load() -> None:
    found = measured(REFERENCE, times=3)
    assert repetitions(found) == "3"
    found.cells |= measured(Load(0, 1, 1), Load(30, 1, 1000)).cells
    assert (
        repetitions(found)
        == "3 with 200 variables on 1 web service, 30 ms a request; 1 with each other load"
    )
