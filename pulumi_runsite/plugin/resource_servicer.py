"""Answers the engine: each call is translated, done by a Resource, and translated back."""
# ruff: noqa: N802 - the names are gRPC's

from __future__ import annotations

from typing import Any, TypeVar

from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from ..api import RunsiteError
from ..provider.context import ResourceInitFailed, Verb
from ..provider.fields import UNKNOWN, Props, Rule
from ..provider.resource import ADOPT_ID, Resource
from . import urns as named
from .diff import difference
from .errors import Kept, in_one_sentence
from .property_values import hidden, plain, secrets_in, struct
from .provider_servicer import Instance

T = TypeVar("T")


class Servicer(Instance):
    """The six verbs, for the resource that a call's URN names."""

    @in_one_sentence
    async def Check(self, request: Any) -> provider_pb2.CheckResponse:
        """Return the checked inputs, or all that is wrong with them."""
        kind = named.kind(request.urn)
        olds, news = plain(kind.Inputs, request.olds), plain(kind.Inputs, request.news)
        if "name" in kind.Inputs.model_fields:
            news.setdefault("name", named.name(request.urn))
        # What an import could not read need not be said before anything else changes.
        same = bool(olds) and olds == news
        untold = kind.Inputs.fields_with(Rule.WRITE_ONLY) - news.keys() if same else frozenset()
        inputs, found = self.shared.check(
            kind,
            news | dict.fromkeys(untold, UNKNOWN),
            olds,
            request.urn,
            hidden(kind.Inputs, request.olds) | hidden(kind.Inputs, request.news),
        )
        inputs = {name: value for name, value in inputs.items() if name not in untold}
        reasons = [str(each) for each in found] or self.declared.twice(kind, request.urn, inputs)
        return provider_pb2.CheckResponse(
            inputs=struct(kind.Inputs, inputs, request.news),
            # With a property's name the engine would print its value, a secret one too.
            failures=[provider_pb2.CheckFailure(reason=self.redact(each)) for each in reasons],
        )

    @in_one_sentence
    async def Diff(self, request: Any) -> provider_pb2.DiffResponse:
        """Return what would change, property by property."""
        kind = named.kind(request.urn)
        state, inputs = plain(kind.Outputs, request.olds), plain(kind.Inputs, request.news)
        found = self.shared.diff(kind, state, inputs, self.call(request.urn, request))
        return difference(kind, found, request)

    @in_one_sentence
    async def Create(self, request: Any) -> provider_pb2.CreateResponse:
        """Make it; in a preview, say what will be known of it."""
        kind = named.kind(request.urn)
        inputs = plain(kind.Inputs, request.properties)
        if request.preview:
            chosen = kind.Inputs.fields_with(Rule.SERVER_CHOOSES)
            told = dict.fromkeys(kind.computed_outputs() | chosen, UNKNOWN) | inputs
            made, state = "", told
        else:
            verb = self.shared.replacing.creating(kind, inputs, request.urn)
            made, state = await self._run(kind, request, request.properties, verb)
        return provider_pb2.CreateResponse(
            id=made, properties=struct(kind.Outputs, state, request.properties)
        )

    @in_one_sentence
    async def Read(self, request: Any) -> provider_pb2.ReadResponse:
        """Return what Runsite says it is now; an answer without id says that it is gone."""
        kind = named.kind(request.urn)
        known = plain(kind.Outputs, request.properties)
        if not known:
            return await self._imported(kind, request)
        state = await self._run(
            kind, request, request.properties, lambda ctx: kind.read(ctx, request.id, known)
        )
        if state is None:
            return provider_pb2.ReadResponse()
        asked = plain(kind.Inputs, request.inputs).keys() or kind.Inputs.field_names()
        inputs = {name: value for name, value in state.items() if name in asked}
        return _read(kind, request.id, state, inputs, request)

    async def _imported(self, kind: type[Resource], request: Any) -> provider_pb2.ReadResponse:
        """Read what nothing is known of but the id that people know it by."""
        given = request.id
        found = await self._run(
            kind, request, request.properties, lambda ctx: kind.import_state(ctx, given)
        )
        if found is None:  # an empty answer would be taken for a success
            raise RunsiteError(f"there is no {kind.noun} {given} on Runsite")
        id, state = found
        self.shared.replacing.found(request.urn, id)
        said = {name: value for name, value in state.items() if name in kind.Inputs.model_fields}
        # What Runsite chose, a program may not be allowed to say: a branch where there is no git.
        refused = {each.path for each in kind.check(said, {}, "error")[1]}
        unsaid = (refused & kind.Inputs.fields_with(Rule.SERVER_CHOOSES)) | {ADOPT_ID}
        inputs = {name: value for name, value in said.items() if name not in unsaid}
        return _read(kind, id, state, inputs, request)

    @in_one_sentence
    async def Update(self, request: Any) -> provider_pb2.UpdateResponse:
        """Make it what the program says; in a preview, say what will be known of it."""
        kind = named.kind(request.urn)
        olds, news = plain(kind.Outputs, request.olds), plain(kind.Inputs, request.news)
        if request.preview:
            later = kind.outputs_changed_by_update(olds, news)
            state = kind.with_inputs(olds, news) | dict.fromkeys(later, UNKNOWN)
        else:
            verb = self.shared.replacing.updating(kind, request.id, olds, news, request.urn)
            state = await self._run(kind, request, request.news, verb)
        return provider_pb2.UpdateResponse(properties=struct(kind.Outputs, state, request.news))

    @in_one_sentence
    async def Delete(self, request: Any) -> empty_pb2.Empty:
        """Remove it."""
        kind = named.kind(request.urn)
        state = plain(kind.Outputs, request.properties)
        verb = self.shared.replacing.deleting(kind, request.id, state, request.urn)
        await self._run(kind, request, request.properties, verb)
        return empty_pb2.Empty()

    async def _run(self, kind: type[Resource], request: Any, like: Struct, verb: Verb[T]) -> T:
        secrets = [*kind.secrets_in(plain(kind.Inputs, like)), *secrets_in(like)]
        try:
            return await self.shared.run(verb, self.call(request.urn, request), secrets)
        except ResourceInitFailed as error:
            raise Kept(error, struct(kind.Outputs, error.state, like)) from None


def _read(
    kind: type[Resource], id: str, state: Props, inputs: Props, request: Any
) -> provider_pb2.ReadResponse:
    return provider_pb2.ReadResponse(
        id=id,
        properties=struct(kind.Outputs, state, request.properties),
        inputs=struct(kind.Inputs, inputs, request.inputs),
    )
