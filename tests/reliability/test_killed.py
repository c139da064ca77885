"""The provider or the engine is killed at a request: the next runs repair what that has left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .conftest import NewStory
from .kills import Moment
from .operations import OPERATIONS
from .story import killed
from .test_fault_matrix import ADAPTERS, IS_COMPLETE, WITHOUT_REQUESTS, layout

WRITES = sorted(
    name
    for name, operation in OPERATIONS.items()
    if operation.action == "up" and name not in WITHOUT_REQUESTS
)
MOMENTS: tuple[Moment, ...] = ("before it is sent", "after the commit", "before it is stored")
REPEATED = ("create deployment", "before it is stored")
"""To a provider this is the same as `up --replace`, which has to deploy again."""


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        pytest.param(name, moment, id=f"{name}: {moment}")
        for name in WRITES
        for moment in MOMENTS
        if (name, moment) != REPEATED
    ],
)
def test_a_kill_at_any_request_doubles_and_loses_nothing(
    new_story: NewStory, name: str, moment: Moment
) -> None:
    operation = OPERATIONS[name]
    count = 1 if moment == "before it is stored" else len(layout(new_story, operation).methods)
    found: list[str] = []
    for position in range(count):
        for adapter in ADAPTERS if IS_COMPLETE else (ADAPTERS[position % 2],):
            violations = killed(new_story(adapter, operation), position, moment)
            found += [f"through {adapter}, at request {position}: {each}" for each in violations]
    assert found == []


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_a_deployment_that_the_engine_did_not_store_is_named_when_it_is_requested_again(
    new_story: NewStory, adapter: str
) -> None:
    story = new_story(adapter, replace(OPERATIONS["create deployment"], deployments=2))
    assert killed(story, 0, "before it is stored") == []
    first, _ = sorted(story.oracle.rows("deployments"), key=lambda row: row.created_at)[-2:]
    assert first.id in story.oracle.named
