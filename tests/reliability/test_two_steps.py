"""A fault, then the program or the world changes, then `up`: every story ends as declared."""

from __future__ import annotations

import pytest

from .all_tales import TALES
from .conftest import Tell
from .known_violations import IN_TWO_STEPS, marked
from .test_fault_matrix import ADAPTERS, IS_COMPLETE


def cases() -> list[tuple[str, str]]:
    """Return each story with the adapters by turns, unless complete with both."""
    if IS_COMPLETE:
        return [(name, adapter) for name in TALES for adapter in ADAPTERS]
    return [(name, ADAPTERS[turn % 2]) for turn, name in enumerate(TALES)]


@pytest.mark.parametrize(
    ("name", "adapter"), [marked(IN_TWO_STEPS, name, each, id=name) for name, each in cases()]
)
def test_a_story_of_two_steps_ends_as_declared(tell: Tell, name: str, adapter: str) -> None:
    operation, happens = TALES[name]
    story = tell(adapter, operation)
    happens(story)
    found = story.finish()
    assert not found, found
