"""Things that Runsite's API can make and show, and can neither change nor delete."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ...api import InvalidResponse, NotFound, Rejected, RunsiteError, api_path
from ..context import Context, ResourceInitFailed
from ..create_once import Wanted, create_once
from ..field_types import Id
from ..fields import ImmutableChanges, Model, Props, Rule
from ..resource import ADOPT_ID, Resource
from ..validation import displayed
from .deletion import confirmed_deleted


class ImmutableInputs(Model):
    """The inputs that every immutable resource has."""

    adopt_id: Annotated[Id | None, Rule.LOCAL] = None
    """
    The ID of an existing resource to adopt instead of creating a new one.

    The existing resource is compared with the program first; any difference is an error. Ignored
    after creation.
    """

    immutable_changes: Annotated[ImmutableChanges | None, Rule.LOCAL] = None
    """
    The action to take when an input changes that the Runsite API cannot update.

    `error`: the change is an error during preview. `replace`: a new resource is created, and the
    old one remains on Runsite. `accept`: the change is only recorded, after it was made in the
    dashboard. Defaults to the `runsite:immutableChanges` setting of the stack, or else to `error`.
    """


class ImmutableResource(Resource):
    """A resource that the Runsite API can create, read and list, but neither update nor delete."""

    collection: ClassVar[str]
    """Its word in paths."""
    listed_as: ClassVar[str]
    """The key that its list comes under."""

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Make it, or take over what `adopt_id` names."""
        inputs = cls.normalize_inputs(inputs)
        if adopted := inputs.get(ADOPT_ID):
            return adopted, await cls._adopted(ctx, adopted, inputs)
        policy = inputs.get("immutable_changes", ctx.immutable_changes)
        wanted = Wanted(
            name=f"{cls.noun} {inputs['name']!r}",
            collection=api_path(cls.collection),
            body=cls.request_body(inputs),
            wish=inputs | dict.fromkeys(cls.Inputs.fields_with(Rule.SECRET)),
            alike=lambda: cls._alike(ctx, inputs),
            # One that replaces another has its name, and Runsite keeps the other.
            twins="allowed" if policy == "replace" else "refused",
        )
        made = await create_once(ctx, wanted)
        try:
            return made["id"], cls.state_from_response(made, inputs)
        except InvalidResponse as error:
            raise ResourceInitFailed(str(error), made["id"], inputs) from None

    @classmethod
    async def _alike(cls, ctx: Context, inputs: Props) -> list[Props]:
        listed = await ctx.client.request("GET", api_path(cls.collection))
        return [
            item
            for item in cls._items(listed)
            if all(item.get(name) == inputs.get(name) for name in cls.unique)
        ]

    @classmethod
    def _items(cls, listed: Props) -> list[Props]:
        items = listed.get(cls.listed_as)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise InvalidResponse(
                f"GET {api_path(cls.collection)}: the answer holds no {cls.listed_as}"
            )
        return items

    @classmethod
    async def _adopted(cls, ctx: Context, id: str, inputs: Props) -> Props:
        try:
            body = await ctx.client.request("GET", api_path(cls.collection, id))
        except NotFound as error:
            raise RunsiteError(f"adopt_id: there is no {cls.noun} {id}: {error}") from None
        if other := cls._contradicted(ctx, body, inputs, cls.changed_inputs(body, inputs)):
            raise RunsiteError(f"adopt_id: {cls.noun} {id} is not what the program says: {other}")
        return cls.state_from_response(body, inputs)

    @classmethod
    def _contradicted(cls, ctx: Context, body: Props, inputs: Props, names: frozenset[str]) -> str:
        """Return where the API says something else than *inputs*; it may be silent on a field."""

        def clean(value: object) -> str:
            # Before it is cut short, which would hide a secret from the redactor.
            return displayed(ctx.client.redactor.redact(value) if isinstance(value, str) else value)

        return ", ".join(
            f"{name} is {clean(body[name])} on Runsite, {clean(inputs.get(name))} in the program"
            for name in sorted(names & body.keys() & cls.Inputs.fields_with(Rule.IMMUTABLE))
            if body[name] != inputs.get(name)
            and name not in cls.Inputs.fields_with(Rule.WRITE_ONLY)
        )

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the state as Runsite tells it; None where it is proven to be gone."""
        try:
            body = await ctx.client.request("GET", api_path(cls.collection, id))
        except NotFound as error:
            if await cls.gone(ctx, id):
                return None
            raise RunsiteError(f"{error}; yet the list has it, so it is kept in state") from None
        return await cls.observed(ctx, id, body, state)

    @classmethod
    async def import_state(cls, ctx: Context, given: str) -> tuple[str, Props] | None:
        """Return what is known of *given*, its id; what Runsite is silent on is not known."""
        try:
            body = await ctx.client.request("GET", api_path(cls.collection, given))
        except (NotFound, Rejected):
            return None
        return given, cls.state_from_response(body, cls.defaults())

    @classmethod
    async def observed(cls, ctx: Context, id: str, body: Props, state: Props) -> Props:  # noqa: ARG003
        """Return the state that *body*, just read, stands for."""
        return cls.state_from_response(body, state)

    @classmethod
    async def gone(cls, ctx: Context, id: str) -> bool:
        """Say whether *id* is proven to be gone."""
        listed = cls._items(await ctx.client.list_cached(api_path(cls.collection)))
        ids = [str(item.get("id")) for item in listed]
        return await confirmed_deleted(ctx.client, api_path(cls.collection, id), ids, id)

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return all that Runsite tells, where it is asked again for what has changed."""
        changed = cls.changed_inputs(state, inputs) & cls.Inputs.fields_with(Rule.IMMUTABLE)
        return cls.computed_outputs() if changed else frozenset()

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Record what changed: the API has no call for it, so nothing is sent but a question."""
        inputs = cls.normalize_inputs(inputs)
        known = cls.with_inputs(state, inputs)
        changed = cls.changed_inputs(state, inputs) & cls.Inputs.fields_with(Rule.IMMUTABLE)
        if not changed:
            return known
        policy = inputs.get("immutable_changes", ctx.immutable_changes)
        if policy != "accept":
            names = ", ".join(sorted(changed))
            raise RunsiteError(f"Runsite's API cannot change {names} of a {cls.noun}")
        body = await ctx.client.request("GET", api_path(cls.collection, id))
        if other := cls._contradicted(ctx, body, inputs, changed):
            raise RunsiteError(
                f"immutable_changes is 'accept', which only records what is done already, but "
                f"{other}: change it in the dashboard first"
            )
        return cls.state_from_response(body, known)
