"""
Judges a story by the records of the emulator, its request log and the state alone.

What the provider reports of itself counts for nothing, with one exception: an object whose id a
failed run displays is not lost, since the user knows of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from pulumi_runsite.emulator import Emulator

from .maps import is_in_map, wrong_maps
from .operations import FIRST, SECOND
from .rate_limit_rule import sent_too_soon
from .stack import Entry, Outcome, Stack, json_values

_UNDELETABLE = ("projects", "web_services", "deployments")
_TABLES = (*_UNDELETABLE, "variables", "secrets")
_KEPT = tuple(table for table in _TABLES if table != "deployments")
"""The tables whose records must be in the state at the end; a deployment may be superseded."""
_TABLE_OF = {
    "Project": "projects",
    "WebService": "web_services",
    "Deployment": "deployments",
    "EnvVar": "variables",
    "ProjectSecret": "secrets",
}
_WRITTEN = {
    "projects": ("name", "description"),
    "web_services": ("name", "project_id", "image_ref", "port"),
    "deployments": ("web_service_id",),
    "variables": ("web_service_id", "key", "value", "is_secret"),
    "secrets": ("project_id", "key", "scope", "value", "is_secret"),
}
_NAME = {
    "projects": ("name",),
    "web_services": ("name", "project_id"),
    "variables": ("web_service_id", "key"),
    "secrets": ("project_id", "key", "scope"),
}
_LIST = {
    "projects": "/projects`",
    "web_services": "/web-services`",
    "deployments": "/web-services/{web_service_id}/deployments`",
    "variables": "/web-services/{web_service_id}/env`",
    "secrets": "/projects/{project_id}/secrets`",
}
"""The end of the request that lists a table, in backticks."""
_STATUSES = {"running": {"running", "starting"}, "stopped": {"stopped", "stopping"}}
_UNCERTAIN = re.compile(r"unknown whether|may have been|may still|may exist|may be")
_ACCEPTED = range(200, 300)


def own_id(entry: Entry) -> str:
    """Return Runsite's id of a resource: the ids of variables have their parent before it."""
    return entry.id.rpartition("/")[2]


@dataclass
class Oracle:
    """What must hold for the objects that appear after this oracle was created."""

    emulator: Emulator
    secrets: tuple[str, ...] = (FIRST, SECOND)
    foreign: set[str] = field(default_factory=set)
    """The ids that existed before, and those of other people."""
    named: str = ""
    """All messages so far."""
    at_once: int = 1
    """How many requests a run may have sent when it receives a 429."""
    logged: list[str] = field(default_factory=list)
    """The messages that runs have logged beside their errors."""
    protected: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The records of other people, which no run may change or take over."""

    def __post_init__(self) -> None:
        self.foreign |= {row.id for table in _TABLES for row in self.rows(table)}
        self.forget_restarts()

    def rows(self, table: str) -> list[Any]:
        return list(getattr(self.emulator.store, table).all())

    def new(self, table: str) -> list[Any]:
        return [row for row in self.rows(table) if row.id not in self.foreign]

    def after_a_run(self, stack: Stack, outcome: Outcome) -> list[str]:
        """Return what is wrong after any run, failed or not."""
        self.named += outcome.text
        return [
            *self._believed_too_soon(stack, outcome),
            *sent_too_soon(self.emulator.journal, self._since, self.at_once),
            *self._restarted_twice(),
            *self._untold(stack, outcome),
            *self._leaked(outcome.text),
            *(["a traceback or internal error"] if _is_crash(outcome.text) else []),
        ]

    def at_the_end(self, stack: Stack, deployments: int, names: int) -> list[str]:
        """Return what was created twice, or lost, by all runs."""
        return [
            *self._doubled(deployments, names),
            *self._lost(stack, _KEPT),
            *self._still_running(stack),
            *self._taken(stack),
        ]

    def protect(self, id: str) -> None:
        """Let the record *id* be one of other people."""
        self.foreign.add(id)
        self.protected[id] = self._record(id)

    def _record(self, id: str) -> dict[str, Any]:
        found = [asdict(row) for table in _TABLES for row in self.rows(table) if row.id == id]
        return found[0] if found else {}

    def _taken(self, stack: Stack) -> list[str]:
        taken = [
            name
            for name, each in stack.resources.items()
            if own_id(each) in self.foreign and "adopt_id" not in each.inputs
        ]
        changed = [id for id, record in self.protected.items() if self._record(id) != record]
        return [f"taken: {name} is an object that no run has created" for name in taken] + [
            f"overwritten: the object {id} of a colleague" for id in changed
        ]

    def writes(self, since: int) -> list[str]:
        """Return the requests after number *since* that change something."""
        return [
            f"{entry['method']} {entry['path']}"
            for entry in self.emulator.journal.entries(since=since)
            if entry["method"] != "GET"
        ]

    def has_late_commits(self) -> bool:
        """Return whether a request was applied after the client had given it up."""
        return any(entry["fault"] == "late_commit" for entry in self.emulator.journal.entries())

    def _believed_too_soon(self, stack: Stack, outcome: Outcome) -> list[str]:
        found = []
        for name, entry in stack.resources.items():
            table = _TABLE_OF.get(entry.type)
            if table is None or outcome.steps.get(name) == "failed":
                continue  # the user knows that the state may be an older one
            row = getattr(self.emulator.store, table).get(own_id(entry))
            if row is None:
                found += [f"believed: {name} is in the state, but not on Runsite"]
            elif not entry.is_failed:
                found += self._differences(name, entry, asdict(row), _WRITTEN[table])
                found += self._wrong_status(name, entry, row)
                found += wrong_maps(self.emulator, name, entry)
        return found

    def _wrong_status(self, name: str, entry: Entry, row: Any) -> list[str]:
        if entry.type == "Deployment" and entry.outputs.get("status") in ("running", "pruned"):
            expected = {entry.outputs["status"]}
        elif entry.type == "WebService" and "desired_state" in entry.inputs:
            expected = _STATUSES[entry.inputs["desired_state"]]
        else:
            return []
        return [] if row.status in expected else [f"believed: {name} is {row.status} on Runsite"]

    def _still_running(self, stack: Stack) -> list[str]:
        services = [each for each in self.rows("web_services") if each.id in stack.abandoned]
        current = {own_id(entry) for entry in stack.resources.values()}
        return [
            f"believed: web service {each.id} was destroyed, and is {each.status} on Runsite"
            for each in services
            if each.status not in _STATUSES["stopped"] and each.id not in current
        ]

    def _differences(
        self, name: str, entry: Entry, row: dict[str, Any], fields: tuple[str, ...]
    ) -> list[str]:
        return [
            f"believed: `{each}` of {name} is {row[each]!r} on Runsite, {entry.inputs[each]!r} here"
            for each in fields
            if each in entry.inputs and entry.inputs[each] != row[each]
        ]

    def _doubled(self, deployments: int, names: int) -> list[str]:
        found = []
        for table, fields in _NAME.items():
            count = Counter(tuple(getattr(row, name) for name in fields) for row in self.new(table))
            allowed = 1 + names
            found += [f"doubled: {n} {table} {key}" for key, n in count.items() if n > allowed]
        if len(self.new("deployments")) > deployments:
            found.append(f"doubled: {len(self.new('deployments'))} deployments")
        return found

    def _untold(self, stack: Stack, outcome: Outcome) -> list[str]:
        """Return what a failed run has created, if its messages do not say that it may have."""
        if outcome.is_ok or _UNCERTAIN.search(outcome.text):
            return []
        return [each.replace("lost:", "untold:") for each in self._lost(stack, _TABLES)]

    def forget_restarts(self) -> None:
        """Count the restarts of the next run from zero."""
        self._since = self.emulator.journal.last_seq

    def _restarted_twice(self) -> list[str]:
        """Return whether one run has restarted twice: the next one may, after a lost answer."""
        since = self._since
        self.forget_restarts()
        done = [
            each
            for each in self.emulator.journal.entries(method="POST", since=since)
            if each["path"].endswith("/restart") and each["applied_status"] in _ACCEPTED
        ]
        return ["doubled: two restarts in one run"] if len(done) > 1 else []

    def _lost(self, stack: Stack, tables: tuple[str, ...]) -> list[str]:
        known = {own_id(entry) for entry in stack.resources.values()}
        known |= {own_id(entry) for _, entry in stack.postponed}
        return [
            f"lost: {table} {row.id} is on Runsite, and neither in the state nor in a message"
            for table in tables
            for row in self.new(table)
            if row.id not in known and row.id not in stack.abandoned
            if not self._is_named(table, row) and not is_in_map(stack, row)
            if not self._is_part_of_another(row, known)
        ]

    def _is_part_of_another(self, row: Any, known: set[str]) -> bool:
        """Return whether *row* is in a map of a service in no state, which is judged itself."""
        parents = {each.id for each in self.new("web_services")} - known
        return getattr(row, "web_service_id", "") in parents

    def _is_named(self, table: str, row: Any) -> bool:
        """Return whether messages have the id, or a warning the name and the list to look in."""
        fields = vars(row)
        name = fields.get("key", fields.get("name", ""))
        is_logged = any(
            _LIST[table].format(**fields) in each and name in each for each in self.logged
        )
        return row.id in self.named or is_logged

    def _leaked(self, text: str) -> list[str]:
        seen = json_values(text)
        names = {each: each for each in self.secrets} | {self.emulator.api_key: "the API key"}
        return [f"leaked: {names[each]} in {text!r}" for each in names if each in seen]


def _is_crash(text: str) -> bool:
    return "Traceback" in text or "nternal error" in text
