"""Changes of the provider, each of which breaks one promise."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_runsite.api import NotFound, OutcomeUnknown, RunsiteError, Unavailable, client
from pulumi_runsite.api.client import Client
from pulumi_runsite.api.pacing import RequestPacer
from pulumi_runsite.api.redaction import Redactor
from pulumi_runsite.api.transport import Response
from pulumi_runsite.provider import create_once
from pulumi_runsite.provider.candidates import Candidates
from pulumi_runsite.provider.collection import Collection
from pulumi_runsite.provider.context import Context, ResourceInitFailed
from pulumi_runsite.provider.create_log import CreateLogFile
from pulumi_runsite.provider.fields import Props
from pulumi_runsite.provider.resources import (
    bulk_batch,
    bulk_write,
    deployment,
    immutable,
    variable,
)
from pulumi_runsite.provider.resources.deployment import Deployment
from pulumi_runsite.provider.state_record import StateRecord

Patch = pytest.MonkeyPatch


def repeats_every_post(patch: Patch) -> None:
    patch.setattr(client, "may_repeat", lambda _method, _error: True)


def believes_one_404(patch: Patch) -> None:
    async def believe(ctx: Context, collection: Collection, id: str) -> Props | None:
        try:
            return await collection.get(ctx, id)
        except NotFound:
            return None

    patch.setattr(immutable, "current_object", believe)


def believes_a_404_of_a_delete(patch: Patch) -> None:
    send = Client.send

    async def quiet(self: Client, method: str, path: str, body: Any = None) -> Any:
        try:
            return await send(self, method, path, body)
        except NotFound:
            return {}

    patch.setattr(Client, "send", quiet)


def ignores_the_creation_log(patch: Patch) -> None:
    patch.setattr(CreateLogFile, "unfinished", lambda *_: None)


def writes_the_creation_log_too_late(patch: Patch) -> None:
    patch.setattr(CreateLogFile, "begin", lambda *_: None)


def takes_html_for_a_success(patch: Patch) -> None:
    decode = Response.json

    def lenient(self: Response, request: str) -> Any:
        try:
            return decode(self, request)
        except RunsiteError:
            return {}

    patch.setattr(Response, "json", lenient)


def adopts_by_name(patch: Patch) -> None:
    original = create_once.create_once

    async def adopt(ctx: Context, request: Any) -> Props:
        existing: list[Props] = await request.collection.find(ctx, request.match)
        return existing[0] if existing else await original(ctx, request)

    patch.setattr(variable, "create_once", adopt)
    patch.setattr(immutable, "create_once", adopt)


def forgets_what_existed_before(patch: Patch) -> None:
    def any_candidate(items: list[Props], *_: Any) -> Candidates:
        return Candidates(items[:1], [], [])

    patch.setattr(Candidates, "among", any_candidate)


def forgets_the_id_after_a_failed_wait(patch: Patch) -> None:
    class Forgetful(RunsiteError):
        def __init__(self, reason: str, *_: Any) -> None:
            super().__init__(reason)

    patch.setattr(deployment, "ResourceInitFailed", Forgetful)


def believes_a_write_without_an_answer(patch: Patch) -> None:
    send = Client.send

    async def hopeful(self: Client, method: str, path: str, body: Any = None) -> Any:
        try:
            return await send(self, method, path, body)
        except (OutcomeUnknown, Unavailable):
            return {}

    def hopeful_list(*_: Any) -> list[Props]:
        return [{"id": "any"}]

    patch.setattr(Client, "send", hopeful)
    patch.setattr(bulk_batch, "_listed_as", hopeful_list)


def never_writes(patch: Patch) -> None:
    async def pretend(_: Any, __: Context) -> Props:
        return {}

    patch.setattr(bulk_write.BulkWrite, "send", pretend)


def forgets_a_lost_attempt(patch: Patch) -> None:
    original = create_once._Sending._search

    async def forgetful(self: Any, *details: Any) -> Props:
        try:
            return await original(self, *details)
        except RunsiteError:
            self.ctx.create_log.forget()
            raise

    patch.setattr(create_once._Sending, "_search", forgetful)


def displays_everything(patch: Patch) -> None:
    patch.setattr(Redactor, "redact", lambda _, text: text)


def deploys_again_after_an_interrupted_wait(patch: Patch) -> None:
    original = Deployment._wait.__func__  # type: ignore[attr-defined]

    async def impatient(cls: Any, ctx: Context, id: str, inputs: Props, found: Props) -> Props:
        try:
            state: Props = await original(cls, ctx, id, inputs, found)
        except ResourceInitFailed as error:
            raise ResourceInitFailed(str(error), id, inputs | {"status": "failed"}) from None
        return state

    patch.setattr(Deployment, "_wait", classmethod(impatient))


def forgets_what_the_engine_did_not_store(patch: Patch) -> None:
    def forget(self: CreateLogFile, _id: str) -> None:
        if self._read().get("was_reported"):
            self.forget()

    patch.setattr(CreateLogFile, "replaces", forget)


def believes_an_interrupted_write(patch: Patch) -> None:
    patch.setattr(StateRecord, "unsure", lambda *_: frozenset())


def never_names_what_is_left(patch: Patch) -> None:
    patch.setattr(CreateLogFile, "undeclared", lambda *_: [])


def pauses_only_what_was_refused(patch: Patch) -> None:
    patch.setattr(RequestPacer, "limit_group", staticmethod(lambda _method, path: path))
