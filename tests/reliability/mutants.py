"""Careless clients: each breaks one promise, and the stories that must notice it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pulumi_runsite.api import NotFound, OutcomeUnknown, RunsiteError, Unavailable, client
from pulumi_runsite.api.client import Client
from pulumi_runsite.api.redaction import Redactor
from pulumi_runsite.api.transport import Response
from pulumi_runsite.provider import create_once
from pulumi_runsite.provider.candidates import Candidates
from pulumi_runsite.provider.collection import Collection
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import deployment, immutable, variable
from pulumi_runsite.provider.resources.deployment import Deployment

from .all_scenarios import SCENARIOS
from .faults import ECHO, Failure
from .operations import OPERATIONS
from .story import Story, faulted, killed

NewStory = Callable[[str], Story]
Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Mutant:
    """A careless change of the provider, and a story that must not end well with it."""

    name: str
    apply: Callable[[Patch], None]
    story: str
    """The name of an operation, or of a story of two steps."""
    failure: Failure | None = None
    position: int = 0
    """The request that fails; without a failure the provider is killed after its commit."""

    @property
    def operation(self) -> Any:
        return SCENARIOS[self.story][0] if self.story in SCENARIOS else OPERATIONS[self.story]

    def violations(self, story: Story) -> list[str]:
        """Return what the story finds."""
        if self.story in SCENARIOS:
            SCENARIOS[self.story][1](story)
            return story.finish()
        if self.failure is None:
            return killed(story, self.position, "after the commit")
        return faulted(story, self.failure, self.position)


def _repeats_every_post(patch: Patch) -> None:
    patch.setattr(client, "_may_repeat", lambda _method, _error: True)


def _believes_one_404(patch: Patch) -> None:
    async def believe(ctx: Context, collection: Collection, id: str) -> Props | None:
        try:
            return await collection.get(ctx, id)
        except NotFound:
            return None

    patch.setattr(immutable, "current_object", believe)


def _believes_a_404_of_a_delete(patch: Patch) -> None:
    send = Client.send

    async def quiet(self: Client, method: str, path: str, body: Any = None) -> Any:
        try:
            return await send(self, method, path, body)
        except NotFound:
            return {}

    patch.setattr(Client, "send", quiet)


def _ignores_the_creation_log(patch: Patch) -> None:
    patch.setattr(CreateLogFile, "unfinished", lambda *_: None)


def _writes_the_creation_log_too_late(patch: Patch) -> None:
    patch.setattr(CreateLogFile, "begin", lambda *_: None)


def _takes_html_for_a_success(patch: Patch) -> None:
    decode = Response.json

    def lenient(self: Response, request: str) -> Any:
        try:
            return decode(self, request)
        except RunsiteError:
            return {}

    patch.setattr(Response, "json", lenient)


def _adopts_by_name(patch: Patch) -> None:
    original = create_once.create_once

    async def adopt(ctx: Context, request: Any) -> Props:
        existing: list[Props] = await request.collection.find(ctx, request.match)
        return existing[0] if existing else await original(ctx, request)

    patch.setattr(variable, "create_once", adopt)
    patch.setattr(immutable, "create_once", adopt)


def _forgets_what_existed_before(patch: Patch) -> None:
    def any_candidate(items: list[Props], *_: Any) -> Candidates:
        return Candidates(items[:1], [])

    patch.setattr(Candidates, "among", any_candidate)


def _forgets_the_id_after_a_failed_wait(patch: Patch) -> None:
    class Forgetful(RunsiteError):
        def __init__(self, reason: str, *_: Any) -> None:
            super().__init__(reason)

    patch.setattr(deployment, "ResourceInitFailed", Forgetful)


def _believes_a_write_without_an_answer(patch: Patch) -> None:
    send = Client.send

    async def hopeful(self: Client, method: str, path: str, body: Any = None) -> Any:
        try:
            return await send(self, method, path, body)
        except (OutcomeUnknown, Unavailable):
            return {}

    patch.setattr(Client, "send", hopeful)


def _never_writes(patch: Patch) -> None:
    async def pretend(_: Context, __: Any) -> Props:
        return {}

    patch.setattr(variable, "write_existing", pretend)


def _forgets_a_lost_attempt(patch: Patch) -> None:
    original = create_once._Sending._search

    async def forgetful(self: Any, *details: Any) -> Props:
        try:
            return await original(self, *details)
        except RunsiteError:
            self.ctx.create_log.forget()
            raise

    patch.setattr(create_once._Sending, "_search", forgetful)


def _displays_everything(patch: Patch) -> None:
    patch.setattr(Redactor, "redact", lambda _, text: text)


def _deploys_again_after_an_interrupted_wait(patch: Patch) -> None:
    original = Deployment._wait.__func__  # type: ignore[attr-defined]

    async def impatient(cls: Any, ctx: Context, id: str, inputs: Props, found: Props) -> Props:
        try:
            state: Props = await original(cls, ctx, id, inputs, found)
        except ResourceInitFailed as error:
            raise ResourceInitFailed(str(error), id, inputs | {"status": "failed"}) from None
        return state

    patch.setattr(Deployment, "_wait", classmethod(impatient))


NEVER = 99
"""The position of a request that no operation sends."""
_LOST = Failure("reset after the commit")
_NOT_APPLIED = Failure("503 before the commit", lasts=True)

MUTANTS = [
    Mutant("repeats every POST", _repeats_every_post, "create project", _LOST, 1),
    Mutant("believes one 404", _believes_one_404, "read project", Failure("404"), 0),
    Mutant(
        "believes a 404 of a delete",
        _believes_a_404_of_a_delete,
        "delete variable",
        Failure("404"),
        0,
    ),
    Mutant("ignores the creation log", _ignores_the_creation_log, "create deployment", None, 1),
    Mutant(
        "writes the creation log too late",
        _writes_the_creation_log_too_late,
        "create service",
        None,
        1,
    ),
    Mutant(
        "takes HTML for a success",
        _takes_html_for_a_success,
        "update variable",
        Failure("HTML before the commit"),
        1,
    ),
    Mutant("adopts by name", _adopts_by_name, "create variable that a colleague has created"),
    Mutant(
        "forgets what existed before",
        _forgets_what_existed_before,
        "create deployment",
        Failure("reset before it is read"),
        1,
    ),
    Mutant(
        "forgets a lost attempt",
        _forgets_a_lost_attempt,
        "create service",
        Failure("HTML after the commit", lasts=True),
        1,
    ),
    Mutant(
        "forgets the id after a failed wait",
        _forgets_the_id_after_a_failed_wait,
        "deployment whose wait failed, then another machine",
    ),
    Mutant(
        "believes a write without an answer",
        _believes_a_write_without_an_answer,
        "update secret",
        _NOT_APPLIED,
        1,
    ),
    Mutant("never writes", _never_writes, "update variable", Failure("404"), NEVER),
    Mutant("displays everything", _displays_everything, "update variable", Failure(ECHO), 1),
    Mutant(
        "deploys again after an interrupted wait",
        _deploys_again_after_an_interrupted_wait,
        "create deployment",
        Failure("401", lasts=True),
        2,
    ),
]
