"""Stories of one resource whose create had no clear end, and what changes before the next run."""

from __future__ import annotations

from .faults import MANY, failing
from .kills import provider_killed
from .operations import SECOND, Operation, project, secret, service, variable
from .scenarios import create_as_a_colleague, scenario
from .story import Story

CREATES = {
    "variable": (variable(), variable(value=SECOND)),
    "secret": (secret(), secret(value=SECOND)),
    "project": (project(description="1"), project(description="2")),
    "service": (service(port=8081), service(port=8082)),
}

UNKNOWN_OUTCOMES = ("reset after the commit", "500 after the commit", "timed out after the commit")
REFUSALS = ("400", "403", "409", "422", "429 for a day", "connection refused", "404")


def _lost_then_changed(name: str, fault: str) -> None:
    first, second = CREATES[name]

    @scenario(f"create {name}, {fault}, then its value changes", Operation(name, second))
    def _(story: Story) -> None:
        with failing(story.emulator, fault, 1, MANY):
            story.up(first)
        story.is_blocked = name in ("project", "service")


def _killed_then_changed(name: str) -> None:
    first, second = CREATES[name]

    @scenario(f"create {name}, killed, then its value changes", Operation(name, second))
    def _(story: Story) -> None:
        with provider_killed(1, "after the commit"):
            story.up_killed(first)
        story.is_blocked = name in ("project", "service")


def _lost_then_deleted(name: str) -> None:
    first, _ = CREATES[name]

    @scenario(f"create {name}, answer lost, then deleted in the dashboard", Operation(name, first))
    def _(story: Story) -> None:
        with failing(story.emulator, "reset after the commit", 1, MANY):
            story.up(first)
        for table in story.emulator.store.tables():
            for row in [row for row in table.all() if row.id not in story.oracle.foreign]:
                table.remove(row.id)


def _refused_then_a_colleague_creates(name: str, fault: str) -> None:
    first, _ = CREATES[name]

    @scenario(f"create {name}, {fault}, then a colleague creates it", Operation(name, first))
    def _(story: Story) -> None:
        with failing(story.emulator, fault, 1, 1 if fault != "connection refused" else MANY):
            story.up(first)
        create_as_a_colleague(story, name)
        story.is_blocked = True


def _existing(name: str) -> None:
    first, _ = CREATES[name]

    @scenario(f"create {name} that a colleague has created", Operation(name, first))
    def _(story: Story) -> None:
        create_as_a_colleague(story, name)
        story.is_blocked = True


def _lost_then_another_machine(name: str) -> None:
    first, _ = CREATES[name]

    @scenario(f"create {name}, killed, then another machine", Operation(name, first))
    def _(story: Story) -> None:
        with provider_killed(1, "after the commit"):
            story.up_killed(first)
        story.use_another_machine()
        story.is_blocked = True


def _lagging_into_the_next_run(name: str) -> None:
    first, _ = CREATES[name]

    @scenario(
        f"create {name}, killed, then the list lags into the next run", Operation(name, first)
    )
    def _(story: Story) -> None:
        with provider_killed(1, "after the commit"):
            story.up_killed(first)
        story.emulator.switches.list_lag_seconds = 60.0
        story.up(first)
        story.emulator.switches.list_lag_seconds = 0.0


for _name in CREATES:
    for _fault in UNKNOWN_OUTCOMES:
        _lost_then_changed(_name, _fault)
    for _fault in REFUSALS:
        _refused_then_a_colleague_creates(_name, _fault)
    _existing(_name)
    _killed_then_changed(_name)
    _lost_then_deleted(_name)
    _lost_then_another_machine(_name)
    _lagging_into_the_next_run(_name)
