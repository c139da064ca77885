"""One story: an operation with a fault, the runs that follow, and what the oracle finds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pulumi_runsite.emulator import Emulator

from .faults import Failure, failing
from .in_process import BETWEEN_RUNS_S, InProcessAdapter, Run
from .kills import Killed, Moment, death
from .operations import Operation, seed_parents
from .oracle import Oracle, own_id
from .stack import Outcome, Program, Stack

FOLLOWING_RUNS = 3
"""Runs without faults after which everything is as declared."""


class Story:
    """One stack in one account, from the first run to the last."""

    def __init__(
        self, adapter: InProcessAdapter, home: Path, patch: pytest.MonkeyPatch, operation: Operation
    ) -> None:
        self.emulator: Emulator = adapter.runsite.emulator
        self.operation = operation
        self._adapter = adapter
        self._patch = patch
        self.emulator.reset()
        seed_parents(self.emulator)
        operation.seed(self.emulator)
        self.run = Run(self.emulator.api_key, adapter.runsite.url, home)
        self.stack = Stack(adapter)
        self.oracle = Oracle(self.emulator)
        self.violations: list[str] = []
        self.is_blocked = False
        """Whether only a person can decide: then one message is right in place of success."""
        self._homes = 0

    def up(self, program: Program) -> Outcome:
        """Run `up` as a new process, and judge the result."""
        return self.run_command(lambda: self.stack.up(program))

    def refresh(self) -> Outcome:
        """Run `refresh` as a new process, and judge the result."""
        return self.run_command(self.stack.refresh)

    def run_command(self, command: Callable[[], Outcome]) -> Outcome:
        """Run *command* of the stack as a new process, and judge the result."""
        self._adapter.start(self.run, self._patch)
        self._adapter.engine.log_requests.clear()
        outcome = command()
        logged = [each.message for each in self._adapter.engine.log_requests]
        self.oracle.logged += logged
        self.oracle.named += "\n".join(logged)
        self.violations += self.oracle.after_a_run(self.stack, outcome)
        self.emulator.clock.advance(BETWEEN_RUNS_S)
        return outcome

    def up_killed(self, program: Program) -> None:
        """Run `up` as a new process that ends without a word; see `kills`."""
        self._adapter.start(self.run, self._patch)
        with suppress(Killed):
            self.stack.up(program)
        self.oracle.forget_restarts()
        self.emulator.clock.advance(BETWEEN_RUNS_S)

    def use_another_machine(self) -> None:
        """Let the following runs have an empty home folder, as in CI."""
        self._homes += 1
        self.run = replace(self.run, home=self.run.home / f"machine-{self._homes}")

    def use_another_key(self) -> None:
        """Let the following runs use another key of the same account."""
        key = "ak_live_another_key_of_the_account"
        self.emulator.keys.add(key, "write")
        self.run = replace(self.run, api_key=key)

    def use_another_account(self) -> None:
        """Let the following runs use a key of an account that has nothing of this stack."""
        self.use_another_key()
        self._set_owner("another account")

    def use_own_account(self) -> None:
        """Let the following runs use the first key again."""
        self.run = replace(self.run, api_key=self.emulator.api_key)
        self._set_owner("self")

    def _set_owner(self, owner: str) -> None:
        for row in (*self.oracle.rows("projects"), *self.oracle.rows("web_services")):
            is_own = row.id in self._own_ids() or row.id in self.oracle.foreign
            row.owner = owner if is_own else "another account"

    def _own_ids(self) -> set[str]:
        return {own_id(entry) for entry in self.stack.resources.values()}

    def prepare(self) -> int:
        """Apply the program of before, and return the number of its last request."""
        if self.operation.before:
            outcome = self.up(self.operation.before)
            assert outcome.is_ok, outcome.text
        return self.emulator.journal.last_seq

    def act(self) -> Outcome:
        """Run the operation."""
        if self.operation.action == "refresh":
            return self.refresh()
        old = {name: own_id(entry) for name, entry in self.stack.resources.items()}
        outcome = self.up(self.operation.after)
        self.violations += self._destroyed(old)
        return outcome

    def _destroyed(self, old: dict[str, str]) -> list[str]:
        existing = {row.id for table in self.emulator.store.tables() for row in table.all()}
        return [
            f"destroyed: {name} was deleted, and no new one was created"
            for name in self.operation.after
            if old.get(name)
            and old[name] not in existing
            and name not in self.stack.resources
            and self.operation.before[name][0] != "Restart"
        ]

    def finish(self) -> list[str]:
        """Apply the last program until all is quiet; return all violations of the story."""
        operation, found = self.operation, self.settle(self.operation.after)
        found += self.oracle.at_the_end(self.stack, operation.deployments, operation.replaced_names)
        return list(dict.fromkeys(found))

    def settle(self, program: Program) -> list[str]:
        """Run `up` until it succeeds, then everything must be quiet; return all violations."""
        for _ in range(FOLLOWING_RUNS):
            outcome = self.up(program)
            if outcome.is_ok:
                break
        else:
            if not self.is_blocked:
                self.violations.append(f"stuck: {outcome.text}")
        if outcome.is_ok and self.oracle.has_late_commits():
            # It moves the time of the last change: what was written is unknown, and written again.
            self.refresh()
            outcome = self.up(program)
        if outcome.is_ok:
            self._expect_quiet(program)
        return self.violations

    def _expect_quiet(self, program: Program) -> None:
        since = self.emulator.journal.last_seq
        for again in (self.refresh(), self.up(program)):
            if any(step not in ("same", "read") for step in again.steps.values()):
                self.violations.append(f"not quiet: {again.steps} {again.text}")
        if writes := self.oracle.writes(since):
            self.violations.append(f"not quiet: {writes}")


@dataclass(frozen=True)
class Layout:
    """The requests of an operation without faults."""

    methods: tuple[str, ...]

    @property
    def writes(self) -> list[int]:
        """The positions of the requests that change something, else that of the last one."""
        writes = [at for at, method in enumerate(self.methods) if method != "GET"]
        return writes or [len(self.methods) - 1]


def layout_of(story: Story) -> Layout:
    """Run the operation of *story* without faults, which must succeed and be quiet."""
    since = story.prepare()
    outcome = story.act()
    assert outcome.is_ok, outcome.text
    methods = tuple(each["method"] for each in story.emulator.journal.entries(since=since))
    assert story.finish() == []
    return Layout(methods)


def faulted(story: Story, failure: Failure, position: int) -> list[str]:
    """Return what is wrong after the operation with *failure* of a request."""
    story.prepare()
    with failing(story.emulator, failure.fault, position, failure.count):
        story.act()
    return story.finish()


def killed(story: Story, position: int, moment: Moment) -> list[str]:
    """Return what is wrong after the death of the provider or the engine in the operation."""
    story.prepare()
    with death(position, moment):
        story.up_killed(story.operation.after)
    return story.finish()
