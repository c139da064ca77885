"""The tables of the page about performance."""

from __future__ import annotations

import pytest

from tools.generate.performance_page import with_blocks

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
