"""The base of environment variables and project secrets."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar

from ...api import InvalidResponse, NotFound, Rejected, RunsiteError, api_path
from ..collection import Collection
from ..context import Context
from ..create_once import CreateRequest, create_once
from ..drift import version_mark, with_version_mark, without_written
from ..field_types import is_mask
from ..fields import Props
from ..messages import adoption as messages
from ..resource import ADOPT_ID, Resource
from .confirm_deleted import confirm_deleted


class Variable(Resource):
    """A key and a value in a list that belongs to a parent; the ID is `<parent>/<id>`."""

    delete_before_replace = True
    parent: ClassVar[str]
    """The input with the id of the parent."""
    parents: ClassVar[Collection]
    """The list of all parents."""
    path_segment: ClassVar[str]
    """The path of the list below the parent."""
    import_forms: ClassVar[str]
    """The forms of an import id, for messages."""
    bulk_field: ClassVar[str]
    """The field of a bulk PUT that holds the items."""

    @classmethod
    def siblings(cls, parent_id: str) -> Collection:
        """Return all variables of a parent."""
        raise NotImplementedError

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Create the variable, or adopt the one that `adopt_id` names."""
        inputs = cls.normalize_inputs(inputs)
        if adopted_id := inputs.get(ADOPT_ID):
            item = await cls._adopt(ctx, adopted_id.rpartition("/")[2], inputs)
        else:
            item = await create_once(ctx, cls._create_request(inputs))
        state = cls._state(item, inputs) | {"revision": secrets.token_hex(8)}
        return f"{inputs[cls.parent]}/{item['id']}", state | inputs

    @classmethod
    def _create_request(cls, inputs: Props) -> CreateRequest:
        siblings = cls.siblings(inputs[cls.parent])
        return CreateRequest(
            description=f"{cls.noun} {cls._display_name(inputs)}",
            path=siblings.path,
            body=cls._item_body(inputs),
            fingerprint={name: inputs[name] for name in cls.unique_by},
            collection=siblings,
            match=cls._identity(inputs),
            duplicates="refused",
        )

    @classmethod
    def _identity(cls, inputs: Props) -> Props:
        return {name: inputs[name] for name in cls.unique_by if name != cls.parent}

    @classmethod
    def _display_name(cls, inputs: Props) -> str:
        return " ".join(map(repr, cls._identity(inputs).values()))

    @classmethod
    def _item_body(cls, inputs: Props) -> Props:
        return {k: v for k, v in cls.request_body(inputs).items() if k != cls.parent}

    @classmethod
    def _path(cls, parent_id: str, *rest: str) -> str:
        return cls.parents.path + api_path(parent_id, cls.path_segment, *rest)

    @classmethod
    async def _adopt(cls, ctx: Context, id: str, inputs: Props) -> Props:
        candidates = await cls.siblings(inputs[cls.parent]).find(ctx, cls._identity(inputs))
        item = next((each for each in candidates if each.get("id") == id), None)
        if item is None:
            name = cls._display_name(inputs)
            raise RunsiteError(messages.adopted_variable_not_found(cls.noun, name, id))
        value = cls.readable_value(item)
        if value is None or (value, False) != (inputs["value"], inputs["is_secret"]):
            written = await cls._write(ctx, id, inputs)
            before = {k: v for k, v in item.items() if k in {"id", *cls.computed_outputs()}}
            return before | (written or {})
        return item

    @classmethod
    def readable_value(cls, item: Props) -> str | None:
        """Return the value, None where Runsite masks it."""
        value: Any = item.get("value")
        if item.get("is_secret") is False and isinstance(value, str) and not is_mask(value):
            return value
        return None

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the state as Runsite reports it, None once it is confirmed deleted."""
        parent_id, own_id = cls._split(id)
        siblings = cls.siblings(parent_id)
        try:
            item = _with_id(await siblings.fetch_cached(ctx), own_id)
            # A list without it is the only evidence of a deletion, so it is read twice.
            item = item or _with_id(await siblings.fetch(ctx), own_id)
        except NotFound:
            if await cls._parent_is_deleted(ctx, parent_id):
                return None
            raise
        return item and cls._state(item, state | {cls.parent: parent_id})

    @classmethod
    async def import_state(cls, ctx: Context, import_id: str) -> tuple[str, Props] | None:
        """
        Import by the parent's id and the key, or the variable's own id.

        A value that Runsite masks stays unset; the first update writes the program's value.
        """
        parent_id, _, name = import_id.partition("/")
        if not name:
            forms = cls.import_forms
            raise RunsiteError(messages.import_id_incomplete(cls.noun, repr(import_id), forms))
        try:
            items = await cls.siblings(parent_id).fetch_cached(ctx)
        except (NotFound, Rejected):
            return None
        matches = [item for item in items if name in (item.get("id"), cls.import_name(item))]
        if len(matches) > 1:
            ids = " or ".join(f"`{parent_id}/{item.get('id')}`" for item in matches)
            count = str(len(matches))
            raise RunsiteError(messages.import_id_ambiguous(cls.noun, repr(import_id), count, ids))
        if not matches:
            return None
        return cls._imported_state(parent_id, matches[0])

    @classmethod
    def _imported_state(cls, parent_id: str, item: Props) -> tuple[str, Props]:
        id = f"{parent_id}/{item['id']}"
        # `.get()` imports with every `up`: the revision must not change until the value does.
        version = hashlib.sha256(f"{id} {item.get('updated_at')}".encode()).hexdigest()[:16]
        known = cls.defaults() | {cls.parent: parent_id, "revision": version}
        return id, cls._state(item, cls.with_written(known, {}))

    @classmethod
    def import_name(cls, item: Props) -> str:
        """Return the part of an import id that names *item* below its parent."""
        return str(item.get("key"))

    @classmethod
    def _split(cls, id: str) -> tuple[str, str]:
        parent_id, slash, own_id = id.partition("/")
        if not slash:
            raise RunsiteError(messages.not_an_id_in_parent(cls.noun, repr(id), cls.parent))
        return parent_id, own_id

    @classmethod
    def reported_inputs(cls, body: Props) -> Props:
        """Return the inputs that *body* reports, with the value where Runsite does not mask it."""
        value = cls.readable_value(body)
        return super().reported_inputs(body) | ({} if value is None else {"value": value})

    @classmethod
    def _state(cls, item: Props, previous: Props) -> Props:
        """Return the state; without the value where it is masked and has changed on Runsite."""
        state = cls.state_from_response(item, previous)
        mark = version_mark(item)
        if mark is None:
            return state
        written, is_changed = with_version_mark(state, mark)
        unknown = {"value"} if is_changed and cls.readable_value(item) is None else set()
        return {k: v for k, v in state.items() if k not in unknown} | written

    @classmethod
    async def _parent_is_deleted(cls, ctx: Context, parent_id: str) -> bool:
        ids = [str(item.get("id")) for item in await cls.parents.fetch_cached(ctx)]
        path = cls.parents.path + api_path(parent_id)
        return await confirm_deleted(ctx.client, path, ids, parent_id)

    @classmethod
    def outputs_changed_by_update(cls, state: Props, inputs: Props) -> frozenset[str]:
        """Return `revision`, where something is written."""
        return frozenset({"revision"}) if cls.changes_on_runsite(state, inputs) else frozenset()

    @classmethod
    def secret_fields(cls, props: Props) -> frozenset[str]:
        """Return the fields to encrypt: not the value, where Runsite does not mask it either."""
        readable = {"value"} if props.get("is_secret") is False else frozenset()
        return super().secret_fields(props) - readable

    @classmethod
    async def update(cls, ctx: Context, id: str, state: Props, inputs: Props) -> Props:
        """Write value and flag in place; send nothing where Runsite has both already."""
        inputs = cls.normalize_inputs(inputs)
        updated = cls.with_inputs(state, inputs)
        if not cls.outputs_changed_by_update(state, inputs):
            return updated
        item = await cls._write(ctx, cls._split(id)[1], inputs)
        state = cls._state(item or {}, without_written(updated))
        return state | {"revision": secrets.token_hex(8)}

    @classmethod
    async def _write(cls, ctx: Context, own_id: str, inputs: Props) -> Props | None:
        """Write the variable; return it as reported then, None where the response lacks it."""
        # Without its id an existing key is a conflict; the other items would be sent as masks.
        body = {cls.bulk_field: [{"id": own_id} | cls._item_body(inputs)]}
        path = cls._path(inputs[cls.parent], "bulk")
        try:
            response = await ctx.client.request("PUT", path, body)
            return _with_id(cls.siblings(inputs[cls.parent]).items(response), own_id)
        except InvalidResponse:
            return None

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Delete the variable; succeed where it is deleted already."""
        parent_id, own_id = cls._split(id)
        try:
            await ctx.client.send("DELETE", cls._path(parent_id, own_id))
        except NotFound:
            if await cls.read(ctx, id, state) is not None:
                raise


def _with_id(items: list[Props], id: str) -> Props | None:
    return next((item for item in items if item.get("id") == id), None)
