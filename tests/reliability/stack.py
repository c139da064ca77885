"""A stack as Pulumi's engine keeps it: what each step of `up`, `refresh` and `destroy` stores."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pulumi_runsite.plugin.property_values import to_props
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import RESOURCES_BY_NAME
from tests.adapters.fake_engine import RpcFailed
from tests.adapters.provider_calls import ProviderCalls

Program = dict[str, tuple[str, Props]]
Provider = Callable[[str], ProviderCalls]


@dataclass(frozen=True)
class Ref:
    """The id of another resource of the program."""

    name: str


@dataclass
class Entry:
    """One resource in the state."""

    type: str
    id: str
    inputs: Props
    outputs: Props
    is_failed: bool = False
    """Whether its last create or update ended with ResourceInitFailed."""


@dataclass
class Outcome:
    """What one run did, and the messages of all that failed."""

    steps: dict[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        """Whether nothing failed."""
        return not self.messages

    @property
    def text(self) -> str:
        """All messages."""
        return "\n".join(self.messages)


class Stack:
    """The state of one stack; `provider` is the process of the current run."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.resources: dict[str, Entry] = {}
        self.postponed: list[tuple[str, Entry]] = []
        """Replaced resources whose delete failed: the next run deletes them."""
        self.abandoned: dict[str, Entry] = {}
        """What left the state, and stays on Runsite, since its API cannot delete it: by id."""

    def to_json(self) -> str:
        """Return the state as the engine would write it, with values in clear."""
        return json.dumps({name: vars(entry) for name, entry in self.resources.items()})

    def up(self, program: Program) -> Outcome:
        """Apply *program*."""
        outcome = Outcome()
        self._delete_postponed(outcome)
        for name, declared in program.items():
            one = self.up_one(name, declared)
            outcome.steps |= one.steps
            outcome.messages += one.messages
        if outcome.is_ok:
            self._delete_postponed(outcome)
            for name in reversed([each for each in self.resources if each not in program]):
                self._try(outcome, name, lambda n=name: self.delete(n))
        return outcome

    def up_one(self, name: str, declared: tuple[str, Props]) -> Outcome:
        """Create or change one resource, unless one that it depends on has failed."""
        outcome, (type, news) = Outcome(), declared
        resolved = self._resolve(news)
        if resolved is not None:
            self._try(outcome, name, lambda: self._apply(name, type, resolved))
        return outcome

    def refresh(self) -> Outcome:
        """Read every resource."""
        outcome = Outcome()
        for name in list(self.resources):
            self._try(outcome, name, lambda n=name: self._read(n))
        return outcome

    def destroy(self) -> Outcome:
        """Delete every resource."""
        return self.up({})

    def _resolve(self, news: Props) -> Props | None:
        refs = [value.name for value in news.values() if isinstance(value, Ref)]
        if any(name not in self.resources or self.resources[name].is_failed for name in refs):
            return None  # a dependency failed
        return {
            name: self.resources[value.name].id if isinstance(value, Ref) else value
            for name, value in news.items()
        }

    def _try(self, outcome: Outcome, name: str, step: Callable[[], str]) -> None:
        try:
            outcome.steps[name] = step()
        except RpcFailed as failed:
            outcome.steps[name] = "failed"
            outcome.messages.append(str(failed))

    def calls(self, name: str, type: str) -> ProviderCalls:
        calls = self.provider(type)
        calls.urn = calls.urn.removesuffix("it") + name
        return calls

    def _check(self, name: str, type: str, news: Props, olds: Props | None) -> Props:
        response = self.calls(name, type).check(news, olds)
        assert list(response.failures) == [], response.failures
        return to_props(RESOURCES_BY_NAME[type].Inputs, response.inputs)

    def _apply(self, name: str, type: str, news: Props) -> str:
        entry = self.resources.get(name)
        inputs = self._check(name, type, news, entry.inputs if entry else None)
        if entry is None:
            self.create(name, type, inputs)
            return "create"
        diff = self.calls(name, type).diff(entry.id, entry.outputs, entry.inputs, inputs)
        if diff.replaces:
            return self._replace(name, entry, news, diff)
        if diff.changes == diff.DIFF_NONE and not entry.is_failed:
            entry.inputs = inputs
            return "same"
        self.update(name, entry, inputs)
        return "update"

    def _replace(self, name: str, entry: Entry, news: Props, diff: Any) -> str:
        deletes_first = diff.deleteBeforeReplace
        if deletes_first:
            self.delete(name)
        inputs = self._check(name, entry.type, news, None)
        try:
            self.create(name, entry.type, inputs)
        except RpcFailed as failed:
            if failed.is_init_failed and not deletes_first:
                self.postponed.append((name, entry))
            raise
        if not deletes_first:
            self.postponed.append((name, entry))
        return "replace"

    def create(self, name: str, type: str, inputs: Props) -> None:
        calls = self.calls(name, type)
        try:
            id, outputs = calls.create(inputs)
        except RpcFailed as failed:
            if failed.is_init_failed:
                kept = calls.from_outputs(failed.init_failed.properties)
                self.resources[name] = Entry(type, failed.init_failed.id, inputs, kept, True)
            raise
        self.resources[name] = Entry(type, id, inputs, outputs)

    def update(self, name: str, entry: Entry, inputs: Props) -> None:
        calls = self.calls(name, entry.type)
        try:
            entry.outputs = calls.update(entry.id, entry.outputs, inputs)
        except RpcFailed as failed:
            if failed.is_init_failed:  # the engine keeps the old inputs
                entry.outputs = calls.from_outputs(failed.init_failed.properties)
                entry.is_failed = True
            raise
        entry.inputs, entry.is_failed = inputs, False

    def _read(self, name: str) -> str:
        entry = self.resources[name]
        calls = self.calls(name, entry.type)
        response = calls.read(entry.id, entry.outputs, entry.inputs)
        if not response.id:
            del self.resources[name]
            return "dropped"
        entry.id = response.id
        entry.outputs = calls.from_outputs(response.properties)
        entry.inputs = to_props(RESOURCES_BY_NAME[entry.type].Inputs, response.inputs)
        return "read"

    def delete(self, name: str) -> str:
        entry = self.resources[name]
        self.calls(name, entry.type).delete(entry.id, entry.outputs)
        self._abandon(entry)
        del self.resources[name]
        return "delete"

    def _abandon(self, entry: Entry) -> None:
        if entry.type in ("Project", "WebService", "Deployment"):
            self.abandoned[entry.id] = entry

    def _delete_postponed(self, outcome: Outcome) -> None:
        for name, entry in list(self.postponed):
            self._try(outcome, name, lambda n=name, e=entry: self._delete_replaced(n, e))

    def _delete_replaced(self, name: str, entry: Entry) -> str:
        self.calls(name, entry.type).delete(entry.id, entry.outputs)
        self._abandon(entry)
        self.postponed.remove((name, entry))
        return "replace"


def json_values(value: Any) -> str:
    """Return *value* as JSON text, for searches."""
    return json.dumps(value, ensure_ascii=False, default=str)
