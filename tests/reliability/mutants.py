"""Each careless client with a story that must notice it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from . import careless_clients as clients
from .all_scenarios import SCENARIOS
from .faults import ECHO, Failure
from .kills import Moment
from .operations import OPERATIONS
from .story import Story, faulted, killed

NewStory = Callable[[str], Story]


@dataclass(frozen=True)
class Mutant:
    """A careless change of the provider, and a story that must not end well with it."""

    name: str
    apply: Callable[[pytest.MonkeyPatch], None]
    story: str
    """The name of an operation, or of a story of two steps."""
    failure: Failure | None = None
    position: int = 0
    """The request that fails; without a failure the provider or the engine is killed."""
    moment: Moment = "after the commit"

    @property
    def operation(self) -> Any:
        return SCENARIOS[self.story][0] if self.story in SCENARIOS else OPERATIONS[self.story]

    def violations(self, story: Story) -> list[str]:
        """Return what the story finds."""
        if self.story in SCENARIOS:
            SCENARIOS[self.story][1](story)
            return story.finish()
        if self.failure is None:
            return killed(story, self.position, self.moment)
        return faulted(story, self.failure, self.position)


NEVER = 99
"""The position of a request that no operation sends."""
_LOST = Failure("reset after the commit")
_NOT_APPLIED = Failure("503 before the commit", lasts=True)

MUTANTS = [
    Mutant("repeats every POST", clients.repeats_every_post, "create project", _LOST, 1),
    Mutant("believes one 404", clients.believes_one_404, "read project", Failure("404"), 0),
    Mutant(
        "believes a 404 of a delete",
        clients.believes_a_404_of_a_delete,
        "delete variable",
        Failure("404"),
        0,
    ),
    Mutant(
        "ignores the creation log", clients.ignores_the_creation_log, "create deployment", None, 1
    ),
    Mutant(
        "writes the creation log too late",
        clients.writes_the_creation_log_too_late,
        "create service",
        None,
        1,
    ),
    Mutant(
        "takes HTML for a success",
        clients.takes_html_for_a_success,
        "update variable",
        Failure("HTML before the commit"),
        1,
    ),
    Mutant(
        "adopts by name", clients.adopts_by_name, "create variable that a colleague has created"
    ),
    Mutant(
        "forgets what existed before",
        clients.forgets_what_existed_before,
        "create deployment",
        Failure("reset before it is read"),
        1,
    ),
    Mutant(
        "forgets a lost attempt",
        clients.forgets_a_lost_attempt,
        "create service",
        Failure("HTML after the commit", lasts=True),
        1,
    ),
    Mutant(
        "forgets the id after a failed wait",
        clients.forgets_the_id_after_a_failed_wait,
        "deployment whose wait failed, then another machine",
    ),
    Mutant(
        "believes a write without an answer",
        clients.believes_a_write_without_an_answer,
        "update secret",
        _NOT_APPLIED,
        1,
    ),
    Mutant(
        "forgets what the engine did not store",
        clients.forgets_what_the_engine_did_not_store,
        "replace deployment",
        moment="before it is stored",
    ),
    Mutant(
        "believes an interrupted write",
        clients.believes_an_interrupted_write,
        "update of variable killed after the commit, then reverted",
    ),
    Mutant(
        "never names what is left",
        clients.never_names_what_is_left,
        "variable removed after reset after the commit",
    ),
    Mutant(
        "pauses only what was refused",
        clients.pauses_only_what_was_refused,
        "rate limit of a day, met by one of two resources",
    ),
    Mutant("never writes", clients.never_writes, "update variable", Failure("404"), NEVER),
    Mutant("displays everything", clients.displays_everything, "update variable", Failure(ECHO), 1),
    Mutant(
        "deploys again after an interrupted wait",
        clients.deploys_again_after_an_interrupted_wait,
        "create deployment",
        Failure("401", lasts=True),
        2,
    ),
]
