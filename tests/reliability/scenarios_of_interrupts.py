"""
Stories of writes that end without a word, after which the program goes back or drops them.

A program without any resource of Runsite starts no provider, so that in such a run nothing can tell
of what an earlier one has left: here each keeps one.
"""

from __future__ import annotations

from .faults import MANY, failing
from .kills import Moment, death
from .operations import (
    OPERATIONS,
    SECOND,
    SERVICE,
    Operation,
    deployment,
    project,
    secret,
    service,
    variable,
)
from .scenarios import scenario
from .stack import Program
from .story import Story

_PARENT = {"adopt_id": SERVICE, "name": "parent"}
_UPDATES = {
    "variable": (variable(), variable(value=SECOND)),
    "secret": (secret(), secret(value=SECOND)),
    "flag of variable": (variable(), variable(is_secret=False)),
    "service": (
        service(**_PARENT, desired_state="running"),
        service(**_PARENT, desired_state="stopped"),
    ),
}
_MOMENTS: tuple[Moment, ...] = ("after the commit", "before it is stored")


def _updated_and_reverted(name: str, moment: Moment) -> None:
    before, changed = _UPDATES[name]

    @scenario(f"update of {name} killed {moment}, then reverted", Operation("", before, before))
    def _(story: Story) -> None:
        story.prepare()
        with death(1, moment):
            story.up_killed(changed)


for _name in _UPDATES:
    for _moment in _MOMENTS:
        _updated_and_reverted(_name, _moment)


@scenario(
    "update of variable, its value read back without an answer, then reverted",
    Operation("", variable(), variable()),
)
def _(story: Story) -> None:
    story.prepare()
    with failing(story.emulator, "401", 2, MANY):
        story.up(variable(value=SECOND))


_REPLACED = {
    "deployment": (deployment(triggers=["1"]), deployment(triggers=["2"]), 2),
    "project": (
        project(immutable_changes="replace"),
        project(immutable_changes="replace", name="new"),
        0,
    ),
    "key of variable": (variable(), variable(key="OTHER"), 0),
}


def _replaced_and_reverted(name: str, before: Program, changed: Program, deployments: int) -> None:
    operation = Operation("", before, before, deployments=deployments)

    @scenario(f"replacement of {name} killed, then reverted", operation)
    def _(story: Story) -> None:
        story.prepare()
        with death(1, "after the commit"):
            story.up_killed(changed)

    @scenario(f"replacement of {name} not stored, then reverted", operation)
    def _(story: Story) -> None:
        story.prepare()
        with death(1, "before it is stored"):
            story.up_killed(changed)


for _name, _programs in _REPLACED.items():
    _replaced_and_reverted(_name, *_programs)

_OTHER = {"other": project(name="other")["it"]}


def _removed(name: str, fault: str) -> None:
    created = OPERATIONS[f"create {name}"]

    @scenario(
        f"{name} removed after {fault}",
        Operation("", _OTHER, deployments=created.deployments),
    )
    def _(story: Story) -> None:
        story.up(_OTHER)
        with failing(story.emulator, fault, 1, MANY):
            story.up(_OTHER | created.after)


for _name in ("project", "service", "variable", "secret", "deployment"):
    _removed(_name, "reset after the commit")


@scenario("variable removed after a kill", Operation("", _OTHER))
def _(story: Story) -> None:
    story.up(_OTHER)
    with death(1, "after the commit"):
        story.up_killed(_OTHER | variable())
