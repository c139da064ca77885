"""The base of environment variables and project secrets."""

from __future__ import annotations

import hashlib
import secrets
from typing import ClassVar

from ...api import InvalidResponse, NotFound, OnWait, Rejected, RunsiteError, is_id
from ...api.interruption import completing
from .. import drift
from ..context import Context, ResourceInitFailed
from ..create_once import create_once, is_refused
from ..create_request import LikeKeys
from ..fields import Props
from ..messages import adoption as messages
from ..messages import variables as variable_messages
from ..resource import ADOPT_ID
from .bulk_batch import VariableWrite, write_existing
from .bulk_observations import BulkWrites
from .bulk_write import UNKNOWN_OUTCOME, BulkReplacedError, BulkWrite
from .listed_variable import CHANGED_WITH_ALL, MAY_BE_ANOTHER, ListedVariable
from .stored_keys import STORED_KEY


class Variable(ListedVariable):
    """The operations that environment variables and project secrets share."""

    is_replaced_in_place = True
    bulk_field: ClassVar[str]
    """The field of a bulk PUT that holds the items."""

    @classmethod
    async def create(cls, ctx: Context, inputs: Props) -> tuple[str, Props]:
        """Create the variable, or adopt the one that `adopt_id` names."""
        inputs = cls.normalize_inputs(inputs)
        cls.refuse_no_value(inputs)
        if adopted_id := inputs.get(ADOPT_ID):
            adopted = await cls.adoptable(ctx, adopted_id, inputs)
            return cls._created(await cls._with_declared(ctx, adopted, inputs), inputs)
        return cls._created(await cls._create_once(ctx, inputs), inputs)

    @classmethod
    async def _create_once(cls, ctx: Context, inputs: Props, like: LikeKeys = "refused") -> Props:
        """Return the created variable; write what an earlier run created with other values."""
        request = cls._create_request(inputs)._replace(like_keys=like)
        observed = BulkWrites.of(ctx.client, cls.noun)
        creates, name = observed.creates[request.path], cls.import_name(inputs)
        with creates.under_way():
            created = await create_once(ctx, request)
            observed.deleted[request.path].discard(created.item["id"])
            creates.created[name] = created.item | request.match
        if not created.stale:
            cls.warn_of_stored(ctx, created.item, inputs)
            return created.item
        ctx.create_log.forget_sent()
        return await cls._with_declared(ctx, created.item, inputs)

    @classmethod
    def _created(cls, item: Props, inputs: Props) -> tuple[str, Props]:
        state = cls._state(item, inputs) | {"revision": secrets.token_hex(8)}
        return f"{inputs[cls.parent]}/{item['id']}", state | inputs

    @classmethod
    async def _with_declared(cls, ctx: Context, item: Props, inputs: Props) -> Props:
        """Write what is declared unless the variable *item* has it; return the variable."""
        value = cls.readable_value(item)
        if value is not None and (value, False) == (inputs["value"], inputs["is_secret"]):
            return item
        before = {k: v for k, v in item.items() if k in {"id", *cls.computed_outputs()}}
        try:
            return before | await cls._write(ctx, item, inputs)
        except BulkReplacedError as error:
            raise ResourceInitFailed(str(error), *cls._created(before, inputs)) from None

    @classmethod
    def warn_of_stored(cls, ctx: Context, item: Props, inputs: Props) -> None:
        """Warn if Runsite reports a secret as readable, or has stored another key."""
        name = f"{cls.noun} {cls.display_name(inputs)}"
        if inputs["is_secret"] and item.get("is_secret") is False:
            ctx.engine_log.warning(variable_messages.secret_is_readable(name))
        stored = item.get(STORED_KEY, item.get("key"))
        if isinstance(stored, str) and stored != inputs["key"]:
            ctx.engine_log.warning(variable_messages.key_stored_otherwise(name, stored))

    @classmethod
    async def read(cls, ctx: Context, id: str, state: Props) -> Props | None:
        """Return the state as Runsite reports it, None once it is confirmed deleted."""
        item = await cls.current(ctx, id, state)
        return item and cls._state(item, state | {cls.parent: cls._split(id)[0]})

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
        state = cls._state(item, cls.with_written(known, {}))
        return id, state if "value" in state else drift.with_unread(state, "value")

    @classmethod
    def reported_inputs(cls, body: Props) -> Props:
        """Return the inputs that *body* reports, with the value where Runsite does not mask it."""
        value = cls.readable_value(body)
        return super().reported_inputs(body) | ({} if value is None else {"value": value})

    @classmethod
    def _state(cls, item: Props, previous: Props) -> Props:
        """Return the state; without the value where it is masked and has changed on Runsite."""
        item = {name: field for name, field in item.items() if name != "revision"}  # it is local
        state = cls.state_from_response(item, previous)
        mark = drift.version_mark(item)
        if mark is None:
            return state
        written, is_changed = drift.with_version_mark(state, mark)
        if is_changed and CHANGED_WITH_ALL in item:
            return drift.with_new_version_mark(state, mark)
        is_changed = is_changed or MAY_BE_ANOTHER in item
        unknown = {"value"} if is_changed and cls.readable_value(item) is None else set()
        return {k: v for k, v in state.items() if k not in unknown} | written

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
        cls.refuse_unknown_value(state, inputs)
        updated = cls.with_inputs(state, inputs)
        if not cls.outputs_changed_by_update(state, inputs):
            return updated
        updated |= {"revision": secrets.token_hex(8)}
        known_id, on_wait = drift.own_id(state, cls._split(id)[1]), OnWait()
        try:
            written = await cls._write(ctx, {"id": known_id} | state, inputs, on_wait)
        except BulkReplacedError as error:
            raise ResourceInitFailed(str(error), id, updated) from None
        except UNKNOWN_OUTCOME as error:
            unknown = {name: field for name, field in state.items() if name != "value"}
            raise ResourceInitFailed(str(error), id, unknown) from None
        except RunsiteError as error:
            if isinstance(error, NotFound) and "value" not in state:
                return await cls.create_again(ctx, inputs)  # a delete may have been carried out
            if on_wait.lost_at is None and is_refused(error):
                ctx.state_record.undo_write()  # nothing was written
            raise
        after = cls._state(written, drift.without_written(updated))
        now_id = written["id"] if is_id(written.get("id")) else known_id
        return after if now_id == cls._split(id)[1] else drift.with_own_id(after, now_id)

    @classmethod
    async def create_again(cls, ctx: Context, inputs: Props) -> Props:
        """Create a variable that this program has deleted; return its state, with its new id."""
        news = {name: value for name, value in inputs.items() if name != ADOPT_ID}
        with completing():
            id, created = await cls.create(ctx, news)
        return drift.with_own_id(inputs | created, cls._split(id)[1])

    @classmethod
    async def _write(
        cls, ctx: Context, item: Props, inputs: Props, on_wait: OnWait | None = None
    ) -> Props:
        """Write the variable *item*, which exists; return what the API then reports of it."""
        siblings = cls.siblings(inputs[cls.parent])
        sent = ({"id": item["id"]} if is_id(item["id"]) else {}) | cls._item_body(inputs)
        groupings, on_wait = cls.bulk_groupings, on_wait or OnWait()
        write = BulkWrite(
            cls.noun, siblings, cls.bulk_field, [sent], cls.import_name, on_wait, groupings
        )
        variable = VariableWrite(write, item)
        id = f"{inputs[cls.parent]}/{item['id']}"
        try:
            written = await write_existing(ctx, variable)
            if written is not None:
                cls.warn_of_stored(ctx, written, inputs)
                return written
        except NotFound:
            found = await cls.current(ctx, id, item)
            if found is None or found["id"] == item["id"]:
                raise
            return await cls._write(ctx, found, inputs, on_wait)
        on_wait.lost_at = ctx.client.clock.now()  # from here on a refusal may have deleted it
        await cls.delete(ctx, id, item)
        try:
            with completing():
                return await cls._create_once(ctx, inputs, like="allowed")  # as before
        except ResourceInitFailed:
            raise
        except RunsiteError as error:
            name = f"{cls.noun} {cls.display_name(inputs)}"
            raise RunsiteError(variable_messages.not_created_again(name, error.reason)) from None

    @classmethod
    async def delete(cls, ctx: Context, id: str, state: Props) -> None:
        """Delete the variable; succeed where it is deleted already."""
        parent_id, own_id = cls._split(id)[0], await cls.deletable_id(ctx, id, state)
        if own_id is None:
            return
        name = f"{cls.noun} {cls.display_name(state)}"
        BulkWrites.of(ctx.client, cls.noun).deleted[cls._path(parent_id)].add(own_id)
        try:
            await ctx.client.send("DELETE", cls._path(parent_id, own_id))
        except InvalidResponse as error:
            if await cls.current(ctx, id, state) is not None:
                message = variable_messages.deletion_unknown(name, error.reason)
                raise RunsiteError(message) from None
        except NotFound:
            item = await cls.current(ctx, id, state)
            if item is not None and item["id"] in (own_id, cls.import_name(item)):
                raise
            if item is not None:  # created again since, by a write of this provider
                now = drift.with_own_id(state, item["id"])
                await cls.delete(ctx, f"{parent_id}/{item['id']}", now)
