"""The harness can fail: each careless client is caught by a story that the real one passes."""

from __future__ import annotations

import pytest

from .conftest import NewStory
from .mutants import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
@pytest.mark.parametrize("adapter", ["plugin", "dynamic"])
def test_a_careless_client_is_caught(
    new_story: NewStory, monkeypatch: pytest.MonkeyPatch, adapter: str, mutant: Mutant
) -> None:
    assert mutant.violations(new_story(adapter, mutant.operation)) == []
    mutant.apply(monkeypatch)
    assert mutant.violations(new_story(adapter, mutant.operation)) != []
