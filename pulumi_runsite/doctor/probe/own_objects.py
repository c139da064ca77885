"""The project and the web service that the command creates; it writes to nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ...api import is_id
from ...provider.collection import is_same
from ...provider.envelope import object_in
from ...provider.fields import Props
from ..findings import Findings
from ..messages import responses as messages
from ..readings import LISTS, joined
from ..response_forms import field_names
from ..samples import Samples, items_in
from ..session import Answer, Session
from ..value_forms import id_form

PATHS = {"project": "projects", "web service": "web-services"}
WAIT_S = 20.0
"""Seconds to wait until a new object can be read."""
_PAUSE_S = 1.0


@dataclass
class OwnObjects:
    """What the command has created so far, and what was noticed of the responses to POST."""

    session: Session
    findings: Findings
    samples: Samples
    name: str = field(
        default_factory=lambda: f"pulumi-runsite-doctor-{secrets.token_hex(4)}", init=False
    )
    """The name of both, which nothing else has."""
    ids: dict[str, str] = field(default_factory=dict, init=False)
    """The confirmed ids, by type."""
    created: dict[str, Answer] = field(default_factory=dict, init=False)
    """The first successful response to a POST, by type."""
    sends_variables: bool = field(default=False, init=False)
    """Whether the request that created the web service had variables."""
    mismatches: list[str] = field(default_factory=list, init=False)
    lags_s: dict[str, dict[str, float]] = field(
        default_factory=lambda: {"read_lag": {}, "list_lag": {}}, init=False
    )
    """Seconds until an object could be read, and until it was listed, by type."""

    def note_created(self, noun: str, answer: Answer, expected: Props) -> list[str]:
        """Note the response to a POST, and return the id in it if it is about what was sent."""
        self.created.setdefault(noun, answer)
        found = object_in(answer.body) or {}
        others = [
            f"`{name}` of a {noun}"
            for name, value in expected.items()
            if found.get(name) is not None and not is_same(name, found[name], value)
        ]
        self.mismatches += others
        return [] if others else ids_of([found])

    async def confirm(self, noun: str) -> bool:
        """Find the created object, whose name proves that it is the one, and note its id."""
        clock, path = self.session.clock, PATHS[noun]
        started = clock.now()
        while clock.now() - started <= WAIT_S:
            for id in ids_of([object_in(self.created[noun].body) or {}]) or await self._named(noun):
                answer = await self.session.get(path, id)
                if is_same("name", (object_in(answer.body) or {}).get("name"), self.name):
                    self.ids[noun] = id
                    self.lags_s["read_lag"][noun] = clock.now() - started
                    self.samples.add_object(noun, id, answer)
                    await self._wait_until_listed(noun)
                    return True
            await clock.sleep(_PAUSE_S)
        return False

    async def _named(self, noun: str) -> list[str]:
        answer = await self.session.get(PATHS[noun])
        items = items_in(LISTS[noun], answer.body)
        return ids_of(item for item in items if is_same("name", item.get("name"), self.name))

    async def _wait_until_listed(self, noun: str) -> None:
        clock = self.session.clock
        started = clock.now()
        while clock.now() - started <= WAIT_S:
            answer = await self.session.get(PATHS[noun])
            names = [item.get("name") for item in items_in(LISTS[noun], answer.body)]
            if any(is_same("name", name, self.name) for name in names):
                self.lags_s["list_lag"][noun] = clock.now() - started
                break
            await clock.sleep(_PAUSE_S)
        self.samples.add_list(LISTS[noun], answer)

    def add_findings(self) -> None:
        """Add the findings about the responses to POST, and how soon reads show it."""
        objects = {noun: object_in(answer.body) for noun, answer in self.created.items()}
        ids = {noun: id_form(found) for noun, found in objects.items() if found}
        self.findings.add("created_ids", joined(ids) if ids else "no object is returned")
        fields = {noun: _names(found) for noun, found in objects.items() if found}
        self.findings.add("created_fields", joined(fields) if fields else "none")
        others = f"other {', '.join(dict.fromkeys(self.mismatches))}"
        if self.mismatches:
            self.findings.warn("created_matching", others, messages.responses_do_not_match())
        else:
            self.findings.add("created_matching", "yes")
        for id, lags_s in self.lags_s.items():
            slow = {noun: f"{lag_s:.1f} s" for noun, lag_s in lags_s.items() if lag_s >= _PAUSE_S}
            self.findings.add(id, joined(slow) if slow else "at once")


def _names(item: Props) -> str:
    return ", ".join(f"`{name}`" for name in field_names(item)) or "none"


def ids_of(items: Iterable[Any]) -> list[str]:
    """Return the ids of *items* that a path may contain."""
    ids = [str(item["id"]) for item in items if isinstance(item.get("id"), (int, str))]
    return [id for id in ids if is_id(id)]
