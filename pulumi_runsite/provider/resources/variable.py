"""What environment variables and project secrets have in common: a key, a masked value, a list."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from ...api import NotFound, Rejected, RunsiteError, api_path
from ..context import Context
from ..create_once import Wanted, create_once
from ..field_types import IdInParent, SecretText, VariableKey, is_mask
from ..fields import Model, Props, Rule
from ..resource import ADOPT_ID, Resource
from .deletion import confirmed_deleted


class VariableInputs(Model):
    """The inputs that environment variables and project secrets share."""

    key: Annotated[VariableKey, Rule.REPLACE]
    """
    The name of the variable: at most 1024 characters, without whitespace and `=`.

    The name must be unique in the web service, or in the scope of the project.
    """

    value: Annotated[SecretText, Rule.SECRET, Rule.WRITE_ONLY]
    """
    The value of the variable: a non-empty string of at most 1 MiB.

    The value is always encrypted in the Pulumi state.
    """

    is_secret: bool = True
    """
    Whether Runsite masks the value. Defaults to `true`.

    A masked value cannot be read back, so a change made in the dashboard is not detected.
    """

    adopt_id: Annotated[IdInParent | None, Rule.LOCAL] = None
    """
    The ID of an existing variable to adopt instead of creating a new one: `<id>` on Runsite, or
    `<parent>/<id>`.

    The key is compared first. The program's value is then written, unless Runsite already returns
    that value. Ignored after creation.
    """


class VariableOutputs(VariableInputs):
    """The outputs that environment variables and project secrets share."""

    revision: str | None = None
    """
    The revision of the value, which changes whenever a value is written and does not reveal it.

    Use it as a trigger of a deployment: `Deployment(triggers=[variable.revision])`.
    """

    created_at: str | None = None
    """The time of creation, as an RFC 3339 timestamp."""


class Variable(Resource):
    """A key and a value in a list that belongs to a parent; the ID is `<parent>/<id>`."""

    delete_before_replace = True
    parent: ClassVar[str]
    """The input that names the parent."""
    parents: ClassVar[tuple[str, str]]
    """The parents' word in paths, and the key that their list comes under."""
    collection: ClassVar[str]
    """Its word in paths, below the parent."""
    import_forms: ClassVar[str]
    """How people name one that is to be imported."""
    sent_as: ClassVar[str]
    """The key that a bulk PUT carries items under."""

    @classmethod
    def items(cls, listed: Props) -> Iterator[Props]:
        """Yield the items of the API's list."""
        raise NotImplementedError

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Make it, or take over what `adopt_id` names."""
        inputs = cls.normalize_inputs(inputs)
        parent = inputs[cls.parent]
        if adopted := inputs.get(ADOPT_ID):
            made = await cls._adopted(ctx, adopted.rpartition("/")[2], inputs)
        else:
            wanted = Wanted(
                name=f"{cls.noun} {cls._named(inputs)}",
                collection=cls._list_path(parent),
                body={k: v for k, v in cls.request_body(inputs).items() if k != cls.parent},
                wish={name: inputs[name] for name in cls.unique},
                alike=lambda: cls._alike(ctx, inputs),
                twins="refused",
            )
            made = await create_once(ctx, wanted)
        state = cls.state_from_response(made, inputs) | {"revision": secrets.token_hex(8)}
        return f"{parent}/{made['id']}", state | inputs

    @classmethod
    def _named(cls, inputs: Props) -> str:
        return " ".join(repr(inputs[name]) for name in cls.unique if name != cls.parent)

    @classmethod
    def _list_path(cls, parent: str) -> str:
        return api_path(cls.parents[0], parent, cls.collection)

    @classmethod
    async def _alike(cls, ctx: Context, inputs: Props) -> list[Props]:
        listed = await ctx.client.request("GET", cls._list_path(inputs[cls.parent]))
        return [
            item
            for item in cls.items(listed)
            if all(item.get(name) == inputs[name] for name in cls.unique if name != cls.parent)
        ]

    @classmethod
    async def _adopted(cls, ctx: Context, id: str, inputs: Props) -> Props:
        alike = [item for item in await cls._alike(ctx, inputs) if item.get("id") == id]
        if not alike:
            raise RunsiteError(f"adopt_id: there is no {cls.noun} {cls._named(inputs)} of id {id}")
        told = cls.shown(alike[0])
        if told is None or (told, False) != (inputs["value"], inputs["is_secret"]):
            await cls._write(ctx, id, inputs)
        return alike[0]

    @classmethod
    def shown(cls, item: Props) -> str | None:
        """Return the value where it is not secret, so that what the API shows is the value."""
        value: Any = item.get("value")
        if item.get("is_secret") is False and isinstance(value, str) and not is_mask(value):
            return value
        return None

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the state as Runsite tells it; None where it is proven to be gone."""
        parent, own = cls._split(id)
        try:
            item = cls._find(await ctx.client.list_cached(cls._list_path(parent)), own)
            # A list that lacks it is the only witness there is, so it is asked twice.
            item = item or cls._find(await ctx.client.request("GET", cls._list_path(parent)), own)
        except NotFound:
            if await cls._parent_gone(ctx, parent):
                return None
            raise
        return item and cls._state(item, state | {cls.parent: parent})

    @classmethod
    async def import_state(cls, ctx: Context, given: str) -> tuple[str, Props] | None:
        """
        Return what is known of *given*: the parent's id, and its own id or what it is called.

        A value that Runsite masks is not known; the first update writes the program's.
        """
        parent, _, own = given.partition("/")
        if not own:
            raise RunsiteError(f"{given!r} names no {cls.noun}: {cls.import_forms} does")
        try:
            listed = await ctx.client.list_cached(cls._list_path(parent))
        except (NotFound, Rejected):
            return None
        found = [e for e in cls.items(listed) if own in (e.get("id"), cls.called(e))]
        if len(found) > 1:
            ids = " or ".join(f"{parent}/{each.get('id')}" for each in found)
            raise RunsiteError(f"{given!r} names {len(found)} {cls.noun}s: import {ids}")
        if not found:
            return None
        id = f"{parent}/{found[0]['id']}"
        # The same again for one that nobody has written since: `.get()` reads it with every `up`.
        written = f"{id} {found[0].get('updated_at')}"
        known = {cls.parent: parent, "revision": hashlib.sha256(written.encode()).hexdigest()[:16]}
        return id, cls._state(found[0], cls.defaults() | known)

    @classmethod
    def called(cls, item: Props) -> str:
        """Return what people call *item* below its parent."""
        return str(item.get("key"))

    @classmethod
    def _split(cls, id: str) -> tuple[str, str]:
        parent, slash, own = id.partition("/")
        if not slash:
            raise RunsiteError(f"{id!r} is not the id of a {cls.noun}: <{cls.parent}>/<id> is")
        return parent, own

    @classmethod
    def _find(cls, listed: Props, own: str) -> Props | None:
        return next((item for item in cls.items(listed) if item.get("id") == own), None)

    @classmethod
    def _state(cls, item: Props, known: Props) -> Props:
        state = cls.state_from_response(item, known)
        value = cls.shown(item)
        return state if value is None else state | {"value": value}

    @classmethod
    async def _parent_gone(cls, ctx: Context, parent: str) -> bool:
        word, listed_as = cls.parents
        listed = await ctx.client.list_cached(api_path(word))
        ids = [str(item.get("id")) for item in listed.get(listed_as, [])]
        return await confirmed_deleted(ctx.client, api_path(word, parent), ids, parent)

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return that the revision is another one where something is written."""
        written = cls.changed_inputs(state, inputs) - cls.Inputs.fields_with(Rule.LOCAL)
        return frozenset({"revision"}) if written else frozenset()

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Write value and flag in place; where neither changed, nothing is sent."""
        inputs = cls.normalize_inputs(inputs)
        known = cls.with_inputs(state, inputs)
        if not cls.outputs_changed_by_update(state, inputs):
            return known
        await cls._write(ctx, cls._split(id)[1], inputs)
        return known | {"revision": secrets.token_hex(8)}

    @classmethod
    async def _write(cls, ctx: Context, own: str, inputs: Props) -> None:
        # Without its id, a key that exists answers 409 (runsite-api.md §6.4); never a whole list,
        # which would hold masks.
        body = {k: v for k, v in cls.request_body(inputs).items() if k != cls.parent}
        bulk = api_path(cls.parents[0], inputs[cls.parent], cls.collection, "bulk")
        await ctx.client.send("PUT", bulk, {cls.sent_as: [{"id": own} | body]})

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Delete it; quiet where it is gone already."""
        parent, own = cls._split(id)
        try:
            await ctx.client.send("DELETE", api_path(cls.parents[0], parent, cls.collection, own))
        except NotFound:
            if await cls.read(ctx, id, state) is not None:
                raise
