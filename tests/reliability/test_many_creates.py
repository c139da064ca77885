"""Fifty creates at once, with faults at random: each exists exactly once, with its value."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from pulumi_runsite.emulator.faults import Fault

from .conftest import NewStory
from .faults import EMULATED
from .operations import SERVICE, Operation
from .stack import Outcome, Program, Stack
from .test_fault_matrix import ADAPTERS, IS_COMPLETE

COUNT, FAULTS_COUNT, WORKERS = 50, 25, 16
SEEDS = range(20) if IS_COMPLETE else range(1)
AMBIGUOUS = ("401", "a list that lags")
"""Faults after which the run ends early, or after which what exists is not known."""

PROGRAM: Program = {
    f"v{n}": ("EnvVar", {"web_service_id": SERVICE, "key": f"KEY_{n}", "value": f"value {n} of it"})
    for n in range(COUNT)
}


def up_at_once(stack: Stack, program: Program) -> Outcome:
    """Apply independent resources as the engine does, many at once."""
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = pool.map(lambda item: stack.up_one(*item), program.items())
    total = Outcome()
    for outcome in outcomes:
        total.steps |= outcome.steps
        total.messages += outcome.messages
    return total


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_many_creates_at_once_double_and_lose_nothing(
    new_story: NewStory, adapter: str, seed: int
) -> None:
    story = new_story(adapter, Operation("many", PROGRAM))
    story.oracle.at_once = WORKERS
    chance = random.Random(seed)  # noqa: S311
    faults = [each for each in EMULATED if each not in AMBIGUOUS]
    for _ in range(FAULTS_COUNT):
        fault = EMULATED[chance.choice(faults)]
        story.emulator.faults.add(Fault(**fault, skip=chance.randrange(2 * COUNT)))
    outcome = story.run_command(lambda: up_at_once(story.stack, PROGRAM))
    assert 0 < len(outcome.messages) < COUNT
    story.emulator.faults.clear()
    found = story.finish()
    assert not found, found
    assert len(story.emulator.store.variables.all()) == COUNT
