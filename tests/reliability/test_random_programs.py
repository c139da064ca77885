"""Random programs, drift and faults: all ends quiet, and `destroy` leaves what it must."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from .conftest import NewStory
from .faults import FAULTS, failing
from .operations import MAPS, Operation, deployment, project, restart, secret, service, variable
from .oracle import own_id
from .stack import Program, Ref
from .story import Story

IS_LONG = os.environ.get("RUNSITE_RELIABILITY") == "all"
"""Whether to search for 20 minutes with new seeds in place of half a minute with fixed ones."""

SETTINGS = settings(
    derandomize=not IS_LONG,
    database=None,
    deadline=None,
    max_examples=1_500 if IS_LONG else 30,
    stateful_step_count=12 if IS_LONG else 7,
    suppress_health_check=list(HealthCheck),
)

VALUES = st.sampled_from(["one-value-of-it", "two  values of it", "a\nline", "ünïcode value"])

DECLARABLE: dict[str, Callable[[str], tuple[str, Any]]] = {
    "project": lambda _: project()["it"],
    "service": lambda _: service()["it"],
    "variable": lambda value: variable(value=value)["it"],
    "plain": lambda value: variable(key="PLAIN", value=value, is_secret=False)["it"],
    "secret": lambda value: secret(value=value)["it"],
    "deployment": lambda value: deployment(triggers=[value])["it"],
    "restart": lambda value: restart(triggers=[value])["it"],
    "child": lambda value: (
        "EnvVar",
        {"web_service_id": Ref("service"), "key": "CHILD", "value": value},
    ),
}
"""The resources of a random program, by a value that may change."""

ORDER = list(DECLARABLE)


RANDOM_FAULTS = [fault for fault in FAULTS if fault not in ("404", "a list that lags")]
"""All faults but those that show, for longer than a look, that an object does not exist."""


class RandomStack(RuleBasedStateMachine):
    """A stack in one account, and a program that changes."""

    new_story: Callable[[str], Story]

    @initialize(adapter=st.sampled_from(["plugin", "dynamic"]))
    def start(self, adapter: str) -> None:
        """Start with an empty program."""
        self.story = self.new_story(adapter)
        self.program: Program = {}
        self.is_refreshed = True
        """Whether the state has what was changed in the dashboard: an `up` alone reads nothing."""

    @rule(name=st.sampled_from(ORDER), value=VALUES)
    def declare(self, name: str, value: str) -> None:
        """Declare a resource, or another value of it."""
        self.program[name] = DECLARABLE[name](value)
        if name == "child":
            self.program.setdefault("service", DECLARABLE["service"](value))
        self.program = {each: self.program[each] for each in ORDER if each in self.program}

    @rule(name=st.sampled_from(["variable", "plain", "secret", "deployment", "restart", "child"]))
    def remove(self, name: str) -> None:
        """Remove a resource from the program."""
        self.program.pop(name, None)

    @rule()
    def up(self) -> None:
        """Apply the program; what was deleted in the dashboard may need a refresh first."""
        outcome = self.story.up(self.program)
        if not outcome.is_ok and not self.is_refreshed:
            assert all("run `pulumi refresh`" in each for each in outcome.messages), outcome.text
            self.refresh()
            outcome = self.story.up(self.program)
        assert outcome.is_ok, outcome.text
        self._excuse_changes()

    def _excuse_changes(self) -> None:
        if not self.is_refreshed:
            found = self.story.violations
            found[:] = [each for each in found if not each.startswith("believed")]

    @rule()
    def refresh(self) -> None:
        """Refresh the stack."""
        outcome = self.story.refresh()
        assert outcome.is_ok, outcome.text
        self._excuse_changes()
        self.is_refreshed = True

    @rule(
        fault=st.sampled_from(RANDOM_FAULTS),
        position=st.integers(0, 12),
        count=st.integers(1, 6),
        command=st.sampled_from(["up", "refresh"]),
    )
    def fail(self, fault: str, position: int, count: int, command: str) -> None:
        """Run with faults, and then without."""
        with failing(self.story.emulator, fault, position, count):
            if command == "refresh":
                self.story.refresh()
            else:
                self.story.up(self.program)
        self.up()

    @rule(name=st.sampled_from(["variable", "plain", "secret"]), value=VALUES)
    def drift(self, name: str, value: str) -> None:
        """Change the value of a variable in the dashboard."""
        entry = self.story.stack.resources.get(name)
        row = entry and self._row(own_id(entry))
        if row:
            self.is_refreshed = False
            row.value = value
            row.updated_at = self.story.emulator.clock.now()

    @rule(name=st.sampled_from(["variable", "plain", "secret", "child"]))
    def delete(self, name: str) -> None:
        """Delete a variable in the dashboard."""
        entry = self.story.stack.resources.get(name)
        for table in (self.story.emulator.store.variables, self.story.emulator.store.secrets):
            if entry and table.get(own_id(entry)):
                self.is_refreshed = False
                table.remove(own_id(entry))

    def _row(self, id: str) -> Any:
        store = self.story.emulator.store
        return store.variables.get(id) or store.secrets.get(id)

    def teardown(self) -> None:
        """Repair everything: all is quiet, and a destroy leaves only what the API cannot delete."""
        if not hasattr(self, "story"):
            return
        story = self.story
        self.refresh()
        found = story.settle(self.program)
        assert not found, found
        assert story.up({}).is_ok
        kept = {key for variables in MAPS.values() for key in variables}  # with their service
        rows = (*story.oracle.new("variables"), *story.oracle.new("secrets"))
        assert [row.key for row in rows if row.key not in kept] == []
        assert story.stack.resources == {}


def test_random_programs_end_quiet_and_leave_what_they_must(new_story: NewStory) -> None:
    class Machine(RandomStack):
        pass

    Machine.new_story = staticmethod(lambda adapter: new_story(adapter, Operation("random", {})))
    run_state_machine_as_test(Machine, settings=SETTINGS)
