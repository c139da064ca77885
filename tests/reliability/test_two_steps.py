"""A fault, then the program or the world changes, then `up`: every story ends as declared."""

from __future__ import annotations

import pytest

from .all_scenarios import SCENARIOS
from .conftest import NewStory
from .test_fault_matrix import ADAPTERS, IS_COMPLETE


def cases() -> list[tuple[str, str]]:
    """Return each story with the adapters by turns, unless complete with both."""
    if IS_COMPLETE:
        return [(name, adapter) for name in SCENARIOS for adapter in ADAPTERS]
    return [(name, ADAPTERS[turn % 2]) for turn, name in enumerate(SCENARIOS)]


@pytest.mark.parametrize(
    ("name", "adapter"), [pytest.param(name, each, id=name) for name, each in cases()]
)
def test_a_story_of_two_steps_ends_as_declared(
    new_story: NewStory, name: str, adapter: str
) -> None:
    operation, happens = SCENARIOS[name]
    story = new_story(adapter, operation)
    happens(story)
    assert story.finish() == []
