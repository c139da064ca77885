"""The base of projects and web services, which the API can neither update nor delete."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from ...api import InvalidResponse, NotFound, Rejected, RunsiteError, api_path, is_id
from .. import drift
from ..check_failures import Failure, displayed
from ..collection import Collection
from ..context import Context, ResourceInitFailed
from ..create_once import Created, CreateRequest, create_once
from ..fields import UNKNOWN, Props, Rule, contains_unknown, with_integers
from ..messages import adoption as adoption_messages
from ..messages import creation as creation_messages
from ..messages import immutable as immutable_messages
from ..messages import previews as messages
from ..previewed_create import NotAdoptableError
from ..resource import ADOPT_ID, Resource
from .confirm_deleted import current_object
from .immutable_refusal import redacted, refusal


class ImmutableResource(Resource):
    """A resource that the Runsite API can create, read and list, but neither update nor delete."""

    collection: ClassVar[Collection]
    on_destroy_of_adopted: ClassVar[str] = ""
    """What a destroy means for an object that another stack uses too, for messages."""

    @classmethod
    async def adoptable_contents(cls, ctx: Context, item: Props) -> str:  # noqa: ARG003
        """Return what a program that adopts *item* has to adopt as well, for messages."""
        return ""

    @classmethod
    async def is_unused(cls, ctx: Context, item: Props) -> bool:
        """Return whether nothing uses *item* yet, as after a create that was interrupted."""
        raise NotImplementedError

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Create the object, or adopt the one that `adopt_id` names."""
        inputs = cls.normalize_inputs(inputs)
        if adopted_id := inputs.get(ADOPT_ID):
            return adopted_id, await cls._adopt(ctx, adopted_id, inputs)
        created = await create_once(ctx, cls.previewed_request(ctx, inputs))
        id, body = created.item["id"], created.item
        changed = created.stale & cls.Inputs.fields_with(Rule.IMMUTABLE)
        stale = {name for name in changed if body.get(name) != inputs.get(name, body)}
        as_created = {name: value for name, value in inputs.items() if name not in stale}
        try:
            state = cls.state_from_response(body, as_created)
        except InvalidResponse as error:
            raise ResourceInitFailed(str(error), id, cls.unfinished(as_created)) from None
        if stale:
            fields = ", ".join(f"`{name}`" for name in sorted(stale))
            name = f"{cls.noun[:1].upper()}{cls.noun[1:]} {inputs['name']!r}"
            message = creation_messages.recovered_differs(name, id, fields)
            raise ResourceInitFailed(message, id, cls.unfinished(state))
        return id, await cls.finish_create(ctx, id, state, created)

    @classmethod
    async def finish_create(cls, ctx: Context, id: str, state: Props, created: Created) -> Props:  # noqa: ARG003
        """Write what the new object has beside its own fields; return the state."""
        return state

    @classmethod
    def unfinished(cls, state: Props) -> Props:
        """Return *state* where `finish_create` was not reached."""
        return state

    @classmethod
    def previewed_request(cls, ctx: Context, inputs: Props) -> CreateRequest:
        """Return what `create` requests."""
        policy = inputs.get("immutable_changes", ctx.immutable_changes)
        return CreateRequest(
            description=f"{cls.noun} {ctx.displayed(inputs['name'])}",
            path=cls.collection.path,
            body=cls.request_body(inputs),
            fingerprint=inputs,
            collection=cls.collection,
            match={name: inputs.get(name) for name in cls.unique_by},
            # A replacement has the name of the replaced object, which Runsite keeps.
            duplicates="allowed" if policy == "replace" else "refused",
            on_destroy=cls.on_destroy_of_adopted,
            contents=cls.adoptable_contents,
            is_unused=cls.is_unused,
        )

    @classmethod
    def _path(cls, id: str) -> str:
        return cls.collection.path + api_path(id)

    @classmethod
    async def _adopt(cls, ctx: Context, id: str, inputs: Props) -> Props:
        return cls.state_from_response(await cls.adoptable(ctx, id, inputs), inputs)

    @classmethod
    async def adoptable(cls, ctx: Context, id: str, inputs: Props) -> Props:
        """Return the object with this id, which is as *inputs* declare it."""
        try:
            body = await cls.collection.get(ctx, id)
        except (NotFound, Rejected) as error:  # the latter where it has not the form of an id
            missing = adoption_messages.adopted_not_found(cls.noun, id, error.reason)
            raise NotAdoptableError(missing) from None
        if differences := cls._differences(ctx, body, {}, inputs):
            raise NotAdoptableError(adoption_messages.adopted_differs(cls.noun, id, differences))
        return body

    @classmethod
    def _differences(cls, ctx: Context, body: Props, state: Props, inputs: Props) -> str:
        """Return which of *inputs* the response *body* has with another value."""
        observed = cls.state_from_response(body, state)
        reported = cls.reported_inputs(body)
        return ", ".join(
            immutable_messages.difference(
                name, redacted(ctx, observed.get(name)), redacted(ctx, inputs[name])
            )
            for name in sorted(reported.keys() & inputs.keys())
            if inputs[name] not in (reported[name], observed.get(name), UNKNOWN)
        )

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the state as Runsite reports it, None once it is confirmed deleted."""
        body = await cls.current(ctx, id)
        if body is None:
            return None
        return await cls.observed_state(ctx, id, body, state)

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:
        """Import the object by its id; what Runsite does not report has its default."""
        try:
            body = await cls.collection.get(ctx, import_id) if is_id(import_id) else None
        except (NotFound, Rejected):
            body = None
        if body is None:
            await cls._refuse_name(ctx, import_id)
            return None
        # What Runsite reports of another input later is not known to differ from its default.
        undeclared = drift.with_undeclared(cls.defaults(), cls.reported_inputs(body))
        return import_id, cls.state_from_response(body, undeclared)

    @classmethod
    async def _refuse_name(cls, ctx: Context, import_id: str) -> None:
        """Raise an error with the ids of what has the name *import_id*, if anything has."""
        listed = await cls.collection.fetch(ctx)
        if ids := [f"`{item['id']}`" for item in listed if item.get("name") == import_id]:
            name = ctx.displayed(import_id)
            message = adoption_messages.imported_by_name(cls.noun, name, " or ".join(ids))
            raise RunsiteError(message)

    @classmethod
    async def observed_state(cls, ctx: Context, id: str, body: Props, state: Props) -> Props:  # noqa: ARG003
        """Return the state that *body*, as just read, describes."""
        return cls.state_from_response(body, state)

    @classmethod
    async def current(cls, ctx: Context, id: str) -> Props | None:
        """Return the object as the API has it, None once it is confirmed deleted."""
        return await current_object(ctx, cls.collection, id)

    @classmethod
    def path_of(cls, id: str, state: Props) -> str:  # noqa: ARG003
        """Return the path of the object."""
        return f"{cls.collection.path}/{id}"

    @classmethod
    def immutable_changes(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return the changed inputs that the API cannot change."""
        return cls.changes_on_runsite(state, inputs) & cls.Inputs.fields_with(Rule.IMMUTABLE)

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return all that Runsite reports, where it is read again for a changed input."""
        return cls.computed_outputs() if cls.immutable_changes(state, inputs) else frozenset()

    @classmethod
    def refused_changes(
        cls,
        state: Props,
        inputs: Props,
        masked: frozenset[str] = frozenset(),
        show: Callable[[object], str] = displayed,
    ) -> list[Failure]:
        """Return why no update can make the changes; *show* quotes values that are not *masked*."""
        masked |= cls.Inputs.fields_with(Rule.SECRET)
        failures = []
        for name in sorted(cls.immutable_changes(state, inputs)):
            old, new = show(with_integers(state.get(name))), show(inputs.get(name))
            both = None if name in masked else (old, new)
            if inputs.get(name) != UNKNOWN:
                failures.append(Failure(name, refusal(cls.noun, name, state, both)))
        return failures

    @classmethod
    async def confirm_changes(
        cls, ctx: Context, id: str, state: Props, inputs: Props, masked: frozenset[str]
    ) -> None:
        """Raise an error if the changes are not accepted, or Runsite reports other values."""
        inputs = cls.normalize_inputs(inputs)
        changed = cls.immutable_changes(state, inputs)
        policy = inputs.get("immutable_changes", ctx.immutable_changes)
        show = partial(redacted, ctx)
        if policy == "error" and (refused := cls.refused_changes(state, inputs, masked, show)):
            raise RunsiteError("\n".join(map(str, refused)))
        resource = f"{cls.noun} {ctx.displayed(state.get('name'))} ({id})"
        if policy == "replace" and changed:
            if not ctx.account.is_same():  # else the new one is created in another account
                await cls.current(ctx, id)
            ctx.engine_log.warning(cls.replacement_warning(resource, state))
        unknown = sorted(name for name in changed if contains_unknown(inputs.get(name)))
        if policy == "error" and unknown:
            names, options = (", ".join(f"{q}{n}{q}" for n in unknown) for q in ("`", '"'))
            ctx.engine_log.warning(messages.immutable_unknown(resource, cls.noun, names, options))
        if policy == "accept" and any(drift.was_reported(state, name) for name in changed):
            await cls._accepted(ctx, id, state, inputs)

    @classmethod
    def replacement_warning(cls, resource: str, state: Props) -> str:
        """Return what a replacement means for the object that is replaced."""
        raise NotImplementedError

    @classmethod
    async def _accepted(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Return the object as Runsite reports it, if that does not contradict *inputs*."""
        changed = cls.immutable_changes(state, inputs)
        body = await cls.collection.get(ctx, id)
        accepted = {name: inputs[name] for name in changed}
        if differences := cls._differences(ctx, body, state, accepted):
            raise RunsiteError(immutable_messages.accept_contradicted(differences))
        return body

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Record what changed: the API has no update, so the object is only read."""
        inputs = cls.normalize_inputs(inputs)
        updated = cls.with_inputs(state, inputs)
        if not cls.immutable_changes(state, inputs):
            return updated
        if inputs.get("immutable_changes", ctx.immutable_changes) != "accept":
            # The diff refused it, unless a value became known only now.
            refused = cls.refused_changes(state, inputs, show=partial(redacted, ctx))
            raise RunsiteError("\n".join(map(str, refused)))
        return cls.state_from_response(await cls._accepted(ctx, id, state, inputs), updated)
